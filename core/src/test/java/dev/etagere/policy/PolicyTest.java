package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A policy")
class PolicyTest {
    private static final String PLACE = "com.x.Products.get(String)";

    private static List<String> problems(Policy.Builder policy) {
        return assertThrows(PolicyException.class, policy::build).problems();
    }

    @Nested
    @DisplayName("made in code")
    class MadeInCode {

        @Test
        void isRevalidatedByWeakTagsUnlessToldOtherwise() {
            Policy policy = Policy.builder(PLACE).build();
            assertEquals(
                    "Cache-Control: no-cache; Vary: ; Groups: ; Learned-Groups: off; ETag: weak; Last-Modified: on; Mode: enforce; Trust: unbounded; Strict: off; Cache-Tag: off; Audit: on",
                    policy.toString());
            assertEquals(PLACE, policy.place());
            assertNull(policy.trust());
            assertFalse(policy.validates(), "there is nothing to compare");
            assertEquals(List.of(), policy.warnings());
        }

        @Test
        void tellsAllItsMistakesWithItsPlace() {
            Policy.Builder policy = Policy.builder(PLACE)
                    .cacheControl("public, privat")
                    .vary("Accept Language")
                    .groups("a b", "product:{idd}", "product:{id}", "product:{id}")
                    .pathParameters(Set.of("id"))
                    .trust("soon");
            PolicyException e = assertThrows(PolicyException.class, policy::build);
            assertEquals(
                    List.of(
                            PLACE + ": Cache-Control: 'privat' is unknown; did you mean 'private'?",
                            PLACE
                                    + ": Vary: 'Accept Language' is no field name; write names separated by commas, such as 'Accept, Accept-Language'",
                            PLACE
                                    + ": Groups: group 'a b' holds U+0020 at index 1, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; declare each group on its own",
                            PLACE + ": Groups: names 'product:{id}' twice; leave one out",
                            PLACE
                                    + ": Trust: 'soon' is no duration; write a number with s, m, h or d, such as 30s or 1h",
                            PLACE
                                    + ": Groups: group 'product:{idd}' uses {idd}, which is no parameter of the path; write {id}"),
                    e.problems());
            assertEquals(String.join(System.lineSeparator(), e.problems()), e.getMessage());
        }

        @Test
        void knowsNothingOfThePathUnlessTold() {
            Policy.Builder policy = Policy.builder(PLACE).groups("a:{x}");
            assertEquals("[a:{x}]", policy.build().groups().toString());
            assertEquals(1, problems(policy.pathParameters(Set.of())).size());
            assertEquals(
                    "[a:{x}]",
                    policy.pathParameters(null).build().groups().toString(),
                    "behind a locator there may be more than is known");
        }

        /** A path of JAX-RS can have parameters of such names, and touches in code would miss the group of another. */
        @Test
        void refusesAPlaceholderThatTheKnownPathMeansOtherwise() {
            Policy.Builder policy = Policy.builder(PLACE)
                    .groups("a:{principal}", "b:{query.q}", "c:{query.r}")
                    .pathParameters(Set.of("principal", "query.q", "r"));
            assertEquals(
                    List.of(
                            PLACE
                                    + ": Groups: group 'a:{principal}' uses {principal}, and the path has a parameter of that name; rename the path parameter",
                            PLACE
                                    + ": Groups: group 'b:{query.q}' uses {query.q}, and the path has a parameter of that name; rename the path parameter"),
                    problems(policy));
        }

        @Test
        void takesItsLastWord() {
            Policy policy = Policy.builder(PLACE)
                    .cacheControl("public")
                    .cacheControl("private")
                    .groups("a")
                    .groups(List.of("b", "c"))
                    .trust("1h")
                    .trust(Duration.ofSeconds(90))
                    .build();
            assertEquals(
                    "Cache-Control: private; Vary: ; Groups: b, c; Learned-Groups: off; ETag: weak; Last-Modified: on; Mode: enforce; Trust: PT1M30S; Strict: off; Cache-Tag: off; Audit: on",
                    policy.toString());
        }

        @Test
        void isNotChangedByWhatItsBuilderHearsLater() {
            Policy.Builder builder = Policy.builder(PLACE).groups("a");
            Policy policy = builder.build();
            builder.groups("b");
            assertEquals("[a]", policy.groups().toString());
            assertThrows(
                    UnsupportedOperationException.class, () -> policy.groups().clear());
            assertThrows(
                    UnsupportedOperationException.class, () -> policy.warnings().clear());
        }

        @ParameterizedTest(name = "{0} ms")
        @CsvSource({"999", "1", "0", "-1000"})
        void refusesATrustTooShortToBeMeant(long millis) {
            assertEquals(
                    List.of(PLACE + ": Trust: " + millis + " ms is too short; write 1s or more"),
                    problems(Policy.builder(PLACE).trust(Duration.ofMillis(millis))));
        }

        /** Or every request would fail where it is counted in nanoseconds. */
        @ParameterizedTest
        @CsvSource({"PT876000H0.001S, 36500", "PT2562047788015215H, 106751991167300"})
        void refusesATrustTooLongToBeCounted(Duration trust, long days) {
            assertEquals(
                    List.of(PLACE + ": Trust: " + days
                            + " days are too many; write 36500d or less, or leave Trust out for no bound"),
                    problems(Policy.builder(PLACE).trust(trust)));
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT1S", "PT1.5S", "PT876000H"})
        void takesATrustBetween(Duration trust) {
            assertEquals(trust, Policy.builder(PLACE).trust(trust).build().trust());
        }
    }

