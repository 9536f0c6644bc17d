package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An HTTP-date")
class HttpDateTest {

    private static final long NOW = Instant.parse("2026-11-22T10:00:00Z").getEpochSecond();
    private static final long EXAMPLE = Instant.parse("1994-11-06T08:49:37Z").getEpochSecond();
    private static final long SEED = 20261122;
    private static final String FIXED = "EEE, dd MMM yyyy HH:mm:ss 'GMT'";
    private static final String RFC_850 = "EEEE, dd-MMM-yy HH:mm:ss 'GMT'";
    private static final String ASCTIME = "EEE MMM ppd HH:mm:ss yyyy";

    private static String print(String pattern, long epochSecond) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)
                .format(OffsetDateTime.ofInstant(Instant.ofEpochSecond(epochSecond), ZoneOffset.UTC));
    }

    private static long parse(String text) {
        return HttpDate.parse(text, NOW);
    }

    @Nested
    @DisplayName("read")
    class Read {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sun, 06 Nov 1994 08:49:37 GMT",
                    "Sunday, 06-Nov-94 08:49:37 GMT",
                    "Sun Nov  6 08:49:37 1994",
                    "Sun Nov 06 08:49:37 1994",
                    " \tSun, 06 Nov 1994 08:49:37 GMT ",
                    "Mon, 06 Nov 1994 08:49:37 GMT",
                    "Wednesday, 06-Nov-94 08:49:37 GMT"
                })
        void C036_threeFormsTellTheSameMoment(String text) {
            assertEquals(EXAMPLE, parse(text));
        }

        @Test
        void P17_obsoleteFormsAreReadOnEveryWeekday() {
            for (DayOfWeek day : DayOfWeek.values()) {
                String name = day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
                assertEquals(EXAMPLE, parse(name + ", 06-Nov-94 08:49:37 GMT"));
                assertEquals(EXAMPLE, parse(name.substring(0, 3) + " Nov  6 08:49:37 1994"));
            }
        }

        @ParameterizedTest(name = "{0}, read at {1}, is in {2}")
        @CsvSource({
            "06-Nov-94, 2026-11-22T10:00:00Z, 1994",
            "22-Nov-76, 2026-11-22T08:49:37Z, 2076",
            "22-Nov-76, 2026-11-22T08:49:36Z, 1976",
            "21-Nov-76, 2026-11-22T00:00:00Z, 2076",
            "23-Nov-76, 2026-11-22T23:59:59Z, 1976",
            "01-Dec-76, 2026-11-22T23:59:59Z, 1976",
            "31-Oct-76, 2026-11-22T00:00:00Z, 2076",
            "01-Jan-77, 2026-11-22T23:59:59Z, 1977",
            "31-Dec-75, 2026-11-22T00:00:00Z, 2075",
            "01-Jan-00, 2026-11-22T00:00:00Z, 2000",
            "29-Feb-76, 2026-02-28T08:49:37Z, 1976",
            "29-Feb-76, 2026-03-01T00:00:00Z, 2076",
            "01-Jan-10, 2080-01-01T00:00:00Z, 2110",
            "01-Jan-94, 2080-01-01T00:00:00Z, 2094",
            "01-Jan-99, 1999-01-01T00:00:00Z, 1999",
            "01-Jan-69, 1970-01-01T00:00:00Z, 1969"
        })
        void C037_twoDigitYearIsAtMostFiftyYearsAhead(String date, Instant now, int year) {
            long found = HttpDate.parse("Sunday, " + date + " 08:49:37 GMT", now.getEpochSecond());
            assertEquals(
                    year, Instant.ofEpochSecond(found).atOffset(ZoneOffset.UTC).getYear());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    "0",
                    "-1",
                    "784111777",
                    "yesterday",
                    "1994-11-06T08:49:37Z",
                    "Sun, 6 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov 94 08:49:37 GMT",
                    "Sun 06 Nov 1994 08:49:37 GMT",
                    "Sun,  6 Nov 1994 08:49:37 GMT",
                    "sun, 06 Nov 1994 08:49:37 GMT",
                    "Sun, 06 nov 1994 08:49:37 GMT",
                    "Sun, 06 NOV 1994 08:49:37 GMT",
                    "Xyz, 06 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Xyz 1994 08:49:37 GMT",
                    "Sun, 06-Nov-1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 08.49.37 GMT",
                    "Sun, 06 Nov 1994 08:49.37 GMT",
                    "Sun, 06 Nov 1994T08:49:37 GMT",
                    "Sun, 06 Nov+1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 8:49:37 GMT ",
                    "Sun, 06 Nov 1994 08:49:37 gmt",
                    "Sun, xx Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov xx94 08:49:37 GMT",
                    "Sun, 06 Nov 19xx 08:49:37 GMT",
                    "Sun, 06 Nov 1994 0x:49:37 GMT",
                    "Sun, 06 Nov 1994 08:x9:37 GMT",
                    "Sun, 06 Nov 1994 08:49:3x GMT",
                    "Sun, 06 Nov +994 08:49:37 GMT",
                    "Sunday, 06-Nov-1994 08:49:37 GMT",
                    "Sunday, 06 Nov 94 08:49:37 GMT",
                    "Sunday, 06-Nov 94 08:49:37 GMT",
                    "Sunday, 06-Nov-94T08:49:37 GMT",
                    "Sunday, 06-Nov-94 08:49:37 UTC",
                    "Sunday, 06-Nov-xx 08:49:37 GMT",
                    "Sunday, 06-Xyz-94 08:49:37 GMT",
                    "Sunday; 06-Nov-94 08:49:37 GMT",
                    "Someday, 06-Nov-94 08:49:37 GMT",
                    "sunday, 06-Nov-94 08:49:37 GMT",
                    "06-Nov-94 08:49:37 GMT",
                    ", 06-Nov-94 08:49:37 GMT",
                    "Sun Nov 6 08:49:37 1994",
                    "Sun Nov  6 08:49:37 94",
                    "Sun Nov  x 08:49:37 1994",
                    "Xyz Nov  6 08:49:37 1994",
                    "Sun Xyz  6 08:49:37 1994",
                    "Sun,Nov  6 08:49:37 1994",
                    "Sun Nov,06 08:49:37 1994",
                    "Sun Nov 06T08:49:37 1994",
                    "Sun Nov 06 08:49:37T1994",
                    "\u0661\u0662\u0663, 06 Nov 1994 08:49:37 GMT",
                    "Sun, \u0660\u0666 Nov 1994 08:49:37 GMT"
                })
        void C039_whatIsNoDateIsInvalid(String text) {
            assertEquals(HttpDate.INVALID, parse(text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 08:49:37 GMT,",
                    "Sunday, 06-Nov-94 08:49:37 GMT, Sunday, 06-Nov-94 08:49:37 GMT",
                    "Sun Nov  6 08:49:37 1994, Sun Nov  6 08:49:37 1994",
                    "\"v1\", Sun, 06 Nov 1994 08:49:37 GMT"
                })
        void P16_severalFieldLinesAreNoDate(String text) {
            assertEquals(HttpDate.INVALID, parse(text));
        }

        @Test
        void C040_moreThanOneMemberIsNoDate() {
            String date = HttpDate.format(NOW);
            assertEquals(HttpDate.INVALID, parse(date + ", " + date));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sun, 06 Nov 1994 08:49:37 UTC",
                    "Sun, 06 Nov 1994 08:49:37 CET",
                    "Sun, 06 Nov 1994 08:49:37 +00",
                    "Sun, 06 Nov 1994 08:49:37 +0000",
                    "Sun, 06 Nov 1994 08:49:37",
                    "Sun Nov  6 08:49:37 1994 GMT"
                })
        void C041_otherZonesAreRefused(String text) {
            assertEquals(HttpDate.INVALID, parse(text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sun, 00 Nov 1994 08:49:37 GMT",
                    "Sun, 31 Nov 1994 08:49:37 GMT",
                    "Sun, 32 Dec 1994 08:49:37 GMT",
                    "Sun, 30 Feb 2024 08:49:37 GMT",
                    "Sun, 29 Feb 2023 08:49:37 GMT",
                    "Sun, 29 Feb 1900 08:49:37 GMT",
                    "Sun, 31 Apr 1994 08:49:37 GMT",
                    "Sun, 31 Jun 1994 08:49:37 GMT",
                    "Sun, 31 Sep 1994 08:49:37 GMT",
                    "Sun, 06 Nov 1994 24:00:00 GMT",
                    "Sun, 06 Nov 1994 25:00:00 GMT",
                    "Sun, 06 Nov 1994 08:60:00 GMT",
                    "Sun, 06 Nov 1994 08:49:60 GMT",
                    "Sun, 06 Nov 1994 23:58:60 GMT",
                    "Sun, 06 Nov 1994 22:59:60 GMT",
                    "Sun, 06 Nov 1994 23:59:61 GMT",
                    "Sunday, 29-Feb-23 08:49:37 GMT",
                    "Sun Feb 29 08:49:37 2023"
                })
        void C041_impossibleValuesDoNotRollOver(String text) {
            assertEquals(HttpDate.INVALID, parse(text));
        }

        @Test
        void C041_leapDaysAreThoseOfTheGregorianCalendar() {
            for (int year = 0; year <= 9999; year++) {
                boolean leap = java.time.Year.isLeap(year);
                long found = parse("Sun, 29 Feb %04d 00:00:00 GMT".formatted(year));
                assertEquals(leap, found != HttpDate.INVALID, "year " + year);
            }
        }

        @Test
        void C041_leapSecondIsReadAsTheSecondBefore() {
            assertEquals(
                    Instant.parse("2016-12-31T23:59:59Z").getEpochSecond(), parse("Sat, 31 Dec 2016 23:59:60 GMT"));
        }

        @Test
        void C041_yearsFrom0To9999AreReadAndNoOther() {
            assertEquals(
                    Instant.parse("0000-01-01T00:00:00Z").getEpochSecond(), parse("Sat, 01 Jan 0000 00:00:00 GMT"));
            assertEquals(
                    Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(), parse("Mon, 01 Jan 0001 00:00:00 GMT"));
            assertEquals(
                    Instant.parse("9999-12-31T23:59:59Z").getEpochSecond(), parse("Fri, 31 Dec 9999 23:59:59 GMT"));
            assertEquals(HttpDate.INVALID, parse("Sat, 01 Jan 10000 00:00:00 GMT"));
        }

        @Test
        void P09_ifModifiedSinceZeroIsInvalidAndNoException() {
            assertEquals(HttpDate.INVALID, parse("0"));
        }

        @Test
        void C036_readsWhatTheJdkPrintsInAllThreeForms() {
            var random = new SplittableRandom(SEED);
            for (int i = 0; i < 100_000; i++) {
                long moment = random.nextLong(-50_000_000_000L, 253_402_300_800L);
                assertEquals(moment, parse(print(FIXED, moment)), () -> "seed " + SEED + ": " + moment);
                assertEquals(moment, parse(print(ASCTIME, moment)), () -> "seed " + SEED + ": " + moment);
            }
        }

        @Test
        void C037_readsTheJdksRfc850WithinFiftyYearsOfAnyPresent() {
            var random = new SplittableRandom(SEED);
            for (int i = 0; i < 100_000; i++) {
                long now = random.nextLong(0, 200_000_000_000L);
                long moment = now + random.nextLong(-49 * 31_557_600L, 49 * 31_557_600L);
                String text = print(RFC_850, moment);
                assertEquals(moment, HttpDate.parse(text, now), () -> "seed " + SEED + ": " + text + " at " + now);
            }
        }

        @Test
        void C039_randomTextsRaiseNoException() {
            var random = new SplittableRandom(SEED);
            String[] forms = {print(FIXED, EXAMPLE), print(RFC_850, EXAMPLE), print(ASCTIME, EXAMPLE)};
            for (int i = 0; i < 1_000_000; i++) {
                StringBuilder text = new StringBuilder(forms[random.nextInt(forms.length)]);
                for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
                    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(' ', 0x90));
                }
                text.setLength(random.nextInt(4) == 0 ? random.nextInt(text.length()) : text.length());
                HttpDate.parse(text.toString(), random.nextInt(16) == 0 ? random.nextLong() : NOW);
            }
        }

        @Test
        void readingAllocatesNothing() {
            String[] forms = {print(FIXED, EXAMPLE), print(RFC_850, EXAMPLE), print(ASCTIME, EXAMPLE), "0"};
            Allocation.assertNone(() -> {
                for (String form : forms) {
                    parse(form);
                }
            });
        }
    }

    @Nested
    @DisplayName("printed")
    class Printed {

        @Test
        void C038_isTheFixedFormAsTheJdkPrintsIt() {
            assertEquals("Thu, 01 Jan 1970 00:00:00 GMT", HttpDate.format(0));
            assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(EXAMPLE));
            assertEquals("Thu, 29 Feb 2024 23:59:59 GMT", HttpDate.format(1_709_251_199L));
            assertEquals("Fri, 31 Dec 9999 23:59:59 GMT", HttpDate.format(253_402_300_799L));
            var random = new SplittableRandom(SEED);
            for (int i = 0; i < 100_000; i++) {
                long moment = random.nextLong(0, 253_402_300_800L);
                assertEquals(print(FIXED, moment), HttpDate.format(moment), () -> "seed " + SEED + ": " + moment);
            }
        }

        @Test
        void C038_everyDayOfFourCenturiesComesBack() {
            for (long day = 0; day < 146_097; day++) {
                long noon = day * 86_400 + 43_200;
                assertEquals(noon, parse(HttpDate.format(noon)));
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {-1, 253_402_300_800L, Long.MIN_VALUE, Long.MAX_VALUE})
        void C041_whatFourDigitsCannotTellIsRefused(long moment) {
            var refused = assertThrows(IllegalArgumentException.class, () -> HttpDate.format(moment));
            assertEquals(
                    "second " + moment + " lies outside of 1970 to 9999, which an HTTP-date can tell",
                    refused.getMessage());
        }

        @Test
        void C038_dependsOnNoLocaleAndNoTimeZone() {
            Locale locale = Locale.getDefault();
            TimeZone zone = TimeZone.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
                TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
                assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.format(EXAMPLE));
                assertEquals(EXAMPLE, parse("Sun, 06 Nov 1994 08:49:37 GMT"));
                assertEquals(EXAMPLE, parse("Sunday, 06-Nov-94 08:49:37 GMT"));
            } finally {
                Locale.setDefault(locale);
                TimeZone.setDefault(zone);
            }
        }

        @Test
        void P33_manyThreadsReadAndPrintAtOnce() throws Exception {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Integer>> readers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    long seed = SEED + i;
                    readers.add(() -> countWrong(seed));
                }
                for (Future<Integer> wrong : threads.invokeAll(readers)) {
                    assertEquals(0, wrong.get());
                }
            } finally {
                threads.shutdownNow();
            }
        }

        private static int countWrong(long seed) {
            var random = new SplittableRandom(seed);
            int wrong = 0;
            for (int i = 0; i < 50_000; i++) {
                long moment = random.nextLong(0, 253_402_300_800L);
                wrong += parse(HttpDate.format(moment)) == moment ? 0 : 1;
            }
            return wrong;
        }
    }
}
