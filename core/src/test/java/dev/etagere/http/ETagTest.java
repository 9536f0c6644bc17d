package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An entity tag")
class ETagTest {

    @Test
    void C020_isPrintedInQuotesAndMarkedIfWeak() {
        assertEquals("\"v1\"", ETag.strong("v1").toString());
        assertEquals("W/\"v1\"", ETag.weak("v1").toString());
        assertEquals("\"\"", ETag.strong("").toString());
    }

    @Test
    void C020_holdsExactlyTheCharactersOfTheGrammar() {
        for (char c = 0; c < 0x200; c++) {
            boolean allowed = c == '!' || (c >= '#' && c <= '~') || (c >= 0x80 && c <= 0xFF);
            String opaque = "a" + c;
            if (allowed) {
                assertEquals(opaque, ETag.strong(opaque).opaque());
                assertEquals(ETag.strong(opaque), ETag.parse('"' + opaque + '"'));
            } else {
                assertThrows(IllegalArgumentException.class, () -> ETag.strong(opaque), opaque);
                assertNull(ETag.parse('"' + opaque + '"'), opaque);
            }
        }
    }

    @Test
    void C020_namesTheCharacterThePlaceAndTheRule() {
        var refused = assertThrows(IllegalArgumentException.class, () -> ETag.weak("a b"));
        assertEquals(
                "entity tag a b holds U+0020 at index 1; RFC 9110 8.8.3 allows %x21, %x23-7E and %x80-FF",
                refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "v1",
                "'v1'",
                "\"",
                "W/",
                "W/\"",
                "\"v1",
                "v1\"",
                "w/\"v1\"",
                "W/v1",
                "W\"v1\"",
                "W/ \"v1\"",
                "WW/\"v1\"",
                "*",
                "\"a\", \"b\"",
                "\"a\"\"b\""
            })
    void C030_isNotReadFromAnythingElse(String field) {
        assertNull(ETag.parse(field));
    }

    @Test
    void isReadWithBlanksAroundIt() {
        assertEquals(ETag.weak("v1"), ETag.parse(" \tW/\"v1\"\t "));
        assertEquals(ETag.strong("v,1"), ETag.parse("\"v,1\""));
        assertEquals(ETag.strong("*"), ETag.parse("\"*\""));
        assertEquals(ETag.strong(""), ETag.parse("\"\""));
    }

    @ParameterizedTest(name = "{0} and {1}: weakly {2}, strongly {3}")
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "W/\"1\", W/\"1\", true, false",
                "W/\"1\", W/\"2\", false, false",
                "W/\"1\", \"1\", true, false",
                "\"1\", W/\"1\", true, false",
                "\"1\", \"1\", true, true",
                "\"a\", \"A\", false, false",
                "\"a\", \"ab\", false, false"
            })
    @DisplayName("C023, C024, C025: the table of RFC 9110 section 8.8.3.2")
    void C023_comparesAsTheTableOfTheSpecificationSays(String one, String other, boolean weakly, boolean strongly) {
        ETag first = ETag.parse(one);
        ETag second = ETag.parse(other);
        assertEquals(weakly, first.matchesWeakly(second));
        assertEquals(strongly, first.matchesStrongly(second));
    }

    @Test
    void C024_weakTagDoesNotMatchItselfStrongly() {
        ETag weak = ETag.weak("v1");
        assertTrue(weak.matchesWeakly(weak));
        assertFalse(weak.matchesStrongly(weak));
    }
}
