package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.etagere.http.Linear;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A path pattern")
class PathPatternTest {

    @Nested
    @DisplayName("matches")
    class Matches {

        @ParameterizedTest(name = "{0} matches {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "/               | /",
                    "/products       | /products",
                    "/products/      | /products/",
                    "/a/b/c          | /a/b/c",
                    "/a/*/c          | /a/b/c",
                    "/*              | /a",
                    "/*/             | /a/",
                    "/a/**           | /a",
                    "/a/**           | /a/",
                    "/a/**           | /a//",
                    "/a/**           | /a/b",
                    "/a/**           | /a/b/c/",
                    "/**             | /",
                    "/**             | //",
                    "/**             | /a/b",
                    "/a/*/**         | /a/b",
                    "/a/*/**         | /a/b/c",
                    "/100%           | /100%",
                    "/%zz            | /%zz",
                    "/a:b@c,d+e!~    | /a:b@c,d+e!~",
                    "/...            | /...",
                    "/größe          | /größe"
                })
        void thePathsThatItsSegmentsDescribe(String pattern, String path) {
            assertEquals(Map.of(), PathPattern.parse(pattern).match(path));
        }

        @ParameterizedTest(name = "{0} does not match {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "/products       | /products/",
                    "/products/      | /products",
                    "/products/      | /products//",
                    "/products       | /Products",
                    "/products       | /product",
                    "/products       | /productsx",
                    "/products       | products",
                    "/products       | xproducts",
                    "/products       | /x/products",
                    "/products       | /products/x",
                    "/products       | /products;v=1",
                    "/products       | /",
                    "/               | /a",
                    "/               | //",
                    "/*              | /",
                    "/*              | //",
                    "/*              | /a/",
                    "/*              | /a/b",
                    "/*              | a",
                    "/a/*            | /a",
                    "/a/*            | /a/",
                    "/a/*/c          | /a//c",
                    "/a/b/c          | /a/b",
                    "/a/**           | /",
                    "/a/**           | /ab",
                    "/a/**           | /A/b",
                    "/a/*/**         | /a",
                    "/a/*/**         | /a//b",
                    "/**             | a"
                })
        void noOthers(String pattern, String path) {
            assertNull(PathPattern.parse(pattern).match(path));
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/a", "/*", "/**", "/{rest:**}"})
        void nothingAtTheEmptyPath(String pattern) {
            assertNull(PathPattern.parse(pattern).match(""));
        }

        @Test
        void anOddPathAsItStands() {
            List<String> segments = List.of(
                    " ", "a b", "%2F", "%", "..", ".", "\\", "a;v=1", "?", "*", "**", "{id}", "\r\n", "\0", "\uD800");
            PathPattern one = PathPattern.parse("/a/{x}/b");
            PathPattern rest = PathPattern.parse("/a/{x:**}");
            for (String segment : segments) {
                assertEquals(Map.of("x", segment), one.match("/a/" + segment + "/b"));
                assertEquals(Map.of("x", segment + "/b"), rest.match("/a/" + segment + "/b"));
                assertNull(PathPattern.parse("/a").match("/" + segment));
            }
        }

        @Test
        void aHostilePathInLinearTime() {
            PathPattern rest = PathPattern.parse("/a/{x}/{rest:**}");
            PathPattern literal = PathPattern.parse("/aaaa/a/b");
            for (String unit : List.of("/", "/a", "a", "%", "/a/b/")) {
                Linear.assertLinear(unit, 12_500, path -> {
                    rest.match("/a/" + path);
                    literal.match("/" + path);
                });
            }
        }
    }

    @Nested
    @DisplayName("has parameters")
    class Parameters {

        @ParameterizedTest(name = "{0} reads {2} from {1}")
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "/products/{id}           | /products/42          | {id=42}",
                    "/{a}/x/{b}               | /1/x/2                | {a=1, b=2}",
                    "/{b}/{a}                 | /1/2                  | {b=1, a=2}",
                    "/{a}/*/{b}               | /1/2/3                | {a=1, b=3}",
                    "/files/{path:**}         | /files/a/b.txt        | {path=a/b.txt}",
                    "/files/{path:**}         | /files/a/             | {path=a/}",
                    "/files/{path:**}         | /files//a             | {path=/a}",
                    "/files/{path:**}         | /files/               | {path=}",
                    "/files/{path:**}         | /files                | {path=}",
                    "/{path:**}               | /                     | {path=}",
                    "/{a}/{path:**}           | /1/2/3                | {a=1, path=2/3}",
                    "/{A_b.c-9}               | /x                    | {A_b.c-9=x}",
                    "/{query}/{principals}    | /x/y                  | {query=x, principals=y}",
                    "/products/{id}           | /products/%34 2       | {id=%34 2}"
                })
        void whoseValuesAreWhatStandsInTheirPlace(String source, String path, String values) {
            PathPattern pattern = PathPattern.parse(source);
            assertEquals(values, String.valueOf(pattern.match(path)));
        }

        @Test
        void inTheOrderOfThePath() {
            assertEquals(
                    List.of("z", "a", "rest"),
                    List.copyOf(PathPattern.parse("/{z}/*/{a}/b/{rest:**}").parameters()));
            assertEquals(List.of(), List.copyOf(PathPattern.parse("/a/*/**").parameters()));
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
                    "products | does not begin with '/'; write the path relative to the context, such as '/products'",
                    "{id} | does not begin with '/'; write the path relative to the context, such as '/products'",
                    "`` | does not begin with '/'; write the path relative to the context, such as '/products'",
                    "/a b | has a blank at index 2; write methods before the path, headers on lines of their own, and '*' for a segment with a blank",
                    "/a?b=c | holds U+003F at index 2; write only the path, without query, fragment or path parameters",
                    "/a#b | holds U+0023 at index 2; write only the path, without query, fragment or path parameters",
                    "/a;b=c | holds U+003B at index 2; write only the path, without query, fragment or path parameters",
                    "/a%20b | is percent-encoded; write it decoded, for it is compared with the decoded path",
                    "/%c3%A4 | is percent-encoded; write it decoded, for it is compared with the decoded path",
                    "//a | has an empty segment; write a single '/'",
                    "/a//b | has an empty segment; write a single '/'",
                    "/a// | has an empty segment; write a single '/'",
                    "/./a | has the segment '.'; write the path that it leads to",
                    "/a/.. | has the segment '..'; write the path that it leads to",
                    "/**/a | goes on after '**'; put '**' last, or write '*' for one segment",
                    "/**/ | goes on after '**'; put '**' last, or write '*' for one segment",
                    "/{x:**}/a | goes on after '**'; put '**' last, or write '*' for one segment",
                    "/a* | mixes text and a wildcard in the segment 'a*'; give '{name}' or '*' a segment of its own, and '**' the last one",
                    "/a/*** | mixes text and a wildcard in the segment '***'; give '{name}' or '*' a segment of its own, and '**' the last one",
                    "/{id}.json | mixes text and a wildcard in the segment '{id}.json'; give '{name}' or '*' a segment of its own, and '**' the last one",
                    "/v{id} | mixes text and a wildcard in the segment 'v{id}'; give '{name}' or '*' a segment of its own, and '**' the last one",
                    "/a} | mixes text and a wildcard in the segment 'a}'; give '{name}' or '*' a segment of its own, and '**' the last one",
                    "/{ | mixes text and a wildcard in the segment '{'; give '{name}' or '*' a segment of its own, and '**' the last one",
                    "/{} | has the parameter '{}'; write '{name}' with letters, digits, '_', '.' and '-', without a regular expression",
                    "/{:**} | has the parameter '{}'; write '{name}' with letters, digits, '_', '.' and '-', without a regular expression",
                    "/{a}{b} | has the parameter '{a}{b}'; write '{name}' with letters, digits, '_', '.' and '-', without a regular expression",
                    "/{id:\\d+} | has the parameter '{id:\\d+}'; write '{name}' with letters, digits, '_', '.' and '-', without a regular expression",
                    "/{id:*} | has the parameter '{id:*}'; write '{name}' with letters, digits, '_', '.' and '-', without a regular expression",
                    "/{größe} | has the parameter '{größe}'; write '{name}' with letters, digits, '_', '.' and '-', without a regular expression",
                    "/{principal} | names a parameter '{principal}', which has a meaning of its own in groups; rename it",
                    "/{query.q} | names a parameter '{query.q}', which has a meaning of its own in groups; rename it",
                    "/{query.q:**} | names a parameter '{query.q}', which has a meaning of its own in groups; rename it",
                    "/{id}/{id} | has two parameters '{id}'; rename one of them",
                    "/{id}/{id:**} | has two parameters '{id}'; rename one of them"
                })
        void withWhatIsWrongAndWhatToWrite(String source, String message) {
            assertEquals("path '" + source + "' " + message, refusal(source));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\0", "\u0001", "\u007F", "\u0086"})
        void withTheCodeOfAControlCharacter(String control) {
            assertEquals(
                    "path '/a%sb' holds U+%04X at index 2; write only the path, without query, fragment or path parameters"
                            .formatted(control, (int) control.charAt(0)),
                    refusal("/a" + control + "b"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\t", "\r\n", "\u00A0", "\u2028"})
        void whateverTheBlank(String blank) {
            assertEquals(
                    "path '/a" + blank
                            + "' has a blank at index 2; write methods before the path, headers on lines of their own, and '*' for a segment with a blank",
                    refusal("/a" + blank));
        }

        private String refusal(String source) {
            return assertThrows(IllegalArgumentException.class, () -> PathPattern.parse(source))
                    .getMessage();
        }
    }

    @Test
    void isEqualToWhatWasReadFromTheSameText() {
        PathPattern pattern = PathPattern.parse("/a/{x}");
        assertEquals(PathPattern.parse("/a/{x}"), pattern);
        assertEquals(PathPattern.parse("/a/{x}").hashCode(), pattern.hashCode());
        assertNotEquals(PathPattern.parse("/a/{y}"), pattern);
        assertNotEquals(PathPattern.parse("/a/{y}").hashCode(), pattern.hashCode());
        assertNotEquals((Object) "/a/{x}", pattern);
        assertEquals("/a/{x}", pattern.toString());
    }
}
