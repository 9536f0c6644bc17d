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
    private @Nullable Place precondition;
    private boolean required;
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
        PolicyHeader header = PolicyHeader.named(name);
        if (header == PolicyHeader.TOUCHES) {
            touches(value, line);
        } else if (header == PolicyHeader.PRECONDITION) {
            precondition(value, line);
        } else {
            problems.add(
                    line,
                    "'%s' has no use for a write; write 'Touches:' with the groups that it changes".formatted(name));
        }
    }

    private void touches(String value, Place line) {
        if (touches != null) {
            problems.add(line, "Touches is there twice, first at %s; write one line".formatted(touches.where()));
        } else {
            Set<String> known = pattern == null ? null : pattern.parameters();
            List<String> groups = value.isEmpty() ? List.of() : PolicyHeader.list(value);
            touches = Touches.read(line, known, groups, problems);
        }
    }

    private void precondition(String value, Place line) {
        if (precondition != null) {
            problems.add(line, "Precondition is there twice, first at %s; write one line".formatted(precondition));
        } else if (!value.equalsIgnoreCase("required") && !value.equalsIgnoreCase("optional")) {
            problems.add(line, "Precondition: '%s' is unknown; write one of required, optional".formatted(value));
        }
        precondition = line;
        required = value.equalsIgnoreCase("required");
    }

    @Override
    public void unreadable() {
        bare = false;
    }

    @Override
    public void finish(RouteDrafts drafts) {
        if (bare || (touches == null && precondition != null)) {
            problems.add(place, "the write touches nothing; write 'Touches:' below it with the groups that it changes");
        } else if (pattern != null && touches != null) {
            drafts.write(pattern, place, methods, required ? touches.requiringPrecondition() : touches);
        }
    }
}
