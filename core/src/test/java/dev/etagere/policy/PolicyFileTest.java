package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.http.Linear;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A policy file")
class PolicyFileTest {
    private static final String SHOP = """
            # /WEB-INF/cache-policies
            /products
              Cache-Control: public, max-age=30, s-maxage=300
              Vary: Accept, Accept-Language
              Groups: products

            /products/{id}
              Cache-Control: public, no-cache
              ETag: strong
              Groups: product:{id}

            PUT DELETE /products/{id}
              Touches: products, product:{id}

            /account/**
              Cache-Control: private, no-cache
              Groups: user:{principal}

            /assets/**
              Cache-Control: public, max-age=31536000, immutable
            """;

    private static PolicyTable parse(String text) {
        return PolicyTable.parse("cache-policies", text);
    }

    private static Policy policy(String text) {
        return Objects.requireNonNull(parse(text).routes().get(0).policy());
    }

    /** All that a table says, places included. */
    private static String all(PolicyTable table) {
        List<String> lines = new ArrayList<>();
        for (Route route : table.routes()) {
            Policy policy = route.policy();
            if (policy != null) {
                lines.add(policy.place() + " " + route + " " + policy);
            }
            for (String method : route.writeMethods()) {
                Touches touches = Objects.requireNonNull(route.touches(method));
                lines.add(touches.place() + " " + method + " " + route + " " + touches);
            }
        }
        return String.join("\n", lines);
    }

    @Test
    void saysInTheHeadersOfHttpWhatHoldsForAPath() {
        assertEquals("""
                cache-policies:2 /products Cache-Control: public, max-age=30, s-maxage=300; Vary: Accept, Accept-Language; Groups: products; Learned-Groups: off; ETag: weak; Last-Modified: on; Mode: enforce; Trust: unbounded; Strict: off; Cache-Tag: on; Audit: on
                cache-policies:7 /products/{id} Cache-Control: public, no-cache; Vary: ; Groups: product:{id}; Learned-Groups: off; ETag: strong; Last-Modified: on; Mode: enforce; Trust: unbounded; Strict: off; Cache-Tag: on; Audit: on
                cache-policies:13 PUT /products/{id} Touches: products, product:{id}
                cache-policies:13 DELETE /products/{id} Touches: products, product:{id}
                cache-policies:15 /account/** Cache-Control: private, no-cache; Vary: ; Groups: user:{principal}; Learned-Groups: off; ETag: weak; Last-Modified: on; Mode: enforce; Trust: unbounded; Strict: off; Cache-Tag: off; Audit: on
                cache-policies:19 /assets/** Cache-Control: public, max-age=31536000, immutable; Vary: ; Groups: ; Learned-Groups: off; ETag: weak; Last-Modified: on; Mode: enforce; Trust: unbounded; Strict: off; Cache-Tag: on; Audit: on""", all(parse(SHOP)));
    }

    @Nested
    @DisplayName("means the same")
    class MeansTheSame {

        @ParameterizedTest
        @ValueSource(strings = {"\r\n", "\r", "  \n", "\t\r\n", " \f\n"})
        void whateverEndsItsLines(String end) {
            assertEquals(all(parse(SHOP)), all(parse(SHOP.replace("\n", end))));
        }

        /**
         * {@code web.xml} trims the value at both ends: the first line loses its indentation, the others keep theirs.
         */
        @Test
        void whateverItsIndentation() {
            String flat = SHOP.replaceAll("(?m)^ +", "");
            assertEquals(all(parse(SHOP)), all(parse(flat)));
            assertEquals(all(parse(SHOP)), all(parse(SHOP.indent(6).strip())));
            assertEquals(all(parse(SHOP)), all(parse(flat.replaceAll("(?m)^(?=[^#A-Z/])", "\t"))));
            assertEquals(all(parse(SHOP)), all(parse(SHOP.replaceAll("(?m)^/", "      /"))));
        }

        @Test
        void withAByteOrderMark() {
            assertEquals(all(parse(SHOP)), all(parse('\uFEFF' + SHOP)));
            assertEquals("[/a]", parse("\uFEFF/a\nGroups: a").routes().toString());
        }

        @Test
        void withoutALineBreakAtItsEnd() {
            assertEquals(all(parse(SHOP)), all(parse(SHOP.stripTrailing())));
        }

        @Test
        void inAnyCaseOfItsHeadersAndWords() {
            assertEquals(
                    all(parse(SHOP)),
                    all(parse(SHOP.replace("Cache-Control", "cache-control")
                            .replace("ETag: strong", "ETAG:Strong")
                            .replace("Touches", "touches")
                            .replace("Vary:", "vary  :\t"))));
        }

