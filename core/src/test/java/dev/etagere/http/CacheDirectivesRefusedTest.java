package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
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
