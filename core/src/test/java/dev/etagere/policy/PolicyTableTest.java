package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.http.Linear;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A policy table")
class PolicyTableTest {
    private static final Policy POLICY = Policy.builder("Shop.get").build();

    private static PolicyTable reading(String... patterns) {
        PolicyTable.Builder table = PolicyTable.builder();
        for (String pattern : patterns) {
            table.get(pattern, POLICY);
        }
        return table.build();
    }

    private static Touches touches(String... groups) {
        return Touches.of("Shop.write", null, List.of(groups));
    }

    private static String found(PolicyTable table, String path) {
        RouteMatch match = table.find(path);
        return match == null ? "none" : match.route() + " " + match.parameters();
    }

    private static String found(PolicyTable table, String method, String path) {
        RouteMatch match = table.find(method, path);
        return match == null ? "none" : match.route().toString();
    }

    @Nested
    @DisplayName("finds")
    class Finds {
        private final PolicyTable table = reading(
                "/**",
                "/products/**",
                "/products",
                "/products/{id}",
                "/products/new",
                "/products/{id}/reviews",
                "/products/*/reviews/{nr}",
                "/products/new/{step:**}",
                "/",
                "/products/",
                "/*/new");

        @ParameterizedTest(name = "{1} for {0}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "/                        | / {}",
                    "/products                | /products {}",
                    "/products/               | /products/ {}",
                    "/products//              | /products/** {}",
                    "/Products                | /** {}",
                    "/products/42             | /products/{id} {id=42}",
                    "/products/new            | /products/new {}",
                    "/products/New            | /products/{id} {id=New}",
                    "/products/new/           | /products/new/{step:**} {step=}",
                    "/products/new/1/2        | /products/new/{step:**} {step=1/2}",
                    "/products/42/reviews     | /products/{id}/reviews {id=42}",
                    "/products/42/reviews/7   | /products/*/reviews/{nr} {nr=7}",
                    "/products/42/reviews/7/x | /products/** {}",
                    "/products/42/            | /products/** {}",
                    "/categories/new          | /*/new {}",
                    "/categories              | /** {}",
                    "/categories/new/         | /** {}",
                    "//new                    | /** {}"
                })
        void theMostSpecificRouteAlone(String path, String expected) {
            assertEquals(expected, found(table, path));
        }

        @Test
        void theLiteralOnTheLeftFirstHoweverManyFollowOnTheRight() {
            PolicyTable wide = reading("/*/b/c/d", "/a/**", "/a/*/c/*");
            assertEquals("/a/*/c/* {}", found(wide, "/a/b/c/d"));
            assertEquals("/a/** {}", found(wide, "/a/b/x/d"));
            assertEquals("/*/b/c/d {}", found(wide, "/x/b/c/d"));
        }

        @Test
        void whatIsLessSpecificWhereTheMoreSpecificWayEndsBlind() {
            PolicyTable blind = reading("/a/b/c", "/a/*/d", "/*/b/e", "/**");
            assertEquals("/a/*/d {}", found(blind, "/a/b/d"));
            assertEquals("/*/b/e {}", found(blind, "/a/b/e"));
            assertEquals("/** {}", found(blind, "/a/b/f"));
        }

        @Test
        void theSameInWhateverOrderTheRoutesAreDeclared() {
            PolicyTable turned = reading("/products/new", "/products/{id}", "/products/**", "/**");
            assertEquals("/products/new {}", found(turned, "/products/new"));
            assertEquals("/products/{id} {id=1}", found(turned, "/products/1"));
            assertEquals("/products/** {}", found(turned, "/products"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "products", "x/products", "*", "\\products"})
        void nothingForWhatIsNoPath(String path) {
            assertEquals("none", found(table, path));
            assertEquals("none", found(table, "GET", path));
        }

        @Test
        void nothingWithoutRoutes() {
            assertEquals("none", found(PolicyTable.EMPTY, "/"));
            assertSame(PolicyTable.EMPTY, PolicyTable.builder().build());
        }

        @Test
        void anEncodedPathOnlyAsTheTextThatItIs() {
            PolicyTable strict = reading("/a/b", "/a/{x}");
            assertEquals("none", found(strict, "/a%2Fb"));
            assertEquals("/a/{x} {x=%62}", found(strict, "/a/%62"));
            assertEquals("/a/{x} {x=b;v=1}", found(strict, "/a/b;v=1"));
            assertEquals("/a/{x} {x=..}", found(strict, "/a/.."));
            assertEquals("/a/{x} {x=b\0}", found(strict, "/a/b\0"));
        }
    }