        @Test
        void withComments() {
            String commented =
                    SHOP.replace("\n\n", "\n# public, as all can see\n").replace("  ETag", "  #Vary: *\n  ETag");
            assertEquals(
                    all(parse(SHOP)).replaceAll(":\\d+", ""),
                    all(parse(commented)).replaceAll(":\\d+", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uFEFF", "\n\r\n \t", "# nothing yet", " # /a\n#Groups: a"})
    void declaresNothingIfItHoldsCommentsOnly(String text) {
        assertSame(PolicyTable.EMPTY, parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"word ", "a", "PUT, ", "PUT\t", "/", "Name:", "{x}", "a-"})
    void isReadInLinearTimeHoweverLongALine(String unit) {
        for (String end : List.of("", "!")) {
            Linear.assertLinear(unit, 1_500, line -> assertThrows(PolicyException.class, () -> parse(line + end)));
        }
    }

    @Nested
    @DisplayName("has methods before the path")
    class Methods {

        @ParameterizedTest
        @ValueSource(strings = {"/a", "GET /a", "HEAD /a", "GET HEAD /a", "HEAD, GET \t /a"})
        void ofWhichGetAndHeadAreOneAndTheDefault(String route) {
            PolicyTable table = parse(route + "\n Groups: a");
            assertEquals(List.of(), List.copyOf(table.routes().get(0).writeMethods()));
            assertNotNull(table.find("GET", "/a"));
            assertNotNull(table.find("HEAD", "/a"));
            assertNull(table.find("PUT", "/a"));
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "PUT /a                  | [PUT]",
                    "PUT DELETE /a           | [PUT, DELETE]",
                    "PUT,DELETE /a           | [PUT, DELETE]",
                    "DELETE , PUT,PATCH   /a | [DELETE, PUT, PATCH]",
                    "M-SEARCH X_9 /a         | [M-SEARCH, X_9]"
                })
        void whichAreWritesInTheOrderTheyAreNamed(String route, String methods) {
            Route read = parse(route + "\n Touches: a").routes().get(0);
            assertEquals(methods, read.writeMethods().toString());
            assertNull(read.policy());
        }

        @Test
        void andEachMethodOfAPathCanHaveItsOwnRoute() {
            PolicyTable table = parse("""
                    PUT /a
                      Touches: put
                    GET /a
                      Groups: a
                    DELETE /a
                      Touches: delete
                    """);
            Route route = table.routes().get(0);
            assertEquals(1, table.routes().size());
            assertEquals("Touches: put", String.valueOf(route.touches("PUT")));
            assertEquals("Touches: delete", String.valueOf(route.touches("DELETE")));
            assertEquals(
                    "cache-policies:3", Objects.requireNonNull(route.policy()).place());
        }

        @Test
        void andAPathMayLookLikeAHeader() {
            assertEquals(
                    "[/Groups:, /a:b]",
                    parse("/Groups:\nGroups: a\nPUT /a:b\nTouches: a").routes().toString());
        }
    }

    @Nested
    @DisplayName("tells by the header")
    class Headers {

        @ParameterizedTest(name = "ETag: {0}")
        @CsvSource({"weak, WEAK", "Strong, STRONG", "APPLICATION, APPLICATION", "off, OFF"})
        void etagWhichTagThereIs(String word, ETagMode mode) {
            assertEquals(mode, policy("/a\nETag: " + word).etag());
        }

        @ParameterizedTest(name = "Last-Modified: {0}")
        @CsvSource({"on, ON", "Exact, EXACT", "OFF, OFF"})
        void lastModifiedWhetherThereIsADate(String word, LastModifiedMode mode) {
            assertEquals(mode, policy("/a\nLast-Modified: " + word).lastModified());
        }

        @ParameterizedTest(name = "Mode: {0}")
        @CsvSource({"enforce, ENFORCE", "Report, REPORT", "OFF, OFF"})
        void modeWhatThePolicyMayDo(String word, Mode mode) {
            assertEquals(mode, policy("/a\nMode: " + word).mode());
        }

        @ParameterizedTest(name = "Trust: {0}")
        @CsvSource({"1s, PT1S", "30s, PT30S", "5 m, PT5M", "1h, PT1H", "7d, PT168H", "007s, PT7S"})
        void trustForHowLongAForgottenTouchMayBeBelieved(String words, Duration duration) {
            assertEquals(duration, policy("/a\nGroups: a\nTrust: " + words).trust());
        }

        @ParameterizedTest(name = "Cache-Control: {0}, Cache-Tag: {1}")
        @CsvSource({
            "public,          ,    true",
            "'public, no-cache', , true",
            "public,          Off, false",
            "no-cache,        ,    false",
            "no-cache,        ON,  true",
            "max-age=9,       ,    false",
            "private,         ,    false",
            "private,         off, false",
            "no-store,        ,    false"
        })
        void C083_cacheTagWhetherGatewaysHearTheGroups(String cacheControl, String cacheTag, boolean told) {
            String header = cacheTag == null ? "" : "\nCache-Tag: " + cacheTag;
            assertEquals(
                    told, policy("/a\nCache-Control: " + cacheControl + header).cacheTag());
        }

        @Test
        void groupsInTheOrderOfTheirLine() {
            Policy policy = policy("/a/{x}\nGroups: b ,a:{x},\tc:{query.q}");
            assertEquals("[b, a:{x}, c:{query.q}]", policy.groups().toString());
        }

        @Test
        void nothingButItsGroupsWhatIsToldOtherwiseByDefault() {
            Policy policy = policy("/a\nGroups: a");
            assertEquals("no-cache", policy.cacheControl().toString());
            assertTrue(policy.vary().isEmpty());
            assertNull(policy.trust());
            assertTrue(policy.validates());
            assertTrue(policy.personal());
        }
    }
}
