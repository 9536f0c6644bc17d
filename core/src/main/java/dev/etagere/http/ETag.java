package dev.etagere.http;

import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 section 8.8.3): a label of one state of a resource. Immutable.
 *
 * @param opaque what stands between the quotes; only {@code %x21}, {@code %x23-7E} and {@code %x80-FF}
 * @param weak whether it is prefixed {@code W/}: equivalent, but not the same byte for byte
 */
public record ETag(String opaque, boolean weak) {

    /** @throws IllegalArgumentException if {@code opaque} holds a character that no tag may hold */
    public ETag {
        int bad = firstForbidden(opaque);
        if (bad >= 0) {
            throw new IllegalArgumentException(
                    "entity tag %s holds U+%04X at index %d; RFC 9110 8.8.3 allows %%x21, %%x23-7E and %%x80-FF"
                            .formatted(opaque, (int) opaque.charAt(bad), bad));
        }
    }

    /** A tag whose representations are the same byte for byte: {@code "opaque"}. */
    public static ETag strong(String opaque) {
        return new ETag(opaque, false);
    }

    /** A tag whose representations are equivalent: {@code W/"opaque"}. */
    public static ETag weak(String opaque) {
        return new ETag(opaque, true);
    }

    /**
     * Reads a field value that is exactly one entity tag, with blanks or tabs around it at most.
     *
     * @return {@code null} if it is anything else: a list, unquoted, {@code w/"a"}, {@code *}
     */
    public static @Nullable ETag parse(String field) {
        int from = Syntax.skipBlanks(field, 0);
        int end = Syntax.trimEnd(field, from, field.length());
        boolean weak = field.startsWith("W/", from);
        int open = weak ? from + 2 : from;
        if (end - open < 2 || field.charAt(open) != '"' || field.charAt(end - 1) != '"') {
            return null;
        }
        String opaque = field.substring(open + 1, end - 1);
        return firstForbidden(opaque) < 0 ? new ETag(opaque, weak) : null;
    }

    /** The tag with something behind its opaque part, as compressors mark it; the same if there is nothing. */
    public ETag withSuffix(@Nullable String suffix) {
        return suffix == null ? this : new ETag(opaque + suffix, weak);
    }

    /** Weak comparison (RFC 9110 section 8.8.3.2), the one of {@code If-None-Match}. */
    public boolean matchesWeakly(ETag other) {
        return opaque.equals(other.opaque);
    }

    /**
     * Strong comparison (RFC 9110 section 8.8.3.2), the one of {@code If-Match} and {@code If-Range}: a weak tag
     * matches nothing, not even itself.
     */
    public boolean matchesStrongly(ETag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** The tag as it goes over the wire. */
    @Override
    public String toString() {
        return weak ? "W/\"" + opaque + '"' : '"' + opaque + '"';
    }

    private static int firstForbidden(String opaque) {
        for (int i = 0; i < opaque.length(); i++) {
            if (!Syntax.isTagChar(opaque.charAt(i))) {
                return i;
            }
        }
        return -1;
    }
}