    @Nested
    @DisplayName("merges nothing")
    class MergesNothing {
        private final PolicyTable table = PolicyTable.parse("cache-policies", """
                /products/**
                  Cache-Control: public, max-age=30
                  Vary: Accept
                  Groups: products
                /products/{id}
                  ETag: strong
                PUT /products/**
                  Touches: products
                DELETE /products/{id}
                  Touches: product:{id}
                """);

        @Test
        void theMoreSpecificPolicyTakesNothingFromTheOther() {
            Policy policy = route("/products/42").policy();
            assertEquals("no-cache", policy.cacheControl().toString());
            assertTrue(policy.vary().isEmpty());
            assertEquals(List.of(), policy.groups());
        }

        @Test
        void exceptThatReadAndWriteOfOnePatternAreOneRoute() {
            Route route = route("/products/42");
            assertEquals(Set.of("DELETE"), route.writeMethods());
            assertEquals("Touches: product:{id}", String.valueOf(route.touches("DELETE")));
            assertNull(route.touches("PUT"), "it is declared for the other pattern");
            assertEquals(2, table.routes().size());
        }

        private Route route(String path) {
            return Objects.requireNonNull(table.find(path)).route();
        }
    }

    @Nested
    @DisplayName("asked for a method")
    class AskedForAMethod {
        private final PolicyTable table = PolicyTable.builder()
                .get("/products/{id}", POLICY)
                .write("PUT", "/products/**", touches("products"))
                .write("PROPPATCH", "/products/{id}", touches("products"))
                .get("/**", POLICY)
                .build();

        @ParameterizedTest(name = "{0} {1} is for {2}")
        @CsvSource({
            "GET,       /products/42, /products/{id}",
            "HEAD,      /products/42, /products/{id}",
            "PROPPATCH, /products/42, /products/{id}",
            "PUT,       /products/42, /products/**",
            "PUT,       /products,    /products/**",
            "GET,       /products,    /**",
            "GET,       /products/1/2,/**",
            "DELETE,    /products/42, none",
            "OPTIONS,   /products/42, none",
            "PUT,       /other,       none",
            "get,       /products/42, none",
            "put,       /products/42, none"
        })
        void overlooksTheRoutesThatDoNotDeclareIt(String method, String path, String route) {
            assertEquals(route, found(table, method, path));
        }

        @Test
        void overlooksNothingWithoutOne() {
            assertEquals("/products/** {}", found(table, "/products"));
            assertEquals("/products/{id} {id=42}", found(table, "/products/42"));
        }
    }

    @Nested
    @DisplayName("is asked with a hostile path")
    class Hostile {

        /**
         * All ways of eight steps over {@code a} and {@code *}: a search that forgets where it was would try them all
         * anew.
         */
        private static PolicyTable maze() {
            PolicyTable.Builder table = PolicyTable.builder();
            for (int way = 0; way < 256; way++) {
                StringBuilder pattern = new StringBuilder();
                for (int step = 0; step < 8; step++) {
                    pattern.append((way >> step & 1) == 0 ? "/a" : "/*");
                }
                table.get(pattern + "/x", POLICY).get(pattern + "/{rest:**}", POLICY);
            }
            return table.build();
        }

        @ParameterizedTest
        @ValueSource(strings = {"/", "/a", "a", "%2F", "/a/", "/a/x", "\uD800", "{"})
        void andAnswersInLinearTime(String unit) {
            PolicyTable table = maze();
            Linear.assertLinear(unit, 12_500, path -> {
                table.find("/" + path);
                table.find("PUT", "/" + path);
                table.find("GET", "/a/a/a/a/a/a/a/a/" + path);
            });
        }

