package dev.etagere.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Gathers what is declared for each pattern, and finds what is declared twice. Not safe for use by several threads. */
final class RouteDrafts {

    private static final class Draft {
        final PathPattern pattern;
        final Place place;
        final Map<String, Place> claims = new LinkedHashMap<>();
        final Map<String, Touches> touches = new LinkedHashMap<>();

        @Nullable
        Policy policy;

        Draft(PathPattern pattern, Place place) {
            this.pattern = pattern;
            this.place = place;
        }

        /** Says of each method that somebody has claimed it before. */
        List<String> claim(Collection<String> methods, Place by) {
            List<String> twice = new ArrayList<>();
            for (String method : methods) {
                Place first = claims.putIfAbsent(method, by);
                if (first != null) {
                    String what = method.equals("GET") ? "the policy for GET and HEAD" : method;
                    twice.add("%s of '%s' is declared already at %s; leave one out".formatted(what, pattern, first));
                }
            }
            return twice;
        }

        Route route() {
            return new Route(pattern, policy, touches);
        }
    }

    final Problems problems = new Problems();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    void get(String source, Policy policy) {
        PathPattern pattern = problems.attempt(policy.where(), "", () -> PathPattern.parse(source));
        if (pattern != null) {
            checkParameters("Groups: ", policy.groups(), pattern, policy.where());
            read(pattern, policy.where(), policy);
        }
    }

    void write(String method, String source, Touches touches) {
        String refusal = Methods.refusal(method);
        if (refusal != null) {
            problems.add(touches.where(), refusal);
        }
        PathPattern pattern = problems.attempt(touches.where(), "", () -> PathPattern.parse(source));
        if (pattern != null) {
            checkParameters("Touches: ", touches.groups(), pattern, touches.where());
            write(pattern, touches.where(), List.of(method), touches);
        }
    }

    private void checkParameters(String header, List<GroupTemplate> groups, PathPattern pattern, Place place) {
        Templates.checkParameters(header, groups, pattern.parameters(), place, problems);
    }

    void read(PathPattern pattern, Place place, Policy policy) {
        claim(pattern, place, List.of("GET")).policy = policy;
    }

    void write(PathPattern pattern, Place place, Collection<String> methods, Touches touches) {
        Draft draft = claim(pattern, place, methods);
        methods.forEach(method -> draft.touches.put(method, touches));
    }

    private Draft claim(PathPattern pattern, Place place, Collection<String> methods) {
        Draft draft = drafts.computeIfAbsent(pattern.shape(), shape -> new Draft(pattern, place));
        List<String> twice = draft.claim(methods, place);
        if (draft.pattern.equals(pattern)) {
            twice.forEach(problem -> problems.add(place, problem));
        } else {
            String cure = twice.isEmpty() ? "give the parameters the same names" : "leave one out";
            problems.add(
                    place,
                    "path '%s' cannot be told apart from '%s' at %s; %s, or let the paths differ in a literal segment"
                            .formatted(pattern, draft.pattern, draft.place, cure));
        }
        return draft;
    }

    PolicyTable build() {
        problems.throwIfAny();
        List<Route> routes = new ArrayList<>();
        drafts.values().forEach(draft -> routes.add(draft.route()));
        return routes.isEmpty() ? PolicyTable.EMPTY : new PolicyTable(routes);
    }
}
