package dev.etagere.index;

/**
 * Percent-encodes, as UTF-8, everything but ASCII letters, digits and the marks it is given. Immutable.
 *
 * <p>Guava's escaper refuses unpaired surrogates. A request can bring one, and a touch must never be lost over a
 * strange name, so this one encodes them like any other code point of three bytes; different values stay different.
 */
final class PercentEncoder {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final boolean[] kept = new boolean[128];

    PercentEncoder(String marks) {
        for (char c = 0; c < kept.length; c++) {
            kept[c] = isAlphanumeric(c) || marks.indexOf(c) >= 0;
        }
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    boolean keeps(int c) {
        return c < kept.length && kept[c];
    }

    /** The index of the first character that has to be encoded, or the length of the text if there is none. */
    int firstEncoded(String text) {
        int i = 0;
        while (i < text.length() && keeps(text.charAt(i))) {
            i++;
        }
        return i;
    }

    String encode(String text) {
        if (firstEncoded(text) == text.length()) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 32);
        text.codePoints().forEach(c -> append(c, out));
        return out.toString();
    }

    private void append(int c, StringBuilder out) {
        if (keeps(c)) {
            out.append((char) c);
        } else {
            appendUtf8(c, out);
        }
    }

    private static void appendUtf8(int c, StringBuilder out) {
        if (c < 0x80) {
            appendOctet(c, out);
        } else {
            int continuations = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
            int lead = ((0xF80 >> continuations) & 0xFF) | (c >> (6 * continuations));
            appendOctet(lead, out);
            for (int i = continuations - 1; i >= 0; i--) {
                appendOctet(0x80 | ((c >> (6 * i)) & 0x3F), out);
            }
        }
    }

    private static void appendOctet(int octet, StringBuilder out) {
        out.append('%').append(HEX[octet >> 4]).append(HEX[octet & 0xF]);
    }
}
