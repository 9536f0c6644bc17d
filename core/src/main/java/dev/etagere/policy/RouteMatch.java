package dev.etagere.policy;

import java.util.Map;

/**
 * The route that a path leads to. Immutable.
 *
 * @param route the most specific route that matches
 * @param parameters the decoded values of the path parameters, by name
 */
public record RouteMatch(Route route, Map<String, String> parameters) {

    /** Copies the parameters. */
    public RouteMatch {
        parameters = Map.copyOf(parameters);
    }
}
