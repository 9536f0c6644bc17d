package dev.etagere.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Routes by segment. A node stands for one prefix of patterns and so for one number of segments: a search that has to
 * step back sees each node once at most, however long or hostile the path.
 */
final class RouteTrie {

    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();

        @Nullable
        Node one;

        @Nullable
        Route end;

        @Nullable
        Route rest;

        Node next(PathPattern.Segment segment) {
            if (segment.kind() == PathPattern.Kind.LITERAL) {
                return literals.computeIfAbsent(segment.text(), text -> new Node());
            }
            Node next = one == null ? new Node() : one;
            one = next;
            return next;
        }
    }

    private final Node root = new Node();

    RouteTrie(List<Route> routes) {
        routes.forEach(this::add);
    }

    private void add(Route route) {
        Node node = root;
        for (PathPattern.Segment segment : route.pattern().segments()) {
            if (segment.kind() == PathPattern.Kind.REST) {
                node.rest = route;
                return;
            }
            node = node.next(segment);
        }
        node.end = route;
    }

    @Nullable
    Route find(String path, Predicate<Route> wanted) {
        return path.startsWith("/") ? find(root, path, 1, wanted) : null;
    }

    /** From the most specific alternative to the least: a literal segment, a wildcard, whatever follows. */
    private static @Nullable Route find(Node node, String path, int from, Predicate<Route> wanted) {
        Route found = from > path.length() ? filter(node.end, wanted) : descend(node, path, from, wanted);
        return found == null ? filter(node.rest, wanted) : found;
    }

    private static @Nullable Route descend(Node node, String path, int from, Predicate<Route> wanted) {
        int to = PathPattern.endOfSegment(path, from);
        Node literal = node.literals.isEmpty() ? null : node.literals.get(path.substring(from, to));
        Route found = literal == null ? null : find(literal, path, to + 1, wanted);
        return found == null && node.one != null && to > from ? find(node.one, path, to + 1, wanted) : found;
    }

    private static @Nullable Route filter(@Nullable Route route, Predicate<Route> wanted) {
        return route != null && wanted.test(route) ? route : null;
    }
}
