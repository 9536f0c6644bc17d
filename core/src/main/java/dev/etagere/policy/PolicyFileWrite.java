package dev.etagere.policy;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A route for methods that write, and what they touch. */
final class PolicyFileWrite implements PolicyFileRoute {
    private final @Nullable PathPattern pattern;
    private final Place place;
    private final List<String> methods;
    private final Problems problems;
    private @Nullable Touches touches;
    private boolean bare = true;

    /** @param pattern {@code null} if the path is wrong, which has been said */
    PolicyFileWrite(@Nullable PathPattern pattern, Place place, List<String> methods, Problems problems) {
        this.pattern = pattern;
        this.place = place;
        this.methods = List.copyOf(methods);
        this.problems = problems;
    }

    @Override
    public void header(String name, String value, Place line) {
        bare = false;
        if (PolicyHeader.named(name) != PolicyHeader.TOUCHES) {
            problems.add(
                    line,
                    "'%s' has no use for a write; write 'Touches:' with the groups that it changes".formatted(name));
        } else if (touches != null) {
            problems.add(line, "Touches is there twice, first at %s; write one line".formatted(touches.where()));
        } else {
            Set<String> known = pattern == null ? null : pattern.parameters();
            List<String> groups = value.isEmpty() ? List.of() : PolicyHeader.list(value);
            touches = Touches.read(line, known, groups, problems);
        }
    }

    @Override
    public void unreadable() {
        bare = false;
    }

    @Override
    public void finish(RouteDrafts drafts) {
        if (bare) {
            problems.add(place, "the write touches nothing; write 'Touches:' below it with the groups that it changes");
        } else if (pattern != null && touches != null) {
            drafts.write(pattern, place, methods, touches);
        }
    }
}
