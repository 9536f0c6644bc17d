package dev.etagere.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The path of a route, segment by segment: {@code /products}, {@code /products/{id}}, {@code /a/*}{@code /b},
 * {@code /assets/**}. A segment is literal, or {@code {name}} or {@code *} for one that is not empty; {@code **}, or
 * {@code {name:**}}, stands last, for any number of segments, none included: {@code /account/**} matches
 * {@code /account}, too.
 *
 * <p>It is matched against the decoded path relative to the context, case-sensitively. {@code /products} and
 * {@code /products/} are two paths. Immutable, safe for use by several threads.
 */
public final class PathPattern {

    enum Kind {
        LITERAL,
        ONE,
        REST
    }

    /** A segment: literal text, or a wildcard and its name, empty where it has none. */
    record Segment(Kind kind, String text) {

        boolean matches(String path, int from, int to) {
            return switch (kind) {
                case LITERAL -> to - from == text.length() && path.startsWith(text, from);
                case ONE -> to > from;
                case REST -> true;
            };
        }

        boolean named() {
            return kind != Kind.LITERAL && !text.isEmpty();
        }

        String shape() {
            return switch (kind) {
                case LITERAL -> text;
                case ONE -> "*";
                case REST -> "**";
            };
        }
    }

    private final String source;
    private final List<Segment> segments;

    PathPattern(String source, List<Segment> segments) {
        this.source = source;
        this.segments = List.copyOf(segments);
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException if it is none; the message says what to write instead
     */
    public static PathPattern parse(String source) {
        return PathPatternParser.parse(source);
    }

    /** The names of its parameters, from left to right. */
    public Set<String> parameters() {
        return segments.stream()
                .filter(Segment::named)
                .map(Segment::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * Matches a decoded path, in one pass.
     *
     * @return the values of the parameters; {@code null} if the path does not match
     */
    public @Nullable Map<String, String> match(String path) {
        Map<String, String> values = new LinkedHashMap<>();
        int from = 1;
        for (Segment segment : segments) {
            boolean rest = segment.kind == Kind.REST;
            if (from > path.length() && !rest) {
                return null;
            }
            int to = rest ? path.length() : endOfSegment(path, from);
            if (!segment.matches(path, from, to)) {
                return null;
            }
            if (segment.named()) {
                values.put(segment.text, path.substring(Math.min(from, to), to));
            }
            from = to + 1;
        }
        return path.startsWith("/") && from > path.length() ? values : null;
    }

    /** The index of the slash that ends the segment, or of the end of the path. */
    static int endOfSegment(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    static boolean isParameterName(String name) {
        return !name.isEmpty() && name.chars().allMatch(PathPattern::isNameCharacter);
    }

    private static boolean isNameCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-');
    }

    List<Segment> segments() {
        return segments;
    }

    /** The pattern without its names: two patterns of one shape match the same paths. */
    String shape() {
        List<String> shapes = new ArrayList<>();
        segments.forEach(segment -> shapes.add(segment.shape()));
        return '/' + String.join("/", shapes);
    }

    /** Whether both were read from the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** The text it was read from. */
    @Override
    public String toString() {
        return source;
    }
}
