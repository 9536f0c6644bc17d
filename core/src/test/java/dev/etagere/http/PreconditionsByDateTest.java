package dev.etagere.http;

import static dev.etagere.http.Conditions.CURRENT;
import static dev.etagere.http.Conditions.MODIFIED;
import static dev.etagere.http.Conditions.NOW;
import static dev.etagere.http.Conditions.judged;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables speak of a resource with the tag {@code "v1"}, modified at {@code L}, an hour before {@code now}. */
@DisplayName("The preconditions by date")
class PreconditionsByDateTest {

    private static final Validators UNDATED = Validators.of(ETag.strong("v1"), null);

    private static Validators modified(long second) {
        return Validators.of(null, second);
    }

    private static String judgedAt(long now, String method, String conditions, Validators current) {
        return Conditions.told(
                Preconditions.evaluate(method, Conditions.of(conditions), current, Existence.EXISTS, now));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Sun, 22 Nov 2026 09:00:00 GMT", "Sunday, 22-Nov-26 09:00:00 GMT", "Sun Nov 22 09:00:00 2026"})
    void C036_allThreeFormsAreHeeded(String date) {
        assertEquals("304", judged("GET", "If-Modified-Since: " + date));
        assertEquals("performed", judged("PUT", "If-Unmodified-Since: " + date));
        assertEquals("performed", judgedAt(NOW, "GET", "If-Modified-Since: " + date, modified(MODIFIED + 1)));
        assertEquals(
                "412 by If-Unmodified-Since",
                judgedAt(NOW, "PUT", "If-Unmodified-Since: " + date, modified(MODIFIED + 1)));
    }

    @Test
    void C037_twoDigitYearIsReadAtTheGivenMoment() {
        long in2080 = 3_471_292_800L;
        String date = "Sunday, 06-Nov-94 08:49:37 GMT";
        assertEquals("304", judgedAt(NOW, "GET", "If-Modified-Since: " + date, modified(784_111_777)));
        assertEquals("performed", judgedAt(NOW, "GET", "If-Modified-Since: " + date, modified(784_111_778)));
        assertEquals("performed", judgedAt(in2080, "PUT", "If-Unmodified-Since: " + date, modified(NOW)), "of 2094");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "yesterday",
                "1795338000",
                "2026-11-22T09:59:59Z",
                "Sun, 22 Nov 2026 09:59:59 UTC",
                "Sun, 22 Nov 2026 09:59:59 +0000",
                "Sun, 22 Nov 2026 9:59:59 GMT",
                "Sun, 22 Nov 2026 25:00:00 GMT",
                "Mon, 30 Feb 2026 09:59:59 GMT",
                "Sat, 01 Jan 10000 00:00:00 GMT",
                "\"v1\""
            })
    void C039_whatIsNoDateIsIgnored(String value) {
        assertEquals("performed", judged("GET", "If-Modified-Since: " + value));
        assertEquals("performed", judged("GET", "If-Unmodified-Since: " + value));
        assertEquals("performed", judged("PUT", "If-Unmodified-Since: " + value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{L}, {L}", "{L-1}, {L}", "{L},", "{now}, {now}"})
    void C040_moreThanOneDateIsIgnored(String value) {
        assertEquals("performed", judged("GET", "If-Modified-Since: " + value));
        assertEquals("performed", judgedAt(NOW, "PUT", "If-Unmodified-Since: " + value, modified(NOW + 9)));
    }

    @Test
    void C041_yearsAtTheEdgesDoNoHarm() {
        for (String value : List.of("Sat, 01 Jan 0000 00:00:00 GMT", "Mon, 01 Jan 0001 00:00:00 GMT")) {
            assertEquals("performed", judged("GET", "If-Modified-Since: " + value));
            assertEquals("412 by If-Unmodified-Since", judged("PUT", "If-Unmodified-Since: " + value));
        }
        String last = "Fri, 31 Dec 9999 23:59:59 GMT";
        assertEquals("performed", judged("GET", "If-Modified-Since: " + last), "in the future");
        assertEquals("performed", judged("PUT", "If-Unmodified-Since: " + last), "true: unmodified until then");
    }

    @Test
    void C041_leapSecondConfirmsNoMoreThanTheSecondBefore() {
        long midnight = 1_483_228_800; // after the leap second of 2016
        String leap = "If-Modified-Since: Sat, 31 Dec 2016 23:59:60 GMT";
        assertEquals("304", judgedAt(NOW, "GET", leap, modified(midnight - 1)));
        assertEquals("performed", judgedAt(NOW, "GET", leap, modified(midnight)));
    }

    @ParameterizedTest(name = "If-Modified-Since: {0} is {1}")
    @CsvSource({
        "{L-1}, performed",
        "{L}, 304",
        "{L+1}, 304",
        "{now-1}, 304",
        "{now}, 304",
        "{now+1}, performed",
        "{now+86400}, performed"
    })
    void C042_copyOfThatDateOrLaterIsConfirmedButNoneFromTheFuture(String date, String result) {
        assertEquals(result, judged("GET", "If-Modified-Since: " + date));
        assertEquals(result, judged("HEAD", "If-Modified-Since: " + date));
    }

    @ParameterizedTest(name = "If-Unmodified-Since: {0} is {1}")
    @CsvSource({
        "{L-86400}, 412 by If-Unmodified-Since",
        "{L-1}, 412 by If-Unmodified-Since",
        "{L}, performed",
        "{L+1}, performed",
        "{now+1}, performed"
    })
    void C043_stateOfThatDateOrBeforeIsExpected(String date, String result) {
        assertEquals(result, judged("PUT", "If-Unmodified-Since: " + date));
        assertEquals(result, judged("GET", "If-Unmodified-Since: " + date));
    }

    @Test
    void C044_withoutADateOfItsOwnDatesAreIgnored() {
        for (String date : List.of("{L-1}", "{L}", "{now}")) {
            assertEquals("performed", judged("GET", "If-Modified-Since: " + date, UNDATED, Existence.EXISTS));
            assertEquals("performed", judged("PUT", "If-Unmodified-Since: " + date, UNDATED, Existence.EXISTS));
        }
        assertEquals(
                "304", judged("GET", "If-Unmodified-Since: {L-1} & If-None-Match: \"v1\"", UNDATED, Existence.EXISTS));
    }

    @Test
    void C044_whatDoesNotExistHasNoDate() {
        assertEquals("performed", judged("GET", "If-Modified-Since: {L}", CURRENT, Existence.MISSING));
        assertEquals("performed", judged("PUT", "If-Unmodified-Since: {L-1}", CURRENT, Existence.MISSING));
    }

    @Test
    void C045_modificationInTheFutureConfirmsNothingUntilItsSecondHasCome() {
        Validators skewed = modified(NOW + 60);
        String echoed = "If-Modified-Since: {now+60}";
        assertEquals("performed", judgedAt(NOW, "GET", echoed, skewed));
        assertEquals("performed", judgedAt(NOW, "GET", "If-Modified-Since: {now}", skewed));
        assertEquals("performed", judgedAt(NOW + 59, "GET", echoed, skewed));
        assertEquals("304", judgedAt(NOW + 60, "GET", echoed, skewed));
    }

    @Test
    void C049_noOtherFieldIsAskedAndSoNoDateOfTheClient() {
        Set<String> asked = new TreeSet<>();
        FieldLookup none = name -> {
            asked.add(name);
            return null;
        };
        for (String method : List.of("GET", "PUT")) {
            Preconditions.evaluate(method, none, CURRENT, Existence.EXISTS, NOW);
        }
        assertFalse(Preconditions.conditional(none));
        assertEquals(Set.of("If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since"), asked);
    }

    @Nested
    @DisplayName("leave to the validators what a date says")
    class Delegated {

        /** Changed within its second: confirms strictly later dates only, as rule R17 wants it. */
        private record Ratcheted(long changed) implements Validators {
            @Override
            public @Nullable ETag etag() {
                return null;
            }

            @Override
            public boolean dated() {
                return true;
            }

            @Override
            public boolean confirms(long since) {
                return changed < since;
            }

            @Override
            public boolean unmodifiedSince(long since) {
                return changed < since - 1;
            }
        }

        @ParameterizedTest(name = "{0}: unmodified is {1}, a copy is {2}")
        @CsvSource({
            "{L-1}, 412 by If-Unmodified-Since, performed",
            "{L}, 412 by If-Unmodified-Since, performed",
            "{L+1}, 412 by If-Unmodified-Since, 304",
            "{L+2}, performed, 304"
        })
        void R17_whichMayBeStricterThanTheDateThatTheySend(String date, String unmodified, String copy) {
            Validators current = new Ratcheted(MODIFIED);
            assertEquals(unmodified, judged("PUT", "If-Unmodified-Since: " + date, current, Existence.EXISTS));
            assertEquals(copy, judged("GET", "If-Modified-Since: " + date, current, Existence.EXISTS));
        }

        @Test
        void C047_dateOfTheRunningSecondIsNotConfirmedByThem() {
            Validators justChanged = new Ratcheted(NOW);
            assertEquals("performed", judged("GET", "If-Modified-Since: {now}", justChanged, Existence.EXISTS));
        }

        @Test
        void theyAreAskedForTheSecondThatTheFieldNames() {
            Validators epoch = Validators.of(null, 0L);
            assertTrue(epoch.dated() && epoch.confirms(0) && epoch.unmodifiedSince(0));
            assertFalse(epoch.confirms(-1) || epoch.unmodifiedSince(-1));
            assertFalse(UNDATED.dated() || UNDATED.confirms(NOW) || UNDATED.unmodifiedSince(NOW));
        }
    }

    @Nested
    @DisplayName("of If-Range")
    class IfRange {

        private static boolean holds(String field, Validators current, @Nullable Long strongDate) {
            return Preconditions.ifRangeHolds(field, current, strongDate, NOW);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "\"v1\"        | true",
                    "\"x\"         | false",
                    "W/\"v1\"      | false",
                    "\"v1\", \"x\" | false",
                    "\"v1--gzip\"  | false",
                    "*             | false",
                    "\"*\"         | false",
                    "v1            | false",
                    "``            | false"
                })
        void C093_tagIsOneComparedStrongly(String field, boolean holds) {
            assertEquals(holds, holds(field, CURRENT, null));
            assertFalse(holds(field, Validators.of(ETag.weak("v1"), MODIFIED), null));
            assertFalse(holds(field, Validators.of(null, MODIFIED), null));
        }

        @Test
        void C093_dateIsExactlyTheOneOfTheRepresentation() {
            assertTrue(holds(HttpDate.format(MODIFIED), CURRENT, MODIFIED));
            assertTrue(holds("Sunday, 22-Nov-26 09:00:00 GMT", CURRENT, MODIFIED));
            assertFalse(holds(HttpDate.format(MODIFIED - 1), CURRENT, MODIFIED));
            assertFalse(holds(HttpDate.format(MODIFIED + 1), CURRENT, MODIFIED), "later is not the same");
            assertFalse(holds("nonsense", CURRENT, MODIFIED));
        }

        @Test
        void C047_dateThatIsNoStrongValidatorNeverHolds() {
            assertFalse(holds(HttpDate.format(MODIFIED), CURRENT, null));
        }

        @Test
        void C093_tagIsNotJudgedByDateNorDateByTag() {
            assertFalse(holds("\"x\"", CURRENT, MODIFIED));
            assertTrue(holds("\"v1\"", CURRENT, MODIFIED - 1));
        }
    }
}
