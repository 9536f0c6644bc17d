package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The name of a group")
class GroupNameTest {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~:/@%-]{1,200}");

    @ParameterizedTest
    @ValueSource(strings = {"products", "product:42", "a/b@c.d_e~f-g", "%20", "%", "@app", "AZaz09"})
    void thatIsFitIsLeftAlone(String name) {
        assertSame(name, GroupName.encode(name));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a b          | a%20b",
                "a,b          | a%2Cb",
                "a\"b         | a%22b",
                "a+b=c?#[]    | a%2Bb%3Dc%3F%23%5B%5D",
                "100%         | 100%",
                "größe        | gr%C3%B6%C3%9Fe",
                "€            | %E2%82%AC",
                "😀           | %F0%9F%98%80"
            })
    void thatIsNotIsPercentEncodedAsUtf8(String raw, String name) {
        assertEquals(name, GroupName.encode(raw));
    }

    @Test
    void holdsNoControlCharacter() {
        assertEquals("a%0D%0Ab%00%7F%C2%85", GroupName.encode("a\r\nb\0\u007F\u0085"));
    }

    @ParameterizedTest(name = "U+{0}")
    @CsvSource({"D800, %ED%A0%80", "DBFF, %ED%AF%BF", "DC00, %ED%B0%80", "DFFF, %ED%BF%BF"})
    void isMadeEvenOfHalfASurrogatePair(String half, String name) {
        assertEquals(name, GroupName.encode(String.valueOf((char) Integer.parseInt(half, 16))));
    }

    @Test
    void thatIsEmptyIsRefused() {
        assertEquals(
                "a group name is empty; name the data that changed, such as 'products'",
                assertThrows(IllegalArgumentException.class, () -> GroupName.encode(""))
                        .getMessage());
        assertEquals("", GroupName.value(""));
    }

    @Test
    void hasTwoHundredCharactersAtMost() throws GeneralSecurityException {
        String fit = "n".repeat(200);
        assertSame(fit, GroupName.encode(fit));
        String tooLong = "m".repeat(40) + "n".repeat(161);
        assertEquals("m".repeat(40) + "n".repeat(120) + '~' + digest(tooLong), GroupName.encode(tooLong));
    }

    @Test
    void isFoldedByItsEncodedLength() throws GeneralSecurityException {
        assertEquals("%20".repeat(66), GroupName.encode(" ".repeat(66)));
        String encoded = "%20".repeat(67);
        assertEquals(encoded.substring(0, 160) + '~' + digest(encoded), GroupName.encode(" ".repeat(67)));
    }

    @Test
    void differsWhereOnlyWhatIsFoldedAwayDiffers() {
        String head = "n".repeat(1_000);
        assertNotEquals(GroupName.encode(head + "1"), GroupName.encode(head + "2"));
    }

    private static String digest(String text) throws GeneralSecurityException {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(sha256).substring(0, 32);
    }

    @Test
    void isFitAndTheSameWhateverItIsMadeOf() {
        long seed = 20261126;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            String raw = text(random);
            String name = GroupName.encode(raw);
            assertTrue(NAME.matcher(name).matches(), () -> "seed " + seed + ": " + raw + " gives " + name);
            assertEquals(name, GroupName.encode(name), () -> "seed " + seed + ": encoded twice: " + raw);
        }
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = 1 + random.nextInt(90); i > 0; i--) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(0x80)));
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "42,          42",
        "a.b_c~d-e,   a.b_c~d-e",
        "a:b,         a%3Ab",
        "a/b@c,       a%2Fb%40c",
        "100%,        100%25",
        "a%20b,       a%2520b",
        "a b,         a%20b"
    })
    void takesAValueWithoutWhatNamesAreBuiltWith(String raw, String value) {
        assertEquals(value, GroupName.value(raw));
    }

    @Test
    void allowsWhatItSaysThatItAllows() {
        StringBuilder allowed = new StringBuilder();
        for (int c = 0; c < 0x10FFFF; c++) {
            if (GroupName.allows(c)) {
                allowed.appendCodePoint(c);
            }
        }
        assertEquals("%-./0123456789:@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~", allowed.toString());
        assertFalse(GroupName.CHARACTERS.isEmpty());
        assertEquals(200, GroupName.MAX_LENGTH);
    }
}
