package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Cache directives")
class CacheDirectivesTest {

    private static final long SEED = 20261122;

    private static CacheDirectives parse(String text) {
        return CacheDirectives.parse(text);
    }

    @Nested
    @DisplayName("read")
    class Read {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "no-cache                             | no-cache",
                    "public,max-age=30                    | public, max-age=30",
                    "  Public ,\tMAX-AGE=30 \t            | public, max-age=30",
                    "max-age=30, public                   | max-age=30, public",
                    "public, max-age=007                  | public, max-age=007",
                    "no-cache=\"Set-Cookie, X-Who\"       | no-cache=\"Set-Cookie, X-Who\"",
                    "private=\"X-Who\", max-age=3         | private=\"X-Who\", max-age=3",
                    "Community=\"UCI, \\\"q\\\"\", x=1, y | community=\"UCI, \\\"q\\\"\", x=1, y",
                    "x=\"\"                               | x=\"\""
                })
        void C070_isPrintedInLowerCaseAndInItsOrder(String text, String printed) {
            CacheDirectives read = parse(text);
            assertEquals(printed, read.toString());
            assertEquals(read, parse(printed));
        }

        @Test
        void tellsWhatItSays() {
            CacheDirectives all = parse("public, max-age=30, s-maxage=300, must-revalidate, immutable");
            assertTrue(all.isPublic() && all.mustRevalidate() && all.immutable() && all.shared());
            assertFalse(all.isPrivate() || all.noStore() || all.noCache());
            assertEquals(Duration.ofSeconds(30), all.maxAge());
            assertEquals(Duration.ofMinutes(5), all.sMaxAge());
        }

        @Test
        void tellsWhatItDoesNotSay() {
            CacheDirectives none = parse("no-transform");
            assertFalse(none.isPublic() || none.mustRevalidate() || none.immutable() || none.shared());
            assertFalse(none.isPrivate() || none.noStore() || none.noCache());
            assertNull(none.maxAge());
            assertNull(none.sMaxAge());
        }

        @Test
        void tellsThatItIsPrivateOrNotToBeStored() {
            assertTrue(parse("private").isPrivate());
            assertTrue(parse("no-store").noStore());
            assertTrue(parse("no-cache").noCache());
            assertEquals(Duration.ZERO, parse("max-age=0").maxAge());
        }

        @Test
        void C070_withFieldNamesItSpeaksOfTheseFieldsOnly() {
            assertFalse(parse("private=\"X-Who\"").isPrivate());
            assertFalse(parse("no-cache=\"X-Who\"").noCache());
        }

        @Test
        void C070_secondsReachToTwoToThePowerOf31() {
            assertEquals(
                    Duration.ofSeconds(1L << 31), parse("max-age=2147483648").maxAge());
            assertEquals(
                    Duration.ofSeconds(1L << 31), parse("s-maxage=2147483648").sMaxAge());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "max-age=60, stale-while-revalidate=30, stale-if-error=86400",
                    "public, max-age=31536000, immutable",
                    "s-maxage=60, immutable",
                    "max-age=0, s-maxage=010, immutable",
                    "private, max-age=60, immutable",
                    "no-store, no-cache, must-revalidate, private",
                    "public, no-cache, must-revalidate, proxy-revalidate, no-transform, must-understand",
                    "public, private=\"X-Who\"",
                    "s-maxage=60, private=\"X-Who\"",
                    "no-cache=\"X-Who\", max-age=60, immutable",
                    "surrogate-control=1, x-public, pub, stale",
                    "max-age=60, cdn-max-age=300, no-vary"
                })
        @DisplayName("RFC 9111, 5861 and 8246, and what nobody has defined")
        void C074_isAcceptedAsItStands(String text) {
            assertEquals(text, parse(text).toString());
        }
    }

    @Nested
    @DisplayName("compared")
    class Compared {

        @Test
        void areEqualIfTheySayTheSameInTheSameOrder() {
            assertEquals(parse("public, max-age=3"), parse("PUBLIC ,max-age=3"));
            assertEquals(
                    parse("public, max-age=3").hashCode(),
                    parse("PUBLIC ,max-age=3").hashCode());
            assertNotEquals(parse("public, max-age=3"), parse("max-age=3, public"));
            assertNotEquals(parse("max-age=3"), parse("max-age=4"));
            assertNotEquals(parse("x=A"), parse("x=a"));
            assertNotEquals(parse("public").hashCode(), parse("private").hashCode());
        }

        @Test
        void areNoText() {
            Object text = "public";
            assertFalse(parse("public").equals(text));
        }
    }

    @Nested
    @DisplayName("for one caller alone")
    class ForOneCaller {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "public, max-age=30, s-maxage=300               | private, max-age=30",
                    "no-cache                                       | private, no-cache",
                    "max-age=30                                     | private, max-age=30",
                    "s-maxage=300                                   | private",
                    "public, s-maxage=300, immutable                | private",
                    "s-maxage=300, immutable, max-age=0             | private, max-age=0",
                    "s-maxage=300, immutable, max-age=3             | private, immutable, max-age=3",
                    "public, must-revalidate, proxy-revalidate      | private, must-revalidate",
                    "max-age=3, private=\"X-Who\", x                | private, max-age=3, x",
                    "public, no-cache=\"Set-Cookie\"                | private, no-cache=\"Set-Cookie\"",
                    "public, max-age=31536000, immutable            | private, max-age=31536000, immutable"
                })
        void C072_nothingIsLeftForSharedCaches(String shared, String narrowed) {
            CacheDirectives directives = parse(shared).toPrivate();
            assertEquals(narrowed, directives.toString());
            assertTrue(directives.isPrivate());
            assertFalse(directives.shared());
        }

        @ParameterizedTest
        @ValueSource(strings = {"private", "private, max-age=3", "no-store", "no-store, private=\"X-Who\""})
        void C073_whatNobodyElseMayHaveStaysAsItIs(String text) {
            CacheDirectives directives = parse(text);
            assertSame(directives, directives.toPrivate());
        }
    }

    @Nested
    @DisplayName("that are hardly meant")
    class Warned {

        @ParameterizedTest
        @ValueSource(strings = {"stale-while-revalidate", "stale-if-error"})
        void C074_staleAnswersAreOpposedByStrictness(String stale) {
            for (String strict : List.of("must-revalidate", "proxy-revalidate", "s-maxage", "no-cache")) {
                String text = strict.equals("s-maxage") ? "s-maxage=60" : strict;
                assertEquals(
                        List.of("'%s' has no effect in caches that heed '%s'; leave one out".formatted(stale, strict)),
                        parse(stale + "=30, " + text).warnings());
            }
        }

        @Test
        void C074_eachPairIsNamed() {
            assertEquals(
                    List.of(
                            "'stale-while-revalidate' has no effect in caches that heed 'must-revalidate'; leave one out",
                            "'stale-while-revalidate' has no effect in caches that heed 's-maxage'; leave one out",
                            "'stale-if-error' has no effect in caches that heed 'must-revalidate'; leave one out",
                            "'stale-if-error' has no effect in caches that heed 's-maxage'; leave one out"),
                    parse("stale-if-error=9, s-maxage=3, must-revalidate, stale-while-revalidate=9")
                            .warnings());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"no-cache, max-age=1", "no-cache, s-maxage=60", "public, max-age=0, s-maxage=9, no-cache"})
        void C071_ageThatNoCacheMayUseIsNamed(String text) {
            assertEquals(
                    List.of("'no-cache' lets no cache use the age; leave out 'no-cache' or the age"),
                    parse(text).warnings());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no-cache",
                    "public, max-age=30, s-maxage=300",
                    "no-cache, max-age=0",
                    "no-cache=\"X-Who\", max-age=30",
                    "no-cache=\"X-Who\", stale-if-error=30",
                    "max-age=30, stale-while-revalidate=30",
                    "must-revalidate, proxy-revalidate"
                })
        void restIsNot(String text) {
            assertEquals(List.of(), parse(text).warnings());
        }
    }

    @Nested
    @DisplayName("of any origin")
    class Mentioned {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "no-store",
                    "NO-STORE",
                    " no-store ",
                    "\tNo-Store,public",
                    "public, no-store",
                    "public,no-store",
                    ",, ,no-store",
                    "no-store=1",
                    "no-store=\"x\"",
                    "no-store x",
                    "x=\"a\", no-store",
                    "x=\"a\\\"\", no-store",
                    "x=\"a, b\", no-store",
                    "x=\"\\\\\", no-store",
                    "max-age=, no-store",
                    ";;, no-store",
                    "\u00e9, no-store",
                    "no-store, x=\"",
                    "max-age=1, max-age=2, no-store, no-store"
                })
        void areFoundWhateverStandsAround(String field) {
            assertTrue(CacheDirectives.mentions(field, "no-store"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    " ",
                    ",",
                    "no-stor",
                    "no-stores",
                    "xno-store",
                    "x-no-store",
                    "x no-store",
                    "x=no-store",
                    "\"no-store\"",
                    "x=\"a, no-store\"",
                    "x=\"a, no-store, b\", y",
                    "x=\"a\\\", no-store, \"",
                    "x=\"a, no-store",
                    "x=\"a\\",
                    "no_store",
                    "no-cache"
                })
        void areNotFoundWhereTheyAreNoMember(String field) {
            assertFalse(CacheDirectives.mentions(field, "no-store"));
        }

        @Test
        void areLookedForInLinearTime() {
            for (String unit : List.of("\"", "\\", ",", " ", "a", "\"\\\",", "no-store")) {
                Linear.assertLinear(unit, 8000 / unit.length(), field -> CacheDirectives.mentions(field, "no-stor"));
            }
        }
    }

    @Nested
    @DisplayName("of any text")
    class AnyText {

        private static final String[] PIECES = {
            "public",
            "private",
            "no-cache",
            "no-store",
            "max-age",
            "s-maxage",
            "immutable",
            "must-revalidate",
            "proxy-revalidate",
            "stale-if-error",
            "stale-while-revalidate",
            "x-y",
            "MAX-AGE",
            "=0",
            "=60",
            "=\"A, b\"",
            "=\"\\\"\"",
            "=",
            "\"",
            ",",
            ", ",
            " ,",
            " ",
            "-",
            "max-stale",
            "\n"
        };

        private final SplittableRandom random = new SplittableRandom(SEED);

        private String declaration() {
            if (random.nextBoolean()) {
                return Texts.random(random, 9, PIECES);
            }
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1, 5); i > 0; i--) {
                text.append(PIECES[random.nextInt(13)]);
                text.append(random.nextInt(3) == 0 ? PIECES[random.nextInt(13, 17)] : "");
                text.append(i == 1 ? "" : PIECES[random.nextInt(19, 22)]);
            }
            return text.toString();
        }

        /** {@code null} if it was refused, as it may be, in words. */
        private static @Nullable CacheDirectives accepted(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException refused) {
                String message = String.valueOf(refused.getMessage());
                assertTrue(
                        message.matches("(?s).+[;?:] .+"), "seed " + SEED + ": " + text + " is refused by " + message);
                return null;
            }
        }

        @Test
        void C070_printedAndReadAgainIsTheSameAndAllElseIsRefusedInWords() {
            int accepted = 0;
            for (int i = 0; i < 50_000; i++) {
                String text = declaration();
                CacheDirectives read = accepted(text);
                if (read != null) {
                    accepted++;
                    assertEquals(read, parse(read.toString()), () -> "seed " + SEED + ": " + text);
                    assertEquals(read.toString(), parse(read.toString()).toString());
                    assertTrue(read.names().stream().allMatch(name -> CacheDirectives.mentions(text, name)), text);
                }
            }
            assertTrue(accepted > 5_000, "accepted " + accepted);
        }

        @Test
        void C071_whatIsNarrowedToOneCallerHoldsNoContradiction() {
            for (int i = 0; i < 50_000; i++) {
                String text = declaration();
                CacheDirectives read = accepted(text);
                if (read != null) {
                    CacheDirectives narrowed = read.toPrivate();
                    assertEquals(narrowed, accepted(narrowed.toString()), () -> "seed " + SEED + ": " + text);
                    assertEquals(narrowed, narrowed.toPrivate());
                    assertFalse(narrowed.shared(), text);
                    assertTrue(narrowed.isPrivate() || narrowed.noStore(), text);
                }
            }
        }

        @Test
        void isSearchedWithoutAnException() {
            for (int i = 0; i < 50_000; i++) {
                CacheDirectives.mentions(Texts.random(random, 12, PIECES), "no-store");
            }
        }
    }
}
