package dev.etagere.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy file. Lines are told apart by what they hold, not by their indentation, since {@code web.xml} trims
 * what stands in it. Used once.
 */
final class PolicyFile {
    // Nothing is given back once taken: a long line of prose would recurse as deep as it has words.
    private static final Pattern ROUTE =
            Pattern.compile("(?:([A-Za-z][\\w-]*+(?:[ \\t,]++[A-Za-z][\\w-]*+)*+)[ \\t]++)?+(/.*)");
    private static final Pattern HEADER = Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)[ \\t]*:(.*)");

    private final String source;
    private final RouteDrafts drafts = new RouteDrafts();
    private @Nullable PolicyFileRoute route;

    PolicyFile(String source) {
        this.source = source;
    }

    PolicyTable parse(String text) {
        String[] lines = withoutMark(text).split("\r\n|\r|\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && line.charAt(0) != '#') {
                line(line, Place.line(source, i + 1));
            }
        }
        finishRoute();
        return drafts.build();
    }

    /** Some editors begin a file with a byte order mark. */
    private static String withoutMark(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private void line(String line, Place place) {
        Matcher header = HEADER.matcher(line);
        Matcher path = ROUTE.matcher(line);
        if (header.matches()) {
            header(header.group(1), header.group(2).strip(), place);
        } else if (path.matches()) {
            finishRoute();
            route = route(path.group(1), path.group(2).strip(), place);
        } else {
            drafts.problems.add(
                    place,
                    "'%s' is neither a route nor a header; write '/path', 'PUT DELETE /path' or 'Name: value'"
                            .formatted(line));
            unreadable(line);
        }
    }

    /** What begins as a header does is one; else it is a route, and its headers must not be taken for another's. */
    private void unreadable(String line) {
        boolean header = PolicyHeader.named(line.replaceFirst("(?s)[^A-Za-z-].*", "")) != null;
        if (!header) {
            finishRoute();
            route = PolicyFileRoute.LOST;
        } else if (route != null) {
            route.unreadable();
        }
    }

    private void header(String name, String value, Place place) {
        if (route == null) {
            drafts.problems.add(
                    place,
                    "'" + name
                            + "' stands before any route; write the path that it is for above it, such as '/products'");
        } else {
            route.header(name, value, place);
        }
    }

    private void finishRoute() {
        if (route != null) {
            route.finish(drafts);
            route = null;
        }
    }

    private PolicyFileRoute route(@Nullable String before, String path, Place place) {
        List<String> named = before == null ? List.of() : Arrays.asList(before.split("[ \t,]+"));
        PathPattern pattern = drafts.problems.attempt(place, "", () -> PathPattern.parse(path));
        boolean reads = named.stream().map(PolicyFile::inCapitals).allMatch(Route::isRead);
        List<String> methods = new ArrayList<>();
        for (String method : named) {
            String refusal = refusal(method, reads);
            if (refusal == null) {
                methods.add(method);
            } else {
                drafts.problems.add(place, refusal);
            }
        }
        return reads
                ? new PolicyFileRead(pattern, place, drafts.problems)
                : new PolicyFileWrite(pattern, place, methods, drafts.problems);
    }

    private static @Nullable String refusal(String method, boolean reads) {
        String capitals = inCapitals(method);
        String refusal = reads ? null : Methods.refusal(capitals);
        return refusal == null && !method.equals(capitals)
                ? "'%s' is no method; write '%s'".formatted(method, capitals)
                : refusal;
    }

    private static String inCapitals(String method) {
        return method.toUpperCase(Locale.ROOT);
    }
}
