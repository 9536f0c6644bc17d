package dev.etagere.http;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * What a response tells caches in {@code Cache-Control} (RFC 9111 section 5.2.2, RFC 5861, RFC 8246). One that exists
 * holds no contradiction. Immutable.
 */
public final class CacheDirectives {
    // By name in lower case, in the order of the declaration; the argument as it is written, empty without one.
    private final Map<String, String> directives;

    CacheDirectives(Map<String, String> directives) {
        this.directives = new LinkedHashMap<>(directives);
    }

    /**
     * Reads a declaration. Names that nobody has defined are kept, unless they look like a misspelling.
     *
     * @throws IllegalArgumentException if it is malformed or contradicts itself; the message says what to write instead
     */
    public static CacheDirectives parse(String text) {
        Map<String, String> read = new CacheDirectivesParser(text).parse();
        CacheDirectiveRules.check(read);
        return new CacheDirectives(read);
    }

    /**
     * Whether the value of a {@code Cache-Control} field of any origin names a directive. Lenient: what cannot be read
     * is skipped.
     *
     * @param directive in lower case
     */
    public static boolean mentions(String field, String directive) {
        int at = 0;
        while (at < field.length()) {
            int end = memberEnd(field, at);
            int from = Syntax.skipBlanks(field, at);
            int nameEnd = Math.min(Syntax.tokenEnd(field, from), end);
            if (nameEnd - from == directive.length()
                    && field.regionMatches(true, from, directive, 0, directive.length())) {
                return true;
            }
            at = end + 1;
        }
        return false;
    }

    /** The index of the comma that ends the member, or of the end of the field. */
    private static int memberEnd(String field, int from) {
        int at = from;
        while (at < field.length() && field.charAt(at) != ',') {
            int quoted = field.charAt(at) == '"' ? Syntax.quotedEnd(field, at) : at + 1;
            at = quoted < 0 ? field.length() : quoted;
        }
        return at;
    }

    /** Whether it says {@code public}. */
    public boolean isPublic() {
        return has("public");
    }

    /** Whether the whole response is for one caller: {@code private} without field names. */
    public boolean isPrivate() {
        return isBare("private");
    }

    /** Whether it says {@code no-store}. */
    public boolean noStore() {
        return has("no-store");
    }

    /** Whether the whole response must be revalidated before each use: {@code no-cache} without field names. */
    public boolean noCache() {
        return isBare("no-cache");
    }

    /** Whether it says {@code immutable} (RFC 8246). */
    public boolean immutable() {
        return has("immutable");
    }

    /** Whether it says {@code must-revalidate}. */
    public boolean mustRevalidate() {
        return has("must-revalidate");
    }

    /** {@code max-age}; {@code null} if there is none. */
    public @Nullable Duration maxAge() {
        return seconds("max-age");
    }

    /** {@code s-maxage}; {@code null} if there is none. */
    public @Nullable Duration sMaxAge() {
        return seconds("s-maxage");
    }

    /** Whether a cache may give the response to any caller: {@code public} or {@code s-maxage}. */
    public boolean shared() {
        return isPublic() || has("s-maxage");
    }

    /**
     * The same for one caller alone: {@code private} instead of {@code public}, and nothing that is meant for shared
     * caches. With {@code no-store} there is nothing to narrow.
     */
    public CacheDirectives toPrivate() {
        if (isPrivate() || noStore()) {
            return this;
        }
        Map<String, String> narrowed = new LinkedHashMap<>();
        narrowed.put("private", "");
        narrowed.putAll(directives);
        narrowed.put("private", "");
        narrowed.keySet().removeAll(List.of("public", "s-maxage", "proxy-revalidate"));
        if (!CacheDirectiveRules.lasts(narrowed)) {
            narrowed.remove("immutable"); // it was fresh in shared caches alone
        }
        return new CacheDirectives(narrowed);
    }

    /** What is allowed and yet hardly meant: one sentence each, with what to write instead. */
    public List<String> warnings() {
        return CacheDirectiveRules.warnings(directives);
    }

    Collection<String> names() {
        return directives.keySet();
    }

    private boolean has(String name) {
        return directives.containsKey(name);
    }

    private boolean isBare(String name) {
        return "".equals(directives.get(name));
    }

    private @Nullable Duration seconds(String name) {
        String value = directives.get(name);
        return value == null ? null : Duration.ofSeconds(Long.parseLong(value));
    }

    /** Whether both say the same in the same order. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CacheDirectives that && toString().equals(that.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The value as it goes over the wire. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        directives.forEach((name, argument) -> text.add(argument.isEmpty() ? name : name + '=' + argument));
        return text.toString();
    }
}
