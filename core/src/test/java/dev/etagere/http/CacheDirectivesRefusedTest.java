package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Cache directives are refused")
class CacheDirectivesRefusedTest {

    private static void refused(String message, String text) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> CacheDirectives.parse(text), text)
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t "})
    void thatSayNothing(String text) {
        refused("says nothing; write 'no-cache' for an answer that is always revalidated", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"public,", ",public", "public,,no-cache", "public, ,no-cache", ",", "public, "})
    void thatHoldAnEmptyOne(String text) {
        refused("'" + text + "' has an empty directive; leave out the comma", text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {"=60           | =60", "\"public\"    | \"public\"", "public, ;x    | ;x", "public, @a, b | @a, b"
            })
    void whoseNamesAreNone(String text, String place) {
        refused("'" + place + "' is no directive; write names separated by commas, such as 'public, max-age=30'", text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "public no-cache              | no-cache           | public",
                "max-age=30; s-maxage=3       | ; s-maxage=3       | max-age",
                "public, x = 1                | = 1                | x",
                "no-cache=\"X-Who\"x          | x                  | no-cache",
                "no-cache=\"X-Who\" \"Y\", b  | \"Y\", b           | no-cache"
            })
    void thatNoCommaSeparates(String text, String place, String name) {
        refused("'" + place + "' follows '" + name + "' without a comma; separate directives by commas", text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "max-age=              | max-age",
                "max-age=, public      | max-age",
                "max-age= 60           | max-age",
                "x=;                   | x",
                "no-cache=\"X-Who      | no-cache",
                "private=\"            | private",
                "no-cache=\"X-Who\\\"  | no-cache",
                "no-cache=\"X-Who\\    | no-cache",
                "max-age=\u0661        | max-age"
            })
    void C070_whoseArgumentCannotBeRead(String text, String name) {
        refused(
                "'" + name + "=' has no argument that can be read; write a token or a quoted string, or leave out '='",
                text);
    }

    @ParameterizedTest
    @CsvSource({
        "'public, PUBLIC', public",
        "'max-age=1, max-age=1', max-age",
        "'x, y, x=1', x",
        "'no-cache, no-cache', no-cache"
    })
    void C070_thatAreThereTwice(String text, String name) {
        refused("'" + name + "' is there twice; leave one out", text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age", "s-maxage", "stale-while-revalidate", "stale-if-error"})
    void C070_whoseSecondsAreNoWholeOnes(String name) {
        for (String seconds : List.of("-1", "1.5", "+1", "60s", "1h", "\"60\"", "\"\"", "x")) {
            refused(
                    "'" + name + "' needs whole seconds without quotes, not '" + seconds + "'; write '" + name + "=60'",
                    name + "=" + seconds);
        }
        refused("'" + name + "' needs whole seconds without quotes, not ''; write '" + name + "=60'", name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2147483649", "9999999999", "10000000000", "99999999999999999999"})
    void C070_whoseSecondsAreMoreThanCachesCanCount(String seconds) {
        for (String name : List.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error")) {
            refused(
                    "'" + name + "=" + seconds + "' is more than caches can count; write at most 2147483648",
                    name + "=" + seconds);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "private"})
    void C070_thatNameFieldsWithoutQuotes(String name) {
        refused(
                "'%s=Set-Cookie' names fields without quotes; write '%s=\"Set-Cookie\"'".formatted(name, name),
                name + "=Set-Cookie");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-cache", "private"})
    void C070_thatNameNoField(String name) {
        for (String none : List.of("\"\"", "\" \"", "\",\"", "\" ,\t\"")) {
            refused("'%s=%s' names no field; write '%s'".formatted(name, none, name), name + "=" + none);
        }
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
    @ValueSource(
            strings = {
                "public",
                "no-store",
                "no-transform",
                "must-revalidate",
                "proxy-revalidate",
                "must-understand",
                "immutable"
            })
    void thatTakeNoArgument(String name) {
        refused("'%s' takes no argument; write '%s'".formatted(name, name), name + "=1");
        refused("'%s' takes no argument; write '%s'".formatted(name, name), name + "=\"1\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-stale", "max-stale=60", "min-fresh=60", "only-if-cached"})
    void thatAreForRequests(String text) {
        refused("'" + text.replaceAll("=.*", "") + "' is for requests; leave it out", text);
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

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "public, private           | public   | private   | give the answer to all callers or to one",
                "private, s-maxage=3       | s-maxage | private   | 's-maxage' is for shared caches",
                "public, no-store          | no-store | public    | nothing may be stored",
                "no-store, max-age=3       | no-store | max-age   | nothing may be stored, so there is no age",
                "max-age=0, no-store       | no-store | max-age   | nothing may be stored, so there is no age",
                "no-store, s-maxage=3      | no-store | s-maxage  | nothing may be stored, so there is no age",
                "no-store, immutable       | no-store | immutable | nothing may be stored",
                "no-cache, immutable       | no-cache | immutable | an immutable answer is never revalidated"
            })
    void C071_thatContradictEachOther(String text, String one, String other, String why) {
        refused("'%s' and '%s' contradict each other: %s; leave one out".formatted(one, other, why), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"immutable", "public, immutable", "max-age=0, immutable", "immutable, max-age=00, s-maxage=0"})
    void C075_thatAreImmutableButNeverFresh(String text) {
        refused("'immutable' holds only while an answer is fresh; add 'max-age=31536000'", text);
    }

    @Test
    void namesThatOnlyResembleThemAreNot() {
        for (String far : List.of("pub", "publish", "x-public", "private-ish", "no-vary", "stale", "max", "fresh=1")) {
            assertEquals(far, CacheDirectives.parse(far).toString());
        }
    }
}
