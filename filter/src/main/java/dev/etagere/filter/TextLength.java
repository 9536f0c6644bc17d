package dev.etagere.filter;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How many bytes text takes in the charset of a response. */
enum TextLength {
    /** One byte each, whatever the character. */
    SINGLE_BYTE {
        @Override
        long of(char[] text, int from, int count) {
            return count;
        }
    },
    UTF_8 {
        @Override
        long of(char[] text, int from, int count) {
            long bytes = 0;
            for (int i = from; i < from + count; i++) {
                bytes += inUtf8(text[i]);
            }
            return bytes;
        }
    },
    /** At most four bytes each: too many only means to decide before it is necessary. */
    OTHER {
        @Override
        long of(char[] text, int from, int count) {
            return 4L * count;
        }
    };

    abstract long of(char[] text, int from, int count);

    static TextLength ofCharset(@Nullable String name) {
        if (name == null || !Charset.isSupported(name)) {
            return OTHER;
        }
        Charset charset = Charset.forName(name);
        if (charset.equals(StandardCharsets.UTF_8)) {
            return UTF_8;
        }
        return charset.equals(StandardCharsets.ISO_8859_1) || charset.equals(StandardCharsets.US_ASCII)
                ? SINGLE_BYTE
                : OTHER;
    }

    // A pair of surrogates is four bytes.
    private static int inUtf8(char c) {
        if (c < 0x80) {
            return 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
}
