package dev.etagere.http;

/** The few rules of RFC 9110 section 5.6 that more than one field needs. No method of it allocates. */
final class Syntax {

    private Syntax() {}

    /** {@code etagc} (RFC 9110 section 8.8.3): no control, no blank, no double quote, nothing above one octet. */
    static boolean isTagChar(char c) {
        return c == 0x21 || (c >= 0x23 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
    }

    /** What may stand in a field value (RFC 9110 section 5.5): no control but the tab, nothing above one octet. */
    static boolean isFieldChar(char c) {
        return c == '\t' || (c >= 0x20 && c <= 0x7E) || (c >= 0x80 && c <= 0xFF);
    }

    /** {@code tchar} (RFC 9110 section 5.6.2). */
    static boolean isTokenChar(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** {@code OWS} (RFC 9110 section 5.6.3). */
    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The index of the first character at or after {@code at} that is no OWS. */
    static int skipBlanks(String text, int at) {
        int next = at;
        while (next < text.length() && isBlank(text.charAt(next))) {
            next++;
        }
        return next;
    }

    /** The index after the last character before {@code end} that is no OWS; never below {@code from}. */
    static int trimEnd(String text, int from, int end) {
        int last = end;
        while (last > from && isBlank(text.charAt(last - 1))) {
            last--;
        }
        return last;
    }

    /** The index of the first character at or after {@code at} that cannot belong to a token. */
    static int tokenEnd(String text, int at) {
        int end = at;
        while (end < text.length() && isTokenChar(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * The index after the quoted string (RFC 9110 section 5.6.4) that begins at {@code at}, or -1 if nothing closes it.
     */
    static int quotedEnd(String text, int at) {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }
}
