package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Vary")
class VaryTest {

    @Nested
    @DisplayName("read")
    class Read {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Accept                     | Accept",
                    "Accept,Accept-Language     | Accept, Accept-Language",
                    "' accept ,\tX-Who '        | accept, X-Who",
                    "*                          | *",
                    "' * '                      | *"
                })
        void C086_keepsOrderAndSpelling(String text, String printed) {
            Vary vary = Vary.parse(text);
            assertEquals(printed, vary.toString());
            assertEquals(List.of(printed.split(", ", -1)), vary.names());
            assertFalse(vary.isEmpty());
            assertEquals(vary, Vary.parse(printed));
        }

        @Test
        void C086_starIsAloneOrAMereLetterOfAName() {
            assertTrue(Vary.parse("*").isStar());
            assertFalse(Vary.parse("Accept").isStar());
            assertFalse(Vary.parse("*x").isStar());
            assertFalse(Vary.parse("Accept, X-Who").isStar());
            assertFalse(Vary.NONE.isStar());
        }

        @Test
        void noneNamesNothing() {
            assertTrue(Vary.NONE.isEmpty());
            assertEquals(List.of(), Vary.NONE.names());
            assertEquals("", Vary.NONE.toString());
        }

        @Test
        void namesCannotBeChanged() {
            List<String> names = Vary.parse("Accept").names();
            assertThrows(UnsupportedOperationException.class, () -> names.add("X-Who"));
        }

        @Test
        void areEqualIfTheyNameTheSameInTheSameOrderAndSpelling() {
            assertEquals(Vary.parse("Accept,X-Who"), Vary.parse("Accept, X-Who"));
            assertEquals(
                    Vary.parse("Accept,X-Who").hashCode(),
                    Vary.parse("Accept, X-Who").hashCode());
            assertNotEquals(Vary.parse("Accept, X-Who"), Vary.parse("X-Who, Accept"));
            assertNotEquals(Vary.parse("Accept"), Vary.parse("accept"));
            assertNotEquals(Vary.parse("Accept").hashCode(), Vary.NONE.hashCode());
            Object text = "Accept";
            assertFalse(Vary.parse("Accept").equals(text));
        }
    }

    @Nested
    @DisplayName("is refused")
    class Refused {

        private static void refused(String message, String text) {
            assertEquals(
                    message,
                    assertThrows(IllegalArgumentException.class, () -> Vary.parse(text), text)
                            .getMessage());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", ",", "Accept,", ",Accept", "Accept,,X-Who", "Accept, ,X-Who"})
        void C086_withAnEmptyName(String text) {
            refused(
                    "'" + text
                            + "' has an empty name; write names separated by single commas, such as 'Accept, Accept-Language'",
                    text);
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "Accept X-Who         | Accept X-Who",
                    "Accept; X-Who        | Accept; X-Who",
                    "Accept, \"X-Who\"    | \"X-Who\"",
                    "Accept:              | Accept:",
                    "X-Who, Acc\u00e9pt   | Acc\u00e9pt",
                    "`Accept, X\r\nY: z`  | `X\r\nY: z`"
                })
        void C086_withWhatIsNoName(String text, String name) {
            refused(
                    "'" + name
                            + "' is no field name; write names separated by commas, such as 'Accept, Accept-Language'",
                    text);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Accept, Accept         | Accept",
                    "Accept, X-Who, accept  | accept",
                    "Accept, ACCEPT, Accept | ACCEPT",
                    "*, *                   | *"
                })
        void C086_withANameTwiceWhateverItsSpelling(String text, String name) {
            refused("'" + name + "' is named twice; leave one out", text);
        }

        @ParameterizedTest
        @ValueSource(strings = {"*, Accept", "Accept, *", "Accept, *, X-Who"})
        void C086_withAStarBesideNames(String text) {
            refused("'*' stands beside other names; write it alone, or name the fields only", text);
        }
    }

    @Nested
    @DisplayName("merged with what the response has")
    class Merged {

        private static Vary vary(@Nullable String declared) {
            return declared == null ? Vary.NONE : Vary.parse(declared);
        }

        @ParameterizedTest(name = "{0} and {1}: {2}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "Accept          |                             | Accept",
                    "Accept          | ''                          | Accept",
                    "Accept          | ' , ,'                      | Accept",
                    "Accept          | X-Who                       | Accept, X-Who",
                    "Accept          | accept                      | Accept",
                    "accept          | ACCEPT,x-who, X-Who , x-who | accept, x-who",
                    "Accept, X-Who   | Origin, X-Who, Origin       | Accept, X-Who, Origin",
                    "                | Origin                      | Origin",
                    "                | Origin, origin              | Origin",
                    "*               | Origin                      | *",
                    "*               |                             | *",
                    "Accept          | *                           | *",
                    "Accept          | Origin, *                   | *",
                    "                | *                           | *"
                })
        void C086_repeatsNoNameWhateverItsSpelling(@Nullable String declared, @Nullable String present, String merged) {
            assertEquals(merged, vary(declared).mergedWith(present));
        }

        @Test
        void C086_nothingAndNothingIsNoField() {
            assertNull(Vary.NONE.mergedWith(null));
            assertNull(Vary.NONE.mergedWith(""));
            assertNull(Vary.NONE.mergedWith(" ,\t, "));
        }

        @Test
        void C087_mergingAgainAddsNothing() {
            Vary vary = Vary.parse("Accept, Accept-Language");
            String once = vary.mergedWith("Origin");
            assertEquals("Accept, Accept-Language, Origin", once);
            assertEquals(once, vary.mergedWith(once));
        }

        @Test
        void C086_holdsEachNameOfBothOnceInAnyCase() {
            long seed = 20261122;
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 30_000; i++) {
                String declared = String.join(",", distinct(random));
                String present = names(random) + "," + names(random);
                String merged = vary(declared.isEmpty() ? null : declared).mergedWith(present);
                Set<String> expected = lower(declared + "," + present);
                assertEquals(
                        expected, merged == null ? Set.of() : lower(merged), () -> seed + ": " + declared + present);
                assertEquals(expected.size(), merged == null ? 0 : merged.split(", ", -1).length, merged);
            }
        }

        private static List<String> distinct(SplittableRandom random) {
            return List.of("Accept", "X-A", "x-b").subList(0, random.nextInt(4));
        }

        private static String names(SplittableRandom random) {
            StringBuilder names = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                names.append(
                        List.of("ACCEPT", "accept", "x-a", "X-B", "X-C", "").get(random.nextInt(6)));
                names.append(random.nextBoolean() ? "," : " , ");
            }
            return names.toString();
        }

        private static Set<String> lower(String names) {
            Set<String> lower =
                    new HashSet<>(Arrays.asList(names.toLowerCase(Locale.ROOT).split("[, ]+", -1)));
            lower.remove("");
            return lower;
        }
    }

    @Nested
    @DisplayName("covers")
    class Covers {

        @ParameterizedTest(name = "{0} covers {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "Accept        |",
                    "Accept        | ''",
                    "Accept        | ACCEPT",
                    "Accept, X-Who | ' x-who,,accept '",
                    "Accept        | Origin",
                    "Accept        | 'origin, ACCEPT-ENCODING, accept'",
                    "*             | Cookie",
                    "*             | *"
                })
        void C087_whatItNamesAndWhatIsAddedAroundTheHandler(String declared, @Nullable String present) {
            assertTrue(Vary.parse(declared).coversAllOf(present));
        }

        @ParameterizedTest(name = "{0} does not cover {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "Accept        | Cookie",
                    "Accept        | 'Accept, Cookie'",
                    "Accept        | 'Cookie, Accept'",
                    "Accept        | Accept-Language",
                    "Accept        | *",
                    "Accept        | 'Accept, *'"
                })
        void R25_noNameThatTheHandlerAddedItself(String declared, String present) {
            assertFalse(Vary.parse(declared).coversAllOf(present));
        }

        @Test
        void R25_nothingIfItNamesNothing() {
            assertTrue(Vary.NONE.coversAllOf(null));
            assertTrue(Vary.NONE.coversAllOf("Origin, Accept-Encoding"));
            assertFalse(Vary.NONE.coversAllOf("Accept"));
            assertFalse(Vary.NONE.coversAllOf("*"));
        }

        @Test
        void itsOwnMerge() {
            Vary vary = Vary.parse("Accept, X-Who");
            assertTrue(vary.coversAllOf(vary.mergedWith("Origin")));
            assertFalse(vary.coversAllOf(vary.mergedWith("Cookie")));
        }
    }
}