        @Test
        void andAsksEachRouteOnceAtMost() {
            List<Route> asked = new ArrayList<>();
            List<Route> routes = maze().routes();
            assertNull(new RouteTrie(routes).find("/a".repeat(8) + "/x", route -> !asked.add(route)));
            assertEquals(512, asked.size());
            assertEquals(Set.copyOf(routes), Set.copyOf(asked));
        }
    }

    @Nested
    @DisplayName("made in code")
    class MadeInCode {

        @Test
        void keepsTheOrderOfItsDeclarations() {
            PolicyTable table = PolicyTable.builder()
                    .write("PUT", "/b", touches("b"))
                    .get("/a", POLICY)
                    .write("DELETE", "/b", touches("c"))
                    .get("/b", POLICY)
                    .build();
            assertEquals("[/b, /a]", table.routes().toString());
            Route b = table.routes().get(0);
            assertEquals(List.of("PUT", "DELETE"), List.copyOf(b.writeMethods()));
            assertSame(POLICY, b.policy());
            assertEquals("/b", b.pattern().toString());
            assertNull(table.routes().get(1).touches("PUT"));
        }

        @Test
        void cannotBeChangedAfterwards() {
            PolicyTable.Builder builder = PolicyTable.builder().write("PUT", "/a", touches("a"));
            PolicyTable table = builder.build();
            builder.get("/b", POLICY);
            assertEquals("[/a]", table.routes().toString());
            Route route = table.routes().get(0);
            assertThrows(
                    UnsupportedOperationException.class, () -> table.routes().clear());
            assertThrows(
                    UnsupportedOperationException.class,
                    () -> route.writeMethods().clear());
            Map<String, String> parameters =
                    Objects.requireNonNull(table.find("/a")).parameters();
            assertThrows(UnsupportedOperationException.class, parameters::clear);
        }

        @Test
        void tellsAllItsMistakesWithTheirPlaces() {
            Policy product =
                    Policy.builder("Shop.product").groups("product:{id}").build();
            Touches put = Touches.of("Shop.put", null, List.of("product:{id}"));
            Policy again = Policy.builder("Shop.again").build();
            PolicyTable.Builder table = PolicyTable.builder()
                    .get("products", POLICY)
                    .get("/products/{nr}", product)
                    .write("PUT", "/products/{nr}", put)
                    .write("put", "/a", put)
                    .write("GET", "/b/{id}", put)
                    .write("TRACE", "c", put)
                    .get("/products/{nr}", again)
                    .write("PUT", "/products/{nr}", touches("x"));
            assertEquals(
                    List.of(
                            "Shop.get: path 'products' does not begin with '/'; write the path relative to the context, such as '/products'",
                            "Shop.product: Groups: group 'product:{id}' uses {id}, which is no parameter of the path; write {nr}",
                            "Shop.put: Touches: group 'product:{id}' uses {id}, which is no parameter of the path; write {nr}",
                            "Shop.put: 'put' is no method; write methods in capitals with blanks between them, such as 'PUT DELETE /path'",
                            "Shop.put: Touches: group 'product:{id}' uses {id}, which is no parameter of the path; the path has none, so write '{id}' into the path or use {query.id}",
                            "Shop.put: GET does not write; declare its policy in a route of its own, without Touches",
                            "Shop.put: TRACE changes nothing that could be touched; leave it out",
                            "Shop.put: path 'c' does not begin with '/'; write the path relative to the context, such as '/products'",
                            "Shop.again: the policy for GET and HEAD of '/products/{nr}' is declared already at Shop.product; leave one out",
                            "Shop.write: PUT of '/products/{nr}' is declared already at Shop.put; leave one out"),
                    assertThrows(PolicyException.class, table::build).problems());
        }

        @ParameterizedTest
        @ValueSource(strings = {"OPTIONS", "TRACE", "CONNECT", "GET", "HEAD", "put", "", "P T", "PÜT", "9P", "-P"})
        void refusesWhatDoesNotWrite(String method) {
            PolicyTable.Builder table = PolicyTable.builder().write(method, "/a", touches("a"));
            assertThrows(PolicyException.class, table::build);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PATCH", "M-SEARCH", "X_1", "P"})
        void takesAnyOtherMethod(String method) {
            PolicyTable table =
                    PolicyTable.builder().write(method, "/a", touches("a")).build();
            assertEquals("/a", found(table, method, "/a"));
        }
    }
}
