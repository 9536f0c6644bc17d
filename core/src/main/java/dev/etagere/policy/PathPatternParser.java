package dev.etagere.policy;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a {@link PathPattern}. */
final class PathPatternParser {
    private static final CharMatcher FORBIDDEN = CharMatcher.anyOf("?#;").or(CharMatcher.javaIsoControl());
    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final String REST_SUFFIX = ":**";

    private final String source;
    private final Set<String> names = new HashSet<>();

    private PathPatternParser(String source) {
        this.source = source;
    }

    static PathPattern parse(String source) {
        return new PathPatternParser(source).parse();
    }

    private PathPattern parse() {
        if (!source.startsWith("/")) {
            throw wrong("does not begin with '/'", "write the path relative to the context, such as '/products'");
        }
        checkCharacters();
        List<String> texts = Splitter.on('/').splitToList(source.substring(1));
        List<PathPattern.Segment> segments = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            segments.add(segment(texts.get(i), i == texts.size() - 1));
        }
        return new PathPattern(source, segments);
    }

    private void checkCharacters() {
        int blank = CharMatcher.whitespace().indexIn(source);
        if (blank >= 0) {
            throw wrong(
                    "has a blank at index " + blank,
                    "write methods before the path, headers on lines of their own, and '*' for a segment with a blank");
        }
        int forbidden = FORBIDDEN.indexIn(source);
        if (forbidden >= 0) {
            throw wrong(
                    "holds U+%04X at index %d".formatted((int) source.charAt(forbidden), forbidden),
                    "write only the path, without query, fragment or path parameters");
        }
        if (ENCODED.matcher(source).find()) {
            throw wrong("is percent-encoded", "write it decoded, for it is compared with the decoded path");
        }
    }

    private PathPattern.Segment segment(String text, boolean last) {
        if (text.isEmpty() && !last) {
            throw wrong("has an empty segment", "write a single '/'");
        }
        if (text.equals(".") || text.equals("..")) {
            throw wrong("has the segment '" + text + "'", "write the path that it leads to");
        }
        if (text.equals("*")) {
            return new PathPattern.Segment(PathPattern.Kind.ONE, "");
        }
        if (text.equals("**")) {
            return rest("", last);
        }
        if (text.startsWith("{") && text.endsWith("}")) {
            return parameter(text.substring(1, text.length() - 1), last);
        }
        return literal(text);
    }

    private PathPattern.Segment literal(String text) {
        if (CharMatcher.anyOf("{}*").matchesAnyOf(text)) {
            throw wrong(
                    "mixes text and a wildcard in the segment '" + text + "'",
                    "give '{name}' or '*' a segment of its own, and '**' the last one");
        }
        return new PathPattern.Segment(PathPattern.Kind.LITERAL, text);
    }

    private PathPattern.Segment parameter(String inner, boolean last) {
        boolean rest = inner.endsWith(REST_SUFFIX);
        String name = rest ? inner.substring(0, inner.length() - REST_SUFFIX.length()) : inner;
        checkName(name);
        return rest ? rest(name, last) : new PathPattern.Segment(PathPattern.Kind.ONE, name);
    }

    private PathPattern.Segment rest(String name, boolean last) {
        if (!last) {
            throw wrong("goes on after '**'", "put '**' last, or write '*' for one segment");
        }
        return new PathPattern.Segment(PathPattern.Kind.REST, name);
    }

    private void checkName(String name) {
        if (!PathPattern.isParameterName(name)) {
            throw wrong(
                    "has the parameter '{" + name + "}'",
                    "write '{name}' with letters, digits, '_', '.' and '-', without a regular expression");
        }
        if (name.equals("principal") || name.startsWith("query.")) {
            throw wrong("names a parameter '{" + name + "}', which has a meaning of its own in groups", "rename it");
        }
        if (!names.add(name)) {
            throw wrong("has two parameters '{" + name + "}'", "rename one of them");
        }
    }

    private IllegalArgumentException wrong(String what, String cure) {
        return new IllegalArgumentException("path '" + source + "' " + what + "; " + cure);
    }
}
