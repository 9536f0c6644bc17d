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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong elsewhere, as far as {@link Preconditions} could get it wrong, too. */
@DisplayName("The preconditions, where peers went astray")
class PreconditionsPeersTest {

    @Test
    void P03_matchIs304ThoughTheDateIsOld() {
        assertEquals("304", judged("GET", "If-None-Match: \"v1\" & If-Modified-Since: {L-86400}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{L}", "{L+1}", "{now}"})
    void P06_mismatchIsNo304ThoughTheDateIsCurrent(String date) {
        assertEquals("performed", judged("GET", "If-None-Match: \"x\" & If-Modified-Since: " + date));
    }

    @Test
    void P08_headIsJudgedAsGetIs() {
        assertEquals("304", judged("HEAD", "If-None-Match: \"v1\""));
        assertEquals("304", judged("HEAD", "If-Modified-Since: {L}"));
        assertEquals("performed", judged("HEAD", "If-None-Match: \"x\""));
    }

    @Test
    void P09_ifModifiedSinceZeroIsIgnored() {
        assertEquals("performed", judged("GET", "If-Modified-Since: 0"));
        assertEquals("performed", judged("PUT", "If-Unmodified-Since: 0"));
    }

    @Test
    void P12_writeThatFailsIsRefusedBeforeItsHandler() {
        for (String method : List.of("PUT", "PATCH", "DELETE", "POST")) {
            PreconditionResult result =
                    Preconditions.evaluate(method, Conditions.of("If-Match: \"x\""), CURRENT, Existence.UNKNOWN, NOW);
            assertTrue(result.early(method), method);
        }
    }

    @Test
    void P13_falseIfUnmodifiedSinceRefusesAPatch() {
        assertEquals("412 by If-Unmodified-Since", judged("PATCH", "If-Unmodified-Since: {L-1}"));
    }

    @Test
    void P16_twoFieldLinesOfDatesAreIgnored() {
        String joined = "{L-1}, {L}";
        assertEquals("performed", judged("GET", "If-Modified-Since: " + joined));
        assertEquals("performed", judged("PUT", "If-Unmodified-Since: " + joined));
    }

    @Test
    void P19_weakComparisonWithoutSubstringsAndWithCommas() {
        Validators comma = Validators.of(ETag.weak("a,b"), null);
        assertEquals("304", judged("GET", "If-None-Match: \"x\",\"a,b\"", comma, Existence.EXISTS));
        assertEquals("performed", judged("GET", "If-None-Match: \"a\", \"b\", \"xa,bx\"", comma, Existence.EXISTS));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "GET    | If-Match: \"x\" & If-None-Match: \"v1\" & If-Modified-Since: {L}               | 412 by If-Match",
                "GET    | If-Unmodified-Since: {L-1} & If-None-Match: \"v1\" & If-Modified-Since: {L}    | 412 by If-Unmodified-Since",
                "GET    | If-None-Match: \"x\" & If-Modified-Since: {L} & If-Unmodified-Since: {L}       | performed",
                "GET    | If-Match: \"v1\" & If-Modified-Since: {L-1}                                    | performed",
                "PUT    | If-Match: \"x\"                                                                | 412 by If-Match",
                "DELETE | If-Match: \"x\"                                                                | 412 by If-Match",
                "DELETE | If-Unmodified-Since: {L-1}                                                     | 412 by If-Unmodified-Since"
            })
    void P20_orderIsTheOneOfTheRfcForUnsafeMethodsToo(String method, String conditions, String result) {
        assertEquals(result, judged(method, conditions));
    }

    @Test
    void P22_foreignTagThatEndsInASuffixIsNo304() {
        assertEquals("performed", judged("GET", "If-None-Match: \"other--gzip\""));
    }

    @Test
    void P27_ifModifiedSinceDoesNotOverrideAMismatch() {
        assertEquals("performed", judged("GET", "If-Modified-Since: {now} & If-None-Match: W/\"x\""));
    }

    @Test
    void P28_ifUnmodifiedSinceIsNotLookedAtBesideIfMatch() {
        assertEquals("performed", judged("PUT", "If-Match: \"v1\" & If-Unmodified-Since: {L-1}"));
        assertEquals("performed", judged("GET", "If-Match: *    & If-Unmodified-Since: {L-1}"));
    }

    @Test
    void P28_ifNoneMatchOnPutComparesWeakly() {
        assertEquals("412 by If-None-Match", judged("PUT", "If-None-Match: W/\"v1\""));
        assertEquals("412 by If-None-Match", judged("PUT", "If-None-Match: \"v1\"", WEAK, Existence.EXISTS));
    }

    @Test
    void P30_ifNoneMatchDecidesAlone() {
        assertEquals("performed", judged("GET", "If-None-Match: \"x\" & If-Modified-Since: {L}"));
        assertEquals("304", judged("GET", "If-None-Match: \"v1\" & If-Modified-Since: {L-1}"));
    }

