package dev.etagere.policy;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the groups of a policy and those of a write have in common. */
final class Templates {
    private Templates() {}

    static void read(
            String header, Collection<String> sources, Place place, Problems problems, List<GroupTemplate> into) {
        for (String source : new LinkedHashSet<>(sources)) {
            GroupTemplate template = problems.attempt(place, header, () -> GroupTemplate.parse(source));
            if (template != null) {
                into.add(template);
                if (Collections.frequency(sources, source) > 1) {
                    problems.add(place, header + "names '" + source + "' twice; leave one out");
                }
            }
        }
    }

    /** Each placeholder must be a parameter of the path, where the parameters are known. */
    static void checkParameters(
            String header,
            Collection<GroupTemplate> templates,
            @Nullable Set<String> known,
            Place place,
            Problems problems) {
        if (known == null) {
            return;
        }
        for (GroupTemplate template : templates) {
            for (String name : template.pathParameters()) {
                if (!known.contains(name)) {
                    problems.add(place, header + unknown(template, name, known));
                }
            }
            for (String name : template.otherPlaceholders()) {
                if (known.contains(name)) {
                    problems.add(place, header + ambiguous(template, name));
                }
            }
        }
    }

    private static String unknown(GroupTemplate template, String name, Set<String> known) {
        String what = "group '%s' uses {%s}, which is no parameter of the path; ".formatted(template, name);
        return known.isEmpty()
                ? what + "the path has none, so write '{" + name + "}' into the path or use {query." + name + "}"
                : what + "write " + braced(known);
    }

    private static String ambiguous(GroupTemplate template, String name) {
        return "group '%s' uses {%s}, and the path has a parameter of that name; rename the path parameter"
                .formatted(template, name);
    }

    private static String braced(Set<String> names) {
        return new TreeSet<>(names).stream().map(name -> "{" + name + "}").collect(Collectors.joining(" or "));
    }

    static String join(Collection<GroupTemplate> templates) {
        return templates.stream().map(GroupTemplate::toString).collect(Collectors.joining(", "));
    }
}
