package dev.etagere.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.Charset;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextLengthTest {

    private static long length(String charset, String text) {
        char[] chars = text.toCharArray();
        return TextLength.ofCharset(charset).of(chars, 0, chars.length);
    }

    @Test
    void isExactInUtf8() {
        SplittableRandom random = new SplittableRandom(42);
        for (int i = 0; i < 1_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j > 0; j--) {
                int limit = new int[] {0x80, 0x800, 0xD800, 0x110000}[random.nextInt(4)];
                int point = random.nextInt(limit);
                text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
            }
            String made = text.toString();
            assertEquals(made.getBytes(java.nio.charset.StandardCharsets.UTF_8).length, length("utf-8", made), made);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "US-ASCII"})
    void isOneEachInASingleByteCharset(String charset) {
        assertEquals(5, length(charset, "hallo"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-32", "GB18030", "ISO-8859-15"})
    void isNeverTooLittleElsewhere(String charset) {
        String text = "a\u00e4\u20ac".repeat(10);
        assertTrue(length(charset, text) >= text.getBytes(Charset.forName(charset)).length - 4);
    }

    @Test
    void isNeverTooLittleInACharsetThatNobodyKnows() {
        assertEquals(20, length("x-unheard-of", "hallo"));
        assertEquals(TextLength.OTHER, TextLength.ofCharset(null));
    }
}
