package dev.etagere.policy;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route for GET and HEAD, and the headers of its policy. */
final class PolicyFileRead implements PolicyFileRoute {
    private final @Nullable PathPattern pattern;
    private final Place place;
    private final Problems problems;
    private final Policy.Builder policy;
    private final Map<PolicyHeader, Place> told = new EnumMap<>(PolicyHeader.class);
    private boolean bare = true;

    /** @param pattern {@code null} if the path is wrong, which has been said */
    PolicyFileRead(@Nullable PathPattern pattern, Place place, Problems problems) {
        this.pattern = pattern;
        this.place = place;
        this.problems = problems;
        this.policy = Policy.builder(place).pathParameters(pattern == null ? null : pattern.parameters());
    }

    @Override
    public void header(String name, String value, Place line) {
        bare = false;
        PolicyHeader header = PolicyHeader.named(name);
        if (header == null) {
            problems.add(
                    line,
                    "'%s' is no header of a policy; write one of %s"
                            .formatted(name, String.join(", ", PolicyHeader.names())));
            return;
        }
        Place first = told.putIfAbsent(header, line);
        if (first != null) {
            problems.add(line, "%s is there twice, first at %s; write one line".formatted(header, first));
        } else if (value.isEmpty()) {
            problems.add(line, "%s has no value; write one, or leave the line out".formatted(header));
        } else {
            header.tell(policy.at(line), value);
        }
    }

    @Override
    public void unreadable() {
        bare = false;
    }

    @Override
    public void finish(RouteDrafts drafts) {
        if (bare) {
            problems.add(
                    place, "the route declares nothing; write its headers below it, such as 'Cache-Control: no-cache'");
        }
        Policy made = policy.build(problems);
        if (pattern != null) {
            drafts.read(pattern, place, made);
        }
    }
}