    @Nested
    @DisplayName("is")
    class Is {

        @ParameterizedTest(name = "{0}: shared {1}")
        @CsvSource({
            "public,                     true",
            "'public, no-cache',         true",
            "s-maxage=9,                 true",
            "no-cache,                   false",
            "max-age=9,                  false",
            "private,                    false",
            "no-store,                   false"
        })
        void sharedOrPersonal(String cacheControl, boolean shared) {
            Policy policy = Policy.builder(PLACE).cacheControl(cacheControl).build();
            assertEquals(shared, policy.shared());
            assertEquals(!shared, policy.personal());
        }

        @Test
        void ableToValidateByGroupsOrTheApplication() {
            assertTrue(Policy.builder(PLACE).groups("a").build().validates());
            assertTrue(Policy.builder(PLACE).etag(ETagMode.APPLICATION).build().validates());
            assertFalse(Policy.builder(PLACE).etag(ETagMode.STRONG).build().validates());
        }
    }

    /** Annotations come through the builder, and always with all their values. */
    @Nested
    @DisplayName("read from a file")
    class ReadFromAFile {
        private static final String[][] HEADERS = {
            {"Cache-Control", "no-cache", "public, max-age=30", "private", "no-store", "public, immutable, max-age=9"},
            {"Cache-Control", "public, stale-if-error=9, s-maxage=9", "no-cache, max-age=9", "publik"},
            {"Vary", "Accept", "accept-encoding", "*", "Accept, Accept", "Accept-Encoding, Accept"},
            {"Groups", "a", "a, b:{x}", "user:{principal}", "b:{y}", "a, a", "{x}", "s:{query.q}"},
            {"ETag", "weak", "strong", "application", "off"},
            {"Last-Modified", "on", "exact", "off"},
            {"Mode", "enforce", "report", "off"},
            {"Trust", "1s", "30 d", "0s", "1", "1w"},
            {"Cache-Tag", "on", "off"}
        };

        @Test
        void isTheSameAsOneMadeInCodeMistakesAndWarningsIncluded() {
            long seed = 20261126;
            SplittableRandom random = new SplittableRandom(seed);
            int good = 0;
            for (int i = 0; i < 2_000; i++) {
                StringBuilder file = new StringBuilder("/a/{x}\n");
                Policy.Builder builder = Policy.builder("f").pathParameters(Set.of("x"));
                tell(random, file, builder);
                String read = read(file.toString());
                assertEquals(made(builder), read, () -> "seed " + seed + ": " + file);
                good += read.startsWith("Cache-Control: ") ? 1 : 0;
            }
            assertTrue(good > 400 && good < 1_600, "without a mistake: " + good);
        }

        private static void tell(SplittableRandom random, StringBuilder file, Policy.Builder builder) {
            int first = random.nextInt(2);
            for (int i = first; i < HEADERS.length; i++) {
                if (i == first || (i > 1 && random.nextInt(3) == 0)) {
                    String value = HEADERS[i][1 + random.nextInt(HEADERS[i].length - 1)];
                    file.append(HEADERS[i][0]).append(": ").append(value).append('\n');
                    tell(HEADERS[i][0], value, builder);
                }
            }
        }

        private static void tell(String header, String value, Policy.Builder builder) {
            String constant = value.toUpperCase(Locale.ROOT);
            switch (header) {
                case "Cache-Control" -> builder.cacheControl(value);
                case "Vary" -> builder.vary(value);
                case "Groups" -> builder.groups(value.split(", "));
                case "ETag" -> builder.etag(ETagMode.valueOf(constant));
                case "Last-Modified" -> builder.lastModified(LastModifiedMode.valueOf(constant));
                case "Mode" -> builder.mode(Mode.valueOf(constant));
                case "Trust" -> builder.trust(value);
                default -> builder.cacheTag(value.equals("on"));
            }
        }

        private static String read(String file) {
            try {
                PolicyTable table = PolicyTable.parse("f", file);
                return table.routes().get(0).policy() + unplaced(table.warnings());
            } catch (PolicyException e) {
                return unplaced(e.problems());
            }
        }

        private static String made(Policy.Builder builder) {
            try {
                Policy policy = builder.build();
                return policy + unplaced(policy.warnings());
            } catch (PolicyException e) {
                return unplaced(e.problems());
            }
        }

        /** The messages without their places, and so in an order that does not depend on these. */
        private static String unplaced(List<String> messages) {
            return messages.stream()
                    .map(message -> message.replaceFirst("^f(:\\d+)?: ", ""))
                    .sorted()
                    .toList()
                    .toString();
        }

        @Test
        void isTheSameAsOneMadeWithAllDefaultsSpelledOut() {
            Policy spelled = Policy.builder(PLACE)
                    .cacheControl("public, no-cache")
                    .groups("product:{id}")
                    .pathParameters(Set.of("id"))
                    .etag(ETagMode.WEAK)
                    .lastModified(LastModifiedMode.ON)
                    .mode(Mode.ENFORCE)
                    .cacheTag(true)
                    .build();
            PolicyTable table =
                    PolicyTable.parse("f", "/products/{id}\nCache-Control: public, no-cache\nGroups: product:{id}\n");
            assertEquals(
                    spelled.toString(), String.valueOf(table.routes().get(0).policy()));
        }
    }
}