    @Test
    void P34_singleTagMatches() {
        assertEquals("304", judged("GET", "If-None-Match: \"v1\""));
        assertEquals("304", judged("GET", "If-None-Match: W/\"v1\"", WEAK, Existence.EXISTS));
    }

    @Test
    void P36_invalidDateIsIgnoredAndSoIsOneBesideIfNoneMatch() {
        assertEquals("performed", judged("GET", "If-Modified-Since: Sun, 99 Xyz 2026 99:99:99 GMT"));
        assertEquals("304", judged("GET", "If-None-Match: \"v1\" & If-Modified-Since: nonsense"));
    }

    @Test
    void P37_matchOnPostIs412AndNot304() {
        assertEquals("412 by If-None-Match", judged("POST", "If-None-Match: \"v1\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"v1\"", "W/\"v1\""})
    void P38_ifNoneMatchTakesBothSpellingsOfATagAndIfMatchTheStrongOne(String tag) {
        assertEquals("304", judged("GET", "If-None-Match: " + tag));
        assertEquals("304", judged("GET", "If-None-Match: " + tag, WEAK, Existence.EXISTS));
        assertEquals(tag.startsWith("W/") ? "412 by If-Match" : "performed", judged("PUT", "If-Match: " + tag));
        assertEquals("412 by If-Match", judged("PUT", "If-Match: " + tag, WEAK, Existence.EXISTS));
    }

    @Test
    void P43_oneValidatorThatMatchesIsEnough() {
        assertEquals("304", judged("GET", "If-None-Match: \"v1\" & If-Modified-Since: {L-1}"));
        assertEquals("304", judged("GET", "If-Modified-Since: {L}"));
    }

    @Test
    void P44_strongTagThatAProxyWeakenedStillMatches() {
        assertEquals("304", judged("GET", "If-None-Match: W/\"v1\""));
        assertEquals("304 -gzip", judged("GET", "If-None-Match: \"v1-gzip\""));
    }

    @Test
    void P45_dateIsNotAskedWhereTheTagHasSpoken() {
        assertEquals("performed", judged("GET", "If-None-Match: \"x\" & If-Modified-Since: {L}"));
        assertEquals("412 by If-Match", judged("GET", "If-Match: \"x\" & If-Modified-Since: {L}"));
    }

    @Test
    void P47_eitherFieldAloneIsEnoughAndListsAreRead() {
        assertEquals("304", judged("GET", "If-None-Match: \"x\", W/\"v1\", \"y\""));
        assertEquals("304", judged("GET", "If-Modified-Since: {L}", Validators.of(null, MODIFIED), Existence.EXISTS));
    }

    @Test
    void P48_wildcardOfIfMatchPassesOnWhatExists() {
        assertEquals("performed", judged("PUT", "If-Match: *"));
        assertEquals("performed", judged("DELETE", "If-Match: *", WEAK, Existence.EXISTS));
        assertEquals("performed", judged("GET", "If-Match: *"));
    }

    @Test
    void P49_modificationOf1970ConfirmsNoForeignTag() {
        Validators epoch = Validators.of(ETag.strong("v1"), 0L);
        String dated = "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT";
        assertEquals("performed", judged("GET", "If-None-Match: \"x\" & " + dated, epoch, Existence.EXISTS));
        assertEquals("304", judged("GET", dated, epoch, Existence.EXISTS));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 499, 500, 999})
    void P50_dateThatWasSentConfirmsWhateverItsMilliseconds(long millis) {
        long sent = Math.floorDiv(MODIFIED * 1000 + millis, 1000);
        Validators current = Validators.of(null, sent);
        String echoed = HttpDate.format(sent);
        assertEquals("304", judged("GET", "If-Modified-Since: " + echoed, current, Existence.EXISTS));
        assertEquals("performed", judged("PUT", "If-Unmodified-Since: " + echoed, current, Existence.EXISTS));
        String before = HttpDate.format(sent - 1);
        assertEquals("performed", judged("GET", "If-Modified-Since: " + before, current, Existence.EXISTS));
        assertEquals(
                "412 by If-Unmodified-Since",
                judged("PUT", "If-Unmodified-Since: " + before, current, Existence.EXISTS));
    }

    @Test
    void P62_datesAreNotReadWhereATagDecides() {
        Validators undated = new Validators() {
            @Override
            public ETag etag() {
                return ETag.strong("v1");
            }

            @Override
            public boolean dated() {
                throw new AssertionError("asked for a date");
            }

            @Override
            public boolean confirms(long since) {
                throw new AssertionError("asked for a date");
            }

            @Override
            public boolean unmodifiedSince(long since) {
                throw new AssertionError("asked for a date");
            }
        };
        String both = "If-Match: \"v1\" & If-Unmodified-Since: {L} & If-None-Match: \"v1\" & If-Modified-Since: {L}";
        assertEquals("304", judged("GET", both, undated, Existence.EXISTS));
        assertFalse(judged("PUT", both, undated, Existence.EXISTS).equals("performed"));
    }
}
