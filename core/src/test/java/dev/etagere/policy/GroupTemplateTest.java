package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.http.Linear;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The template of a group")
class GroupTemplateTest {
    private static final long SEED = 20261126;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._~:/@%-]{1,200}");
    private static final Pattern SEPARATORS = Pattern.compile("[:/@]");

    private record Request(
            Map<String, String> parameters,
            Map<String, String> fields,
            @Nullable String principal) implements GroupTemplate.Values {

        @Override
        public @Nullable String path(String name) {
            return parameters.get(name);
        }

        @Override
        public @Nullable String query(String name) {
            return fields.get(name);
        }
    }

    private static final Request NOTHING = new Request(Map.of(), Map.of(), null);

    private static Request path(String... namesAndValues) {
        Map<String, String> parameters = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Request(parameters, Map.of(), null);
    }

    private static @Nullable String fill(String template, Request request) {
        return GroupTemplate.parse(template).fill(request);
    }

    @Nested
    @DisplayName("takes its values")
    class TakesItsValues {

        @Test
        void fromThePath() {
            assertEquals("product:42", fill("product:{id}", path("id", "42")));
            assertEquals("a:1/b:2/a:1", fill("a:{x}/b:{y}/a:{x}", path("x", "1", "y", "2")));
            assertEquals("file:a%2Fb.txt", fill("file:{path}", path("path", "a/b.txt")));
        }

        @Test
        void fromTheQuery() {
            Request request = new Request(Map.of("q", "no"), Map.of("q", "oak", "a b", "c", "", "e"), null);
            assertEquals("search:oak", fill("search:{query.q}", request));
            assertEquals("search:c", fill("search:{query.a b}", request));
        }

        @Test
        void fromTheCaller() {
            Request request = new Request(Map.of("principal", "no"), Map.of("principal", "no"), "alice");
            assertEquals("user:alice", fill("user:{principal}", request));
        }

        @Test
        void fromAllOfThem() {
            Request request = new Request(Map.of("p", "1"), Map.of("q", "2"), "3");
            assertEquals("1:2:3:x", fill("{p}:{query.q}:{principal}:x", request));
        }

        @Test
        void fromNowhereIfItIsConstant() {
            String source = "a/b:c@d.e_f~g%20h-i";
            assertSame(source, fill(source, NOTHING));
        }

        @Test
        void andReadsAParameterOfTheQueryThatIsNotThereAsEmpty() {
            assertEquals("search:", fill("search:{query.q}", NOTHING));
            assertEquals("search:", fill("search:{query.q}", new Request(Map.of(), Map.of("q", ""), null)));
        }

        @Test
        void andAnEmptyOneFromThePathAsEmpty() {
            assertEquals("file:", fill("file:{path}", path("path", "")));
        }

        @Test
        void andNamesNothingForACallerThatIsNotThere() {
            assertNull(fill("user:{principal}", NOTHING));
            assertNull(fill("a:{x}/{principal}/b", path("x", "1")));
            assertEquals("user:", fill("user:{principal}", new Request(Map.of(), Map.of(), "")));
        }

        /** Behind a locator the parameters are not known before, and a misspelt one must not be one group for all. */
        @Test
        void andNamesNothingForAPathParameterThatIsNotThere() {
            assertNull(fill("product:{idd}", path("id", "42")));
            assertNull(fill("{principal}/{query.q}/{x}", new Request(Map.of(), Map.of("q", "1"), "alice")));
        }
    }

    @Nested
    @DisplayName("knows")
    class Knows {

        @Test
        void itsPathParametersInTheOrderOfTheirFirstUse() {
            GroupTemplate template = GroupTemplate.parse("x:{b}:{query.c}:{a}:{b}:{principal}:{query}");
            assertEquals(List.of("b", "a", "query"), List.copyOf(template.pathParameters()));
            assertEquals(List.of(), List.copyOf(GroupTemplate.parse("a").pathParameters()));
        }

        @ParameterizedTest(name = "{0}: constant {1}, principal {2}, query {3}")
        @CsvSource({
            "products,         true,  false, false",
            "product:{id},     false, false, false",
            "{id}:product,     false, false, false",
            "user:{principal}, false, true,  false",
            "s:{query.q},      false, false, true",
            "s:{query},        false, false, false",
            "s:{principal.x},  false, false, false",
            "{principal}:{query.principal}, false, true, true"
        })
        void whatItDependsOn(String source, boolean constant, boolean principal, boolean query) {
            GroupTemplate template = GroupTemplate.parse(source);
            assertEquals(constant, template.constant());
            assertEquals(principal, template.usesPrincipal());
            assertEquals(query, template.usesQuery());
        }

        @Test
        void theTextThatItWasReadFrom() {
            GroupTemplate template = GroupTemplate.parse("a:{x}");
            assertEquals("a:{x}", template.toString());
            assertEquals(GroupTemplate.parse("a:{x}"), template);
            assertEquals(GroupTemplate.parse("a:{x}").hashCode(), template.hashCode());
            assertNotEquals(GroupTemplate.parse("a:{y}"), template);
            assertNotEquals(GroupTemplate.parse("a:{y}").hashCode(), template.hashCode());
            assertNotEquals((Object) "a:{x}", template);
        }
    }

    @Nested
    @DisplayName("is refused")
    class Refused {

        @ParameterizedTest(name = "''{0}''")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "`` | is empty; write a name such as 'products' or 'product:{id}'",
                    "@app | begins with '@', which is reserved; begin with another character",
                    "@{id} | begins with '@', which is reserved; begin with another character",
                    "a b | holds U+0020 at index 1, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; declare each group on its own",
                    "a,b | holds U+002C at index 1, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; declare each group on its own",
                    "{id}+b | holds U+002B at index 4, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; write '%2B'",
                    "größe | holds U+00F6 at index 2, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; write '%C3%B6'",
                    "x:😀 | holds U+D83D at index 2, and a group name is made of A-Z a-z 0-9 . _ ~ : / @ % -; write '%F0%9F%98%80'",
                    "a} | has a '}' without '{' at index 1; write placeholders as {name} for a path parameter, {query.name} or {principal}",
                    "a{b}} | has a '}' without '{' at index 4; write placeholders as {name} for a path parameter, {query.name} or {principal}",
                    "a:{id | does not close the '{' at index 2; write placeholders as {name} for a path parameter, {query.name} or {principal}",
                    "a:{b}{ | does not close the '{' at index 5; write placeholders as {name} for a path parameter, {query.name} or {principal}",
                    "a:{query.} | has a {query.} without a name; write {query.name}",
                    "a:{} | has an empty placeholder; write {name} for a path parameter, {query.name} or {principal}",
                    "a:{id:\\d} | has the placeholder {id:\\d}, which is no name of a path parameter; write {name} for a path parameter, {query.name} or {principal}, without a regular expression",
                    "a:{{b}} | has the placeholder {{b}, which is no name of a path parameter; write {name} for a path parameter, {query.name} or {principal}, without a regular expression",
                    "a:{ id } | has the placeholder { id }, which is no name of a path parameter; write {name} for a path parameter, {query.name} or {principal}, without a regular expression",
                    "a:{**} | has the placeholder {**}, which is no name of a path parameter; write {name} for a path parameter, {query.name} or {principal}, without a regular expression",
                    "{id} | has no text of its own, so that a request could name any group; write 'item:{id}'",
                    "{a}{principal} | has no text of its own, so that a request could name any group; write 'item:{a}{principal}'"
                })
        void withWhatIsWrongAndWhatToWrite(String source, String message) {
            assertEquals("group '" + source + "' " + message, refusal(source));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\r", "\n", "\0", "\t", "\u007F", "\u0085", "\u2028", "\uD800", "\uDC00"})
        void ofAnyCharacterThatCouldBreakAHeader(String character) {
            assertTrue(
                    refusal("a" + character).contains("holds U+%04X at index 1".formatted((int) character.charAt(0))));
            assertTrue(refusal("a" + character + "b{id}").contains(" at index 1"));
        }

        @Test
        void ifItsOwnTextAloneWouldBeTooLong() {
            String longest = "x".repeat(200);
            assertEquals(longest, fill(longest, NOTHING));
            assertEquals(200, GroupTemplate.parse(longest + "{id}").toString().length() - 4);
            assertEquals(
                    "group '" + longest + "x' has 201 characters of text; use at most 200", refusal(longest + "x"));
            assertEquals(
                    "group 'x{id}" + longest + "' has 201 characters of text; use at most 200",
                    refusal("x{id}" + longest));
        }

        private String refusal(String source) {
            return assertThrows(IllegalArgumentException.class, () -> GroupTemplate.parse(source))
                    .getMessage();
        }
    }

    @Nested
    @DisplayName("lets no value pose as another group")
    class NoValuePoses {
        private final SplittableRandom random = new SplittableRandom(SEED);

        @ParameterizedTest(name = "{0} becomes {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "a:b        | x:a%3Ab",
                    "a/b        | x:a%2Fb",
                    "@app       | x:%40app",
                    "a%3Ab      | x:a%253Ab",
                    "a,b        | x:a%2Cb",
                    "a+b        | x:a%2Bb",
                    "{id}       | x:%7Bid%7D",
                    "a.b_c~d-e  | x:a.b_c~d-e",
                    "é          | x:%C3%A9",
                    "€          | x:%E2%82%AC",
                    "😀         | x:%F0%9F%98%80"
                })
        void sinceItIsEncoded(String value, String name) {
            assertEquals(name, fill("x:{id}", path("id", value)));
        }

        @Test
        void andNoLineBreakReachesTheName() {
            assertEquals("x:%0D%0ASet-Cookie%3A%20a%3Db", fill("x:{id}", path("id", "\r\nSet-Cookie: a=b")));
        }

        /** Soundness, section 4, row 4. */
        @Test
        void whateverItsCharacters() {
            GroupTemplate template = GroupTemplate.parse("g:{p}/{query.q}@{principal}");
            for (int i = 0; i < 100_000; i++) {
                Request request = new Request(Map.of("p", value(30)), Map.of("q", value(30)), value(30));
                String name = Objects.requireNonNull(template.fill(request));
                assertTrue(NAME.matcher(name).matches(), () -> "seed " + SEED + ": " + request + " gives " + name);
                if (name.length() < 193) {
                    assertEquals(List.of("g", request.path("p"), request.query("q"), request.principal), read(name));
                }
            }
        }

        /** Up to as many characters of any kind. */
        private String value(int length) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(length); i > 0; i--) {
                int c = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x100);
                text.appendCodePoint(c >= 0xD800 && c < 0xE000 ? '\n' : c);
            }
            return text.toString();
        }

        /** A reader that knows of percent-encoding only what a URL is. */
        private static List<String> read(String name) {
            return SEPARATORS
                    .splitAsStream(name + ":end")
                    .limit(4)
                    .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                    .toList();
        }

        /** Also with halves of surrogate pairs, which no text in UTF-8 can hold and a request can. */
        @Test
        void norAsAnotherTupleOfValues() {
            String[] pieces = {"a", ":", "/", "@", "%", "%3A", "3A", ",", "\uD800", "\uDC00", "ð", "\n", "~", "{p}", "-"
            };
            for (String source :
                    List.of("{a}:{b}", "x:{a}/{b}", "{a}/{b}@y", "x:{a}/:{b}", "{a}-:{b}.z", "%:{a}:%{b}")) {
                GroupTemplate template = GroupTemplate.parse(source);
                Map<String, List<String>> tuples = new HashMap<>();
                for (int i = 0; i < 10_000; i++) {
                    List<String> tuple = List.of(some(pieces), some(pieces));
                    String name = template.fill(path("a", tuple.get(0), "b", tuple.get(1)));
                    List<String> same = tuples.put(name, tuple);
                    assertTrue(
                            same == null || same.equals(tuple),
                            () -> "seed " + SEED + ": " + source + " names " + name + " for " + tuple + " and " + same);
                }
                assertTrue(tuples.size() > 3_000, "different names: " + tuples.size());
            }
        }

        private String some(String... pieces) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(4); i > 0; i--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            return text.toString();
        }

        /** They move together, which costs a 200 now and then and is no lie. */
        @Test
        void butValuesThatNothingSeparatesShareAGroup() {
            for (String source : List.of("x:{a}{b}", "x:{a}-{b}")) {
                String middle = source.contains("-") ? "-" : "";
                assertEquals(
                        fill(source, path("a", "1", "b", "2" + middle + "3")),
                        fill(source, path("a", "1" + middle + "2", "b", "3")));
            }
        }

        @Test
        void norIfItIsTooLongAndFolded() {
            String head = "v".repeat(5_000);
            String one = Objects.requireNonNull(fill("x:{id}", path("id", head + "1")));
            String two = Objects.requireNonNull(fill("x:{id}", path("id", head + "2")));
            assertNotEquals(one, two);
            assertEquals(one, fill("x:{id}", path("id", head + "1")));
            assertTrue(one.matches("x:v{158}~[0-9a-f]{32}"), one);
            assertNotEquals(one, fill("y:{id}", path("id", head + "1")));
        }

        @Test
        void inLinearTime() {
            GroupTemplate template = GroupTemplate.parse("x:{id}");
            for (String unit : List.of("a", "\r\n", "%", "😀", "\uD800")) {
                Linear.assertLinear(unit, 12_500, value -> template.fill(path("id", value)));
            }
        }
    }
}
