package dev.etagere.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The routes of an application. Where several match a path, the most specific one alone counts and nothing is merged:
 * segment by segment from the left, a literal comes before {@code {name}} and {@code *}, and these before {@code **}.
 * Immutable, safe for use by several threads.
 */
public final class PolicyTable {
    /** The table without routes. */
    public static final PolicyTable EMPTY = new PolicyTable(List.of());

    private final List<Route> routes;
    private final RouteTrie trie;

    PolicyTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        this.trie = new RouteTrie(routes);
    }

    /**
     * Reads a policy file. A line that begins, after blanks, with {@code /} or with methods and a path is a route; the
     * lines {@code Name: value} below it are its headers; {@code #} begins a line of comment.
     *
     * @param sourceName what messages call the file
     * @throws PolicyException with one message for each mistake: file, line, what is wrong and what to write instead
     */
    public static PolicyTable parse(String sourceName, String text) {
        return new PolicyFile(sourceName).parse(text);
    }

    /** Begins a table made in code. */
    public static Builder builder() {
        return new Builder();
    }

    /** The most specific route for a decoded path relative to the context, whatever methods it declares. */
    public @Nullable RouteMatch find(String path) {
        return find(path, route -> true);
    }

    /**
     * The most specific route for a method and a decoded path relative to the context. Routes that do not declare the
     * method are not there for it: {@code PUT /products/}{@code **} is found also where {@code /products/{id}} has a
     * policy for GET. HEAD is GET.
     */
    public @Nullable RouteMatch find(String method, String path) {
        return find(path, route -> route.declares(method));
    }

    private @Nullable RouteMatch find(String path, Predicate<Route> wanted) {
        Route route = trie.find(path, wanted);
        Map<String, String> parameters = route == null ? null : route.pattern().match(path);
        return route == null || parameters == null ? null : new RouteMatch(route, parameters);
    }

    /** All routes, in the order of their declaration. */
    public List<Route> routes() {
        return routes;
    }

    /** What is allowed and yet hardly meant, each with its place, for the log. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Route route : routes) {
            Policy policy = route.policy();
            if (policy != null) {
                warnings.addAll(policy.warnings());
            }
        }
        return warnings;
    }

    /** Makes a table in code. Not safe for use by several threads. */
    public static final class Builder {
        private final RouteDrafts drafts = new RouteDrafts();

        private Builder() {}

        /** Declares the policy of GET and HEAD for the paths of a pattern. */
        public Builder get(String pattern, Policy policy) {
            drafts.get(pattern, policy);
            return this;
        }

        /** Declares what a write method touches for the paths of a pattern. */
        public Builder write(String method, String pattern, Touches touches) {
            drafts.write(method, pattern, touches);
            return this;
        }

        /**
         * Checks the whole.
         *
         * @throws PolicyException with one message for each mistake, with its place and what to write instead
         */
        public PolicyTable build() {
            return drafts.build();
        }
    }
}
