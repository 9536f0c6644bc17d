package dev.etagere.http;

import org.jspecify.annotations.Nullable;

/**
 * Looks for one entity tag in the value of {@code If-Match} or {@code If-None-Match} (RFC 9110 sections 13.1.1 and
 * 13.1.2), several field lines joined by commas. One pass, no allocation: the list comes from a stranger and is read
 * once per request. Stateless.
 *
 * <p>One bad member makes the whole list {@link Match#MALFORMED}, so that an {@code If-Match} fails closed and an
 * {@code If-None-Match} confirms nothing. So does a value above {@value #MAX_LENGTH} characters or {@value #MAX_TAGS}
 * tags.
 */
public final class ETagList {

    /** Which of the two comparisons of RFC 9110 section 8.8.3.2 decides. */
    public enum Comparison {
        /** The opaque parts are equal, whatever the strength: {@code If-None-Match}. */
        WEAK,
        /** The opaque parts are equal and neither tag is weak: {@code If-Match}. */
        STRONG
    }

    /** What the list says about the tag. */
    public enum Match {
        /** The list is well-formed, perhaps empty, and does not name the tag. */
        NONE,
        /** The list names the tag. */
        TAG,
        /** The list names the tag only with the suffix that a compressor put inside the quotes. */
        TAG_WITH_SUFFIX,
        /** The value is {@code *}. */
        WILDCARD,
        /** The value is neither {@code *} nor a list of entity tags, or too long. */
        MALFORMED
    }

    static final int MAX_LENGTH = 8192;
    static final int MAX_TAGS = 64;

    /**
     * What compressing servers and proxies put inside the quotes. A closed list: whoever accepts "anything that ends
     * so" answers 304 to tags that were never given out.
     */
    private static final String[] SUFFIXES = {
        "-gzip", "--gzip", ";gzip", "-br", "--br", ";br", "-zstd", "--zstd", "-deflate", "--deflate"
    };

    // A scan ends with one of these, or with an index into SUFFIXES.
    private static final int NONE = -1;
    private static final int TAG = -2;
    private static final int MALFORMED = -3;

    private ETagList() {}

    /**
     * Looks for {@code current} in the list. Where the list names it both bare and with a suffix, the bare one counts.
     *
     * @param field the value, several field lines joined with {@code ", "}
     * @param current the tag of the selected representation; {@code null} if it has none: nothing matches then
     */
    public static Match find(String field, @Nullable ETag current, Comparison how) {
        if (field.length() <= MAX_LENGTH && current != null && admits(how, current.weak()) && isAlone(field, current)) {
            return Match.TAG;
        }
        if (isWildcard(field)) {
            return Match.WILDCARD;
        }
        return switch (scan(field, current, how)) {
            case NONE -> Match.NONE;
            case TAG -> Match.TAG;
            case MALFORMED -> Match.MALFORMED;
            default -> Match.TAG_WITH_SUFFIX;
        };
    }

    /**
     * The suffix under which an {@code If-None-Match} names {@code current}, such as {@code --gzip}: to be echoed in
     * the 304, for the client knows the tag by no other name.
     *
     * @return {@code null} unless {@link #find} says {@link Match#TAG_WITH_SUFFIX} by weak comparison
     */
    public static @Nullable String suffixOf(String field, ETag current) {
        int found = scan(field, current, Comparison.WEAK);
        return found >= 0 ? SUFFIXES[found] : null;
    }

    private static boolean admits(Comparison how, boolean weak) {
        return how == Comparison.WEAK || !weak;
    }

    /** Whether the field is the tag and nothing else: what nearly every client sends. */
    private static boolean isAlone(String field, ETag tag) {
        int open = tag.weak() ? 2 : 0;
        int size = tag.opaque().length();
        return field.length() == open + size + 2
                && (open == 0 || field.startsWith("W/"))
                && field.charAt(open) == '"'
                && field.charAt(open + 1 + size) == '"'
                && field.startsWith(tag.opaque(), open + 1);
    }

    private static boolean isWildcard(String field) {
        int at = Syntax.skipBlanks(field, 0);
        return at < field.length()
                && field.charAt(at) == '*'
                && field.length() <= MAX_LENGTH
                && Syntax.skipBlanks(field, at + 1) == field.length();
    }

    /** Reads the list to its end even after a match: what follows may still be malformed. */
    private static int scan(String field, @Nullable ETag current, Comparison how) {
        if (field.length() > MAX_LENGTH) {
            return MALFORMED;
        }
        int best = NONE;
        int tags = 0;
        int at = nextMember(field, 0);
        while (at < field.length()) {
            boolean weak = field.startsWith("W/", at);
            int open = weak ? at + 2 : at;
            int close = closingQuote(field, open);
            if (close < 0 || ++tags > MAX_TAGS) {
                return MALFORMED;
            }
            if (best != TAG && current != null && admits(how, weak) && admits(how, current.weak())) {
                best = better(best, compare(field, open + 1, close, current.opaque()));
            }
            at = Syntax.skipBlanks(field, close + 1);
            if (at < field.length() && field.charAt(at) != ',') {
                return MALFORMED;
            }
            at = nextMember(field, at);
        }
        return best;
    }

    /** The bare tag is better than one with a suffix, and the first suffix as good as any later one. */
    private static int better(int best, int found) {
        return best == NONE || found == TAG ? found : best;
    }

    /** Skips commas, blanks and with them the empty members that RFC 9110 section 5.6.1.2 wants skipped. */
    private static int nextMember(String field, int at) {
        int next = at;
        while (next < field.length() && (field.charAt(next) == ',' || Syntax.isBlank(field.charAt(next)))) {
            next++;
        }
        return next;
    }

    /** The index of the quote that closes the tag opened at {@code open}; -1 if there is no such tag. */
    private static int closingQuote(String field, int open) {
        if (open >= field.length() || field.charAt(open) != '"') {
            return -1;
        }
        int at = open + 1;
        while (at < field.length() && Syntax.isTagChar(field.charAt(at))) {
            at++;
        }
        return at < field.length() && field.charAt(at) == '"' ? at : -1;
    }

    private static int compare(String field, int from, int to, String opaque) {
        int rest = from + opaque.length();
        if (rest > to || !field.startsWith(opaque, from)) {
            return NONE;
        }
        return rest == to ? TAG : suffix(field, rest, to);
    }

    private static int suffix(String field, int from, int to) {
        for (int i = 0; i < SUFFIXES.length; i++) {
            if (SUFFIXES[i].length() == to - from && field.startsWith(SUFFIXES[i], from)) {
                return i;
            }
        }
        return NONE;
    }
}
