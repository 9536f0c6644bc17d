package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others got wrong, and no test of a topic of its own bears the number of. The rest stands where its topic does:
 * {@code P\d\d} in the names of the tests of this module and of core.
 */
@ParameterizedClass
@EnumSource(names = {"JETTY", "TOMCAT"})
class PeerBugsIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              Groups: pages
            /varied/{id}
              Cache-Control: public, max-age=30
              Vary: Accept
              Groups: pages
            /mine/{id}
              Cache-Control: public, max-age=30
              ETag: application
            /groupless/{id}
              Cache-Control: public, max-age=30
            /account/{id}
              Cache-Control: private, no-cache
              Groups: accounts
            /stored/{id}
              Cache-Control: public, no-cache
              Groups: stored:{id}
            PUT DELETE /stored/{id}
              Touches: stored:{id}
            """;
    private static final String OLD = "Sun, 06 Nov 1994 08:49:37 GMT";

    private final Set<String> stored = ConcurrentHashMap.newKeySet();

    @Override
    App newApp() {
        stored.clear();
        return new App(POLICIES)
                .on("negotiated", (request, response) -> {
                    boolean html = "text/html".equals(request.getHeader("Accept"));
                    response.setContentType(html ? "text/html" : "application/json");
                    response.getOutputStream().print(html ? "<p>1" : "[1]");
                })
                .on("old", (request, response) -> {
                    response.setHeader("ETag", "\"v2\"");
                    response.setHeader("Last-Modified", "Thu, 01 Jan 1970 00:00:00 GMT");
                    App.text(response, "old");
                })
                .on("cookie", (request, response) -> {
                    response.addHeader("Set-Cookie", "a=b");
                    App.text(response, "page");
                })
                .on("session", (request, response) -> {
                    request.getSession().setAttribute("a", "b");
                    App.text(response, "page");
                })
                .on("nothing", (request, response) -> response.sendError(404))
                .on("thing", this::thing);
    }

    private void thing(HttpServletRequest request, HttpServletResponse response) throws IOException {
        switch (request.getMethod()) {
            case "PUT" -> {
                response.setStatus(stored.add("thing") ? 201 : 204);
            }
            case "DELETE" -> {
                response.setStatus(stored.remove("thing") ? 204 : 404);
            }
            default -> {
                if (stored.contains("thing")) {
                    App.text(response, "thing");
                } else {
                    response.sendError(404);
                }
            }
        }
    }

    @Override
    Deployment newDeployment() {
        return app.deployment().inFront(PeerBugsIT::identify).inFront(PeerBugsIT::garble);
    }

    private static void identify(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        String user = asked.getHeader("X-User");
        Principal principal = user == null ? null : () -> user;
        chain.doFilter(
                new HttpServletRequestWrapper(asked) {
                    @Override
                    public Principal getUserPrincipal() {
                        return principal;
                    }
                },
                response);
    }

    /** A request as some gateways and test kits hand it on. */
    private static final class Garbled extends HttpServletRequestWrapper {
        Garbled(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getHeader(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getHeaders(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getHeaderNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public long getDateHeader(String name) {
            return System.currentTimeMillis();
        }
    }

    private static void garble(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        chain.doFilter(asked.getHeader("X-Garble") == null ? asked : new Garbled(asked), response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/page", "/mine/old"})
    void P03_ifNoneMatchDecidesAlone(String path) throws Exception {
        Reply shown = get(path);
        String match = "If-None-Match: " + shown.field("ETag");
        String current = "If-Modified-Since: " + shown.field("Last-Modified");
        for (String date : List.of("If-Modified-Since: " + OLD, current, "If-Modified-Since: 0", "X-No: date")) {
            assertEquals(304, get(path, match, date).status(), "P43: " + date);
            assertEquals(200, get(path, "If-None-Match: \"other\"", date).status(), "P06, P36: " + date);
        }
    }

    @Test
    void P04_everyRepresentationHasATagOfItsOwn() throws Exception {
        Reply json = get("/varied/negotiated", "Accept: application/json");
        Reply html = get("/varied/negotiated", "Accept: text/html");
        assertEquals("Accept", json.field("Vary"));
        assertNotEquals(json.field("ETag"), html.field("ETag"));
        Reply other = get("/varied/negotiated", "Accept: text/html", "If-None-Match: " + json.field("ETag"));
        assertEquals(200, other.status());
        assertEquals("<p>1", other.text());
        assertEquals(
                304,
                get("/varied/negotiated", "Accept: text/html", "If-None-Match: " + html.field("ETag"))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control: no-cache", "Cache-Control: max-age=0", "Pragma: no-cache"})
    void P05_aClientThatTrustsNoCacheStillGetsA304(String line) throws Exception {
        String tag = get("/page/page").field("ETag");
        assertEquals(304, get("/page/page", line, "If-None-Match: " + tag).status());
    }

    @Test
    void P07_ifUnmodifiedSinceThatHoldsKeepsTheValidators() throws Exception {
        Reply shown = get("/page/page");
        Reply reply = get("/page/page", "If-Unmodified-Since: " + shown.field("Last-Modified"));
        assertEquals(200, reply.status());
        assertEquals(shown.field("ETag"), reply.field("ETag"));
        assertEquals(shown.field("Last-Modified"), reply.field("Last-Modified"));
    }

    @Test
    void P10_theValidatorAndTheLengthOfTheApplicationWin() throws Exception {
        app.on("own", (request, response) -> {
            response.setHeader("ETag", "W/\"own\"");
            response.setContentLength(100_000);
            response.getOutputStream().print("x".repeat(100_000));
        });
        for (String path : List.of("/page/own", "/mine/own")) {
            Reply reply = get(path);
            assertEquals("W/\"own\"", reply.field("ETag"), "C096");
            assertEquals("100000", reply.field("Content-Length"));
            assertEquals(100_000, reply.body().length);
        }
    }

    @Test
    void P14_aRequestThatTellsNoFieldsOrTheWrongDatesIsUnconditional() throws Exception {
        String tag = get("/page/page").field("ETag");
        Reply reply = get("/page/page", "X-Garble: 1", "If-None-Match: " + tag);
        assertEquals(200, reply.status(), "C098");
        assertEquals(tag, reply.field("ETag"));
        assertEquals(200, get("/mine/old", "X-Garble: 1").status());
        assertEquals(201, http.send("PUT", "/stored/thing", "X-Garble: 1").status());
        assertEquals(204, http.send("DELETE", "/stored/thing", "X-Garble: 1").status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-None-Match: *",
                "If-None-Match: \"x\"",
                "If-Modified-Since: " + OLD,
                "If-Unmodified-Since: " + OLD,
                "Range: bytes=0-1\r\nIf-Range: \"x\""
            })
    void P25_aResourceWithoutTagAnswersAnyCondition(String condition) throws Exception {
        for (String path : List.of("/groupless/page", "/mine/page")) {
            Reply reply = get(path, condition);
            assertEquals(200, reply.status(), path);
            assertNull(reply.field("ETag"));
            assertNull(reply.field("Last-Modified"));
        }
    }

    @Test
    void P35_whatIsDeletedIs404AtOnceWhateverTheCondition() throws Exception {
        assertEquals(201, http.send("PUT", "/stored/thing").status());
        app.clock.step(Duration.ofSeconds(2));
        Reply shown = get("/stored/thing");
        String tag = "If-None-Match: " + shown.field("ETag");
        String date = "If-Modified-Since: " + shown.field("Last-Modified");
        assertEquals(304, get("/stored/thing", tag).status());
        assertEquals(304, get("/stored/thing", date).status());
        assertEquals(204, http.send("DELETE", "/stored/thing").status());
        assertEquals(404, get("/stored/thing", tag).status());
        assertEquals(404, get("/stored/thing", date).status());
        assertEquals(404, get("/stored/thing", tag, date).status());
        assertEquals(404, get("/stored/thing", "If-None-Match: *").status());
    }

    @Test
    void P47_listsWeakTagsAndEitherConditionAlone() throws Exception {
        Reply shown = get("/page/page");
        String tag = shown.field("ETag");
        String strong = tag.substring(2);
        for (String list : List.of(tag, strong, "\"a\", " + tag, "\"a\"," + strong + ",W/\"b\"")) {
            assertEquals(304, get("/page/page", "If-None-Match: " + list).status(), "P34, P38: " + list);
        }
        assertEquals(
                304,
                get("/page/page", "If-Modified-Since: " + shown.field("Last-Modified"))
                        .status());
        assertEquals(200, get("/page/page", "If-Modified-Since: " + OLD).status());
    }

    @Test
    void P48_anyTagWillDoWhereTheResourceExists() throws Exception {
        assertEquals(200, get("/page/page", "If-Match: *").status());
        assertEquals(200, get("/mine/old", "If-Match: *").status());
        assertEquals(404, get("/stored/nothing", "If-Match: *").status());
    }

    @Test
    void P49_aDateAtTheBeginningOfTimeOutvotesNoTag() throws Exception {
        for (String date : List.of("Thu, 01 Jan 1970 00:00:00 GMT", OLD)) {
            Reply reply = get("/mine/old", "If-None-Match: \"v1\"", "If-Modified-Since: " + date);
            assertEquals(200, reply.status());
        }
        assertEquals(
                304,
                get("/mine/old", "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT")
                        .status());
        assertEquals(304, get("/mine/old", "If-None-Match: \"v2\"").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "session"})
    void P56_anAnswerThatSetsACookieIsForOneAlone(String name) throws Exception {
        Reply reply = get("/page/" + name);
        assertNotNull(reply.field("Set-Cookie"));
        assertEquals("private, max-age=30", reply.field("Cache-Control"), "C073");
        assertNull(reply.field("ETag"));
        assertNull(reply.field("Cache-Tag"));
    }

    @Test
    void P56_anAnswerToCredentialsIsForOneAlone() throws Exception {
        String credentials = "Authorization: Basic YTpi";
        Reply reply = get("/page/page", credentials);
        assertEquals("private, max-age=30", reply.field("Cache-Control"), "C072");
        Reply again = get("/page/page", credentials, "If-None-Match: " + reply.field("ETag"));
        assertEquals(304, again.status());
        assertEquals("private, max-age=30", again.field("Cache-Control"));
        assertNull(again.field("Cache-Tag"));
    }

    @Test
    void C091_theTagOfOneUserConfirmsNothingToAnother() throws Exception {
        String alice = get("/account/page", "X-User: alice").field("ETag");
        assertEquals(
                304,
                get("/account/page", "X-User: alice", "If-None-Match: " + alice).status());
        assertEquals(
                200,
                get("/account/page", "X-User: bob", "If-None-Match: " + alice).status());
        assertEquals(200, get("/account/page", "If-None-Match: " + alice).status());
    }
}
