package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Cache directives are refused")
class CacheDirectivesRefusedTest {

    private static void refused(String message, String text) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> CacheDirectives.parse(text), text)
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource({"a b, a b", "'X-Who, a=b', a=b", "'X-Who, a;q, c', a;q", "X-Wh\\o, X-Wh\\o", "X-Wh\u00f6, X-Wh\u00f6"})
    void C070_thatNameWhatIsNoField(String fields, String none) {
        for (String name : List.of("no-cache", "private")) {
            String text = name + "=\"" + fields + "\"";
            refused(
                    "'%s' names '%s', which is no field; write field names separated by commas".formatted(text, none),
                    text);
        }
    }

    @Test
    void C070_whoseArgumentNoFieldMayHold() {
        for (char c = 0; c < 0x200; c++) {
            boolean allowed = c == '\t' || (c >= ' ' && c <= '~') || (c >= 0x80 && c <= 0xFF);
            for (String quoted : List.of("x=\"a\\" + c + "\"", c == '"' || c == '\\' ? "x=\"\"" : "x=\"a" + c + "\"")) {
                if (allowed) {
                    assertEquals(quoted, CacheDirectives.parse(quoted).toString());
                } else {
                    int index = quoted.indexOf(c);
                    refused(
                            "'x=' holds U+%04X at index %d, which no field may hold; leave it out"
                                    .formatted((int) c, index),
                            quoted);
                }
            }
        }
        refused(
                "'no-cache=' holds U+000D at index 11, which no field may hold; leave it out",
                "no-cache=\"X\r\nSet-Cookie: a=b\"");
    }

    @ParameterizedTest
    @CsvSource({
        "nocache, no-cache",
        "no_cache, no-cache",
        "no-cach, no-cache",
        "no-caches, no-cache",
        "no-stche, no-cache",
        "nostore, no-store",
        "no-stored, no-store",
        "publc, public",
        "pubic, public",
        "privat, private",
        "privately, private",
        "maxage=60, max-age",
        "max_age=60, max-age",
        "mx-age=60, max-age",
        "max-aeg=60, max-age",
        "smaxage=60, s-maxage",
        "s-max-age=60, s-maxage",
        "smax-age=60, s-maxage",
        "s_maxage=60, s-maxage",
        "mustrevalidate, must-revalidate",
        "must-revaldate, must-revalidate",
        "proxy-revalidated, proxy-revalidate",
        "no-transfrom, no-transform",
        "must-understan, must-understand",
        "imutable, immutable",
        "stale-while-revalidates=3, stale-while-revalidate",
        "stale-on-error=3, stale-if-error",
        "staleiferror=3, stale-if-error"
    })
    void thatLookLikeAMisspelling(String text, String meant) {
        refused("'" + text.replaceAll("=.*", "") + "' is unknown; did you mean '" + meant + "'?", text);
    }
}
