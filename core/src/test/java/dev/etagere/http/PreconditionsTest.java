package dev.etagere.http;

import static dev.etagere.http.Conditions.CURRENT;
import static dev.etagere.http.Conditions.MODIFIED;
import static dev.etagere.http.Conditions.NOW;
import static dev.etagere.http.Conditions.WEAK;
import static dev.etagere.http.Conditions.judged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables speak of a resource with the tag {@code "v1"}, modified at {@code L}, an hour before {@code now}. */
@DisplayName("The preconditions of a request")
class PreconditionsTest {

    @Nested
    @DisplayName("in the order of RFC 9110 section 13.2.2")
    class InOrder {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "GET  | If-Match: \"x\"",
                    "GET  | If-Match: \"x\" & If-None-Match: \"v1\"",
                    "GET  | If-Match: \"x\" & If-None-Match: \"x\"",
                    "GET  | If-Match: \"x\" & If-Modified-Since: {L}",
                    "GET  | If-Match: \"x\" & If-Unmodified-Since: {L} & If-None-Match: \"v1\" & If-Modified-Since: {L}",
                    "HEAD | If-Match: \"x\" & If-None-Match: *",
                    "PUT  | If-Match: \"x\" & If-None-Match: \"x\"",
                    "PUT  | If-Match: \"x\" & If-None-Match: \"v1\""
                })
        void C011_falseIfMatchFailsWhateverElseIsThere(String method, String conditions) {
            assertEquals("412 by If-Match", judged(method, conditions));
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "GET  | If-Match: \"v1\"                                | performed",
                    "GET  | If-Match: \"v1\" & If-None-Match: \"v1\"        | 304",
                    "HEAD | If-Match: *      & If-None-Match: \"v1\"        | 304",
                    "GET  | If-Match: \"v1\" & If-None-Match: \"x\"         | performed",
                    "GET  | If-Match: \"v1\" & If-Modified-Since: {L}       | 304",
                    "GET  | If-Match: \"v1\" & If-Modified-Since: {L-1}     | performed",
                    "PUT  | If-Match: \"v1\" & If-None-Match: \"v1\"        | 412 by If-None-Match",
                    "PUT  | If-Match: *      & If-None-Match: *             | 412 by If-None-Match",
                    "PUT  | If-Match: \"v1\" & If-None-Match: \"x\"         | performed",
                    "PUT  | If-Match: \"v1\" & If-Modified-Since: {L}       | performed"
                })
        void C012_trueIfMatchGoesOnToIfNoneMatch(String method, String conditions, String result) {
            assertEquals(result, judged(method, conditions));
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "GET | If-Match: *      & If-Unmodified-Since: {L-1}               | performed",
                    "PUT | If-Match: *      & If-Unmodified-Since: {L-1}               | performed",
                    "PUT | If-Match: \"v1\" & If-Unmodified-Since: {L-1}               | performed",
                    "PUT | If-Match: \"x\"  & If-Unmodified-Since: {L}                 | 412 by If-Match",
                    "PUT | If-Match: v1     & If-Unmodified-Since: {L}                 | 412 by If-Match",
                    "PUT | If-Match:        & If-Unmodified-Since: {L}                 | 412 by If-Match",
                    "GET | If-Match: \"v1\" & If-Unmodified-Since: {L-1} & If-None-Match: \"v1\" | 304"
                })
        void C013_ifMatchSilencesIfUnmodifiedSince(String method, String conditions, String result) {
            assertEquals(result, judged(method, conditions));
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "GET  | If-Unmodified-Since: {L-1}",
                    "GET  | If-Unmodified-Since: {L-1} & If-None-Match: \"v1\"",
                    "HEAD | If-Unmodified-Since: {L-1} & If-None-Match: \"x\" & If-Modified-Since: {L-1}",
                    "GET  | If-Unmodified-Since: {L-1} & If-Modified-Since: {L}",
                    "PUT  | If-Unmodified-Since: {L-1} & If-None-Match: \"x\"",
                    "PUT  | If-Unmodified-Since: {L-1} & If-None-Match: \"v1\"",
                    "POST | If-Unmodified-Since: {L-1}"
                })
        void C014_falseIfUnmodifiedSinceFailsBeforeTheRest(String method, String conditions) {
            assertEquals("412 by If-Unmodified-Since", judged(method, conditions));
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "GET    | If-Unmodified-Since: {L}                               | performed",
                    "GET    | If-Unmodified-Since: {L} & If-None-Match: \"v1\"       | 304",
                    "GET    | If-Unmodified-Since: {L} & If-None-Match: \"x\"        | performed",
                    "GET    | If-Unmodified-Since: {L} & If-Modified-Since: {L}      | 304",
                    "GET    | If-Unmodified-Since: nonsense & If-None-Match: \"v1\"  | 304",
                    "DELETE | If-Unmodified-Since: {L} & If-None-Match: \"v1\"       | 412 by If-None-Match",
                    "DELETE | If-Unmodified-Since: {L} & If-None-Match: \"x\"        | performed"
                })
        void C015_trueIfUnmodifiedSinceGoesOnToIfNoneMatch(String method, String conditions, String result) {
            assertEquals(result, judged(method, conditions));
        }

        @ParameterizedTest
        @CsvSource({
            "GET, 304",
            "HEAD, 304",
            "PUT, 412 by If-None-Match",
            "PATCH, 412 by If-None-Match",
            "DELETE, 412 by If-None-Match",
            "POST, 412 by If-None-Match",
            "BREW, 412 by If-None-Match",
            "get, 412 by If-None-Match",
            "QUERY, 412 by If-None-Match"
        })
        void C016_falseIfNoneMatchIs304ForGetAndHeadAnd412ForTheOthers(String method, String result) {
            assertEquals(result, judged(method, "If-None-Match: \"v1\""));
            assertEquals(result, judged(method, "If-None-Match: \"x\", W/\"v1\""));
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "If-None-Match: \"v1\" & If-Modified-Since: {L-1}    | 304",
                    "If-None-Match: \"v1\" & If-Modified-Since: nonsense | 304",
                    "If-None-Match: \"x\"  & If-Modified-Since: {L}      | performed",
                    "If-None-Match:        & If-Modified-Since: {L}      | performed",
                    "If-None-Match: v1     & If-Modified-Since: {L}      | performed"
                })
        void C017_ifNoneMatchSilencesIfModifiedSinceWhateverItHolds(String conditions, String result) {
            assertEquals(result, judged("GET", conditions));
            assertEquals(result, judged("HEAD", conditions));
        }

        @ParameterizedTest
        @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH", "BREW", "get", "Head"})
        void C018_ifModifiedSinceIsForGetAndHeadOnly(String method) {
            assertEquals("performed", judged(method, "If-Modified-Since: {L}"));
        }

        @Test
        void withoutConditionsTheMethodIsPerformed() {
            assertEquals("performed", judged("GET", null));
            assertEquals("performed", judged("PUT", null, CURRENT, Existence.UNKNOWN));
        }

        @ParameterizedTest
        @ValueSource(strings = {"If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"})
        void eachFieldMakesARequestConditional(String name) {
            assertTrue(Preconditions.conditional(Conditions.of(name + ":")));
            assertFalse(Preconditions.conditional(Conditions.of(null)));
        }
    }

    @Nested
    @DisplayName("by method")
    class ByMethod {

        @ParameterizedTest
        @ValueSource(strings = {"OPTIONS", "TRACE", "CONNECT"})
        void C006_ignoreAll(String method) {
            for (Existence existence : Existence.values()) {
                for (String conditions : List.of(
                        "If-Match: \"x\"",
                        "If-None-Match: \"v1\"",
                        "If-Unmodified-Since: {L-1}",
                        "If-Match: *",
                        "If-None-Match: *")) {
                    assertEquals("performed", judged(method, conditions, CURRENT, existence), conditions);
                    assertEquals(
                            "performed",
                            Conditions.told(
                                    Preconditions.evaluateWildcards(method, Conditions.of(conditions), existence)));
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"PUT", "PATCH", "DELETE", "POST"})
        void C064_unsafeMethodsAreJudged(String method) {
            assertEquals("412 by If-Match", judged(method, "If-Match: \"x\""));
            assertEquals("412 by If-Unmodified-Since", judged(method, "If-Unmodified-Since: {L-1}"));
            assertEquals("412 by If-None-Match", judged(method, "If-None-Match: \"v1\""));
            assertEquals("performed", judged(method, "If-Match: \"v1\""));
        }

        @Test
        void C002_nothingBut304IsAnsweredEarlyOnAGet() {
            for (String method : List.of("GET", "HEAD")) {
                assertTrue(early(method, "If-None-Match: \"v1\""));
                assertTrue(early(method, "If-Modified-Since: {L}"));
                assertFalse(early(method, "If-Match: \"x\""), "the handler may say 404");
                assertFalse(early(method, "If-Unmodified-Since: {L-1}"));
                assertFalse(early(method, "If-None-Match: *"), "the handler may say 404");
                assertFalse(early(method, "If-Match: *"));
                assertFalse(early(method, "If-None-Match: \"x\""));
            }
        }

        @Test
        void C009_failedWriteIsAnsweredEarly() {
            for (String method : List.of("PUT", "PATCH", "DELETE", "POST")) {
                assertTrue(early(method, "If-Match: \"x\""));
                assertTrue(early(method, "If-Unmodified-Since: {L-1}"));
                assertTrue(early(method, "If-None-Match: \"v1\""));
                assertFalse(early(method, "If-Match: \"v1\""));
                assertFalse(early(method, "If-None-Match: *"));
                assertFalse(early(method, "If-Match: *"));
                assertFalse(early(method, null));
                assertFalse(new PreconditionResult.NotModified(null, false).early(method));
            }
        }

        private static boolean early(String method, @Nullable String conditions) {
            return Preconditions.evaluate(method, Conditions.of(conditions), CURRENT, Existence.UNKNOWN, NOW)
                    .early(method);
        }
    }

    @Nested
    @DisplayName("by entity tag")
    class ByTag {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "\"v1\"               | 304       | 304",
                    "W/\"v1\"             | 304       | 304",
                    "\"x\", W/\"v1\"      | 304       | 304",
                    "\"V1\"               | performed | performed",
                    "\"v\", \"v11\"       | performed | performed"
                })
        void C023_ifNoneMatchComparesWeakly(String list, String strong, String weak) {
            assertEquals(strong, judged("GET", "If-None-Match: " + list));
            assertEquals(weak, judged("GET", "If-None-Match: " + list, WEAK, Existence.EXISTS));
        }

        @Test
        void C023_onWritesToo() {
            assertEquals("412 by If-None-Match", judged("PUT", "If-None-Match: W/\"v1\""));
            assertEquals("412 by If-None-Match", judged("PUT", "If-None-Match: \"v1\"", WEAK, Existence.EXISTS));
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "PUT"})
        void C024_ifMatchComparesStronglySoThatAWeakTagNeverPasses(String method) {
            assertEquals("performed", judged(method, "If-Match: \"x\", \"v1\""));
            assertEquals("412 by If-Match", judged(method, "If-Match: W/\"v1\""));
            assertEquals("412 by If-Match", judged(method, "If-Match: \"v1\"", WEAK, Existence.EXISTS));
            assertEquals("412 by If-Match", judged(method, "If-Match: W/\"v1\"", WEAK, Existence.EXISTS));
        }

        @Test
        void C029_wildcardIsTheWholeValue() {
            assertEquals("304 by *", judged("GET", "If-None-Match: *"));
            assertEquals("performed", judged("GET", "If-None-Match: \"*\""));
            assertEquals("performed", judged("GET", "If-None-Match: *, \"v1\""));
            assertEquals("performed", judged("PUT", "If-Match: *"));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: \"*\""));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: *, \"v1\""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"w/\"v1\"", "v1", "'v1'", "\"v1", "\"v1\" \"x\"", "\"v1\", x", "**", "W/*"})
        void C031_malformedIfMatchFailsAndMalformedIfNoneMatchConfirmsNothing(String list) {
            assertEquals("412 by If-Match", judged("GET", "If-Match: " + list));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: " + list));
            assertEquals("performed", judged("GET", "If-None-Match: " + list));
            assertEquals("performed", judged("HEAD", "If-None-Match: " + list));
            assertEquals("412 by If-None-Match", judged("PUT", "If-None-Match: " + list));
        }

        @Test
        void C034_listOfMoreThan64TagsIsMalformed() {
            String most = "\"x\", ".repeat(63) + "\"v1\"";
            assertEquals("304", judged("GET", "If-None-Match: " + most));
            assertEquals("performed", judged("PUT", "If-Match: " + most));
            assertEquals("performed", judged("GET", "If-None-Match: \"x\", " + most));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: \"x\", " + most));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",", " , ,"})
        void C032_emptyListNamesNoTag(String list) {
            assertEquals("412 by If-Match", judged("PUT", "If-Match: " + list));
            assertEquals("performed", judged("GET", "If-None-Match: " + list));
            assertEquals("performed", judged("PUT", "If-None-Match: " + list));
        }

        @Test
        void C033_octetsAbove7FAreComparedAndControlsAreMalformed() {
            Validators latin = Validators.of(ETag.strong("\u00e9t\u00e9"), null);
            assertEquals("304", judged("GET", "If-None-Match: \"\u00e9t\u00e9\"", latin, Existence.EXISTS));
            assertEquals("performed", judged("PUT", "If-Match: \"\u00e9t\u00e9\"", latin, Existence.EXISTS));
            assertEquals("performed", judged("GET", "If-None-Match: \"v1\", \"\u0000\""));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: \"v1\", \"a\rb\""));
            assertEquals("performed", judged("GET", "If-None-Match: \"v1\", \"\u0100\""));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-gzip", "--gzip", ";gzip", "-br", "--br", ";br", "-zstd", "--zstd", "-deflate"})
        void C089_suffixOfACompressorIsToldToTheOneWhoAsksByIt(String suffix) {
            String asked = "If-None-Match: \"x\", W/\"v1" + suffix + "\"";
            assertEquals("304 " + suffix, judged("GET", asked));
            assertEquals("304 " + suffix, judged("HEAD", asked, WEAK, Existence.EXISTS));
            assertEquals("412 by If-None-Match", judged("PUT", asked));
        }

        @Test
        void C089_bareTagBesideItIsEnough() {
            assertEquals("304", judged("GET", "If-None-Match: \"v1--gzip\", \"v1\""));
        }

        @Test
        void C089_foreignTagWithASuffixMatchesNothing() {
            assertEquals("performed", judged("GET", "If-None-Match: \"x--gzip\", \"--gzip\", \"v1-exe\""));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: \"x--gzip\""));
        }

        @Test
        void C090_ifMatchTakesTheTagThatCameThroughACompressor() {
            assertEquals("performed", judged("PUT", "If-Match: \"v1--gzip\""));
            assertEquals("performed", judged("DELETE", "If-Match: \"x\", \"v1-gzip\""));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: W/\"v1-gzip\""));
        }

        @Test
        void P25_withoutATagNothingMatches() {
            Validators dated = Validators.of(null, MODIFIED);
            assertEquals("performed", judged("GET", "If-None-Match: \"v1\"", dated, Existence.EXISTS));
            assertEquals("412 by If-Match", judged("PUT", "If-Match: \"v1\"", dated, Existence.EXISTS));
            assertEquals("304 by *", judged("GET", "If-None-Match: *", dated, Existence.EXISTS));
        }
    }
}
