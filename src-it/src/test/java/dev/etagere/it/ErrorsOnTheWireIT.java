package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * RFC 9110 section 13.2.1: an answer that would be anything but a success takes no notice of conditions. The measure is
 * the same handler under a path without policy, asked without conditions.
 */
@ParameterizedClass
@EnumSource(Container.class)
class ErrorsOnTheWireIT extends OnEveryContainer {
    // As long as /bare/, so that pages which quote the path are equally long.
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30, s-maxage=300
              Vary: Accept
              Groups: pages
            PUT DELETE /page/{id}
              Touches: others
            /mine/{id}
              Cache-Control: public, max-age=30
              ETag: application
            """;
    private static final List<String> CONDITIONS = List.of(
            "If-None-Match: *",
            "If-None-Match: \"x\", W/\"y\"",
            "If-None-Match: \"",
            "If-Match: *",
            "If-Match: \"x\"",
            "If-Match: ,",
            "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
            "If-Modified-Since: Fri, 01 Jan 2150 00:00:00 GMT",
            "If-Modified-Since: yesterday",
            "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT",
            "If-Unmodified-Since: Fri, 01 Jan 2150 00:00:00 GMT",
            "If-Unmodified-Since: yesterday",
            "If-Match: *\r\nIf-None-Match: *",
            "Range: bytes=0-1\r\nIf-Range: \"x\"");

    @Override
    App newApp() {
        App made = new App(POLICIES)
                .on("sent404", (request, response) -> response.sendError(404))
                .on("set404", (request, response) -> fail(response, 404))
                .on("gone", (request, response) -> fail(response, 410))
                .on("sent500", (request, response) -> response.sendError(500, "meant by the test"))
                .on("set500", (request, response) -> fail(response, 500))
                .on("found", (request, response) -> response.sendRedirect("/elsewhere"))
                .on("moved", (request, response) -> moved(response, 301))
                .on("other", (request, response) -> moved(response, 303))
                .on("temporary", (request, response) -> moved(response, 307))
                .on("notAllowed", (request, response) -> {
                    response.setHeader("Allow", "PUT");
                    response.sendError(405);
                })
                .on("notAcceptable", (request, response) -> response.sendError(406))
                .on("badRequest", (request, response) -> response.sendError(400))
                .on("notImplemented", (request, response) -> response.sendError(501))
                .on("unavailable", (request, response) -> {
                    response.setHeader("Retry-After", "1");
                    fail(response, 503);
                })
                .on("withPage", (request, response) -> response.sendError(409))
                .on("errorPage", (request, response) -> App.text(response, "this is the page of an error"))
                .on("large404", (request, response) -> {
                    response.setStatus(404);
                    App.text(response, "x".repeat(100_000));
                })
                .on("halfway", (request, response) -> {
                    App.text(response, "half a page");
                    response.reset();
                    response.sendError(500);
                })
                .on("late404", (request, response) -> {
                    App.text(response, "nearly a page");
                    response.setStatus(404);
                });
        return made.on("throwing", (request, response) -> {
                    throw new IllegalStateException("meant by the test");
                })
                .on("throwingLate", (request, response) -> {
                    App.text(response, "half a page");
                    throw new ServletException("meant by the test");
                })
                .on("throwingIo", (request, response) -> {
                    throw new IOException("meant by the test");
                });
    }

    @Override
    Deployment newDeployment() {
        return app.deployment().errorPage(409, "/page/errorPage").inFront(ErrorsOnTheWireIT::authenticate);
    }

    private static void authenticate(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        answer.setHeader("Access-Control-Allow-Origin", "*");
        if (asked.getRequestURI().endsWith("secret") && asked.getHeader("Authorization") == null) {
            answer.setHeader("WWW-Authenticate", "Basic realm=\"test\"");
            answer.sendError(401);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static void fail(HttpServletResponse response, int status) throws IOException {
        response.setStatus(status);
        App.text(response, "this is not what you asked for");
    }

    private static void moved(HttpServletResponse response, int status) {
        response.setStatus(status);
        response.setHeader("Location", "/elsewhere");
    }

    /** All that the client sees, but for the time and the path. */
    private static List<String> seen(Reply reply, boolean withContent) {
        assertNotNull(reply.field("Date"), () -> "C061: " + reply);
        List<String> seen = new ArrayList<>();
        seen.add(Integer.toString(reply.status()));
        for (String name : new TreeSet<>(reply.names())) {
            if (!name.equals("date") && (withContent || !name.equals("content-length"))) {
                seen.add(name + ": " + reply.all(name));
            }
        }
        if (withContent) {
            seen.add(reply.text());
        }
        seen.replaceAll(line -> line.replaceAll("/(page|mine)/", "/bare/"));
        return seen;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sent404",
                "set404",
                "gone",
                "sent500",
                "set500",
                "found",
                "moved",
                "other",
                "temporary",
                "notAllowed",
                "notAcceptable",
                "badRequest",
                "notImplemented",
                "unavailable",
                "withPage",
                "large404",
                "halfway",
                "late404"
            })
    void C002_anErrorTakesNoNoticeOfConditionsAndCarriesNothingOfOurs(String name) throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            List<String> expected = seen(ask(method, "/bare/" + name), true);
            assertEquals(expected, seen(ask(method, "/page/" + name), true), "C059, C060");
            for (String condition : CONDITIONS) {
                assertEquals(expected, seen(ask(method, "/page/" + name, condition), true), "C003, C004: " + condition);
            }
        }
        assertInStep();
    }

    /** Some servers close the connection after an error. */
    private Reply ask(String method, String path, String... lines) throws IOException {
        Reply reply = http.send(method, path, lines);
        if ("close".equals(reply.field("Connection"))) {
            http.close();
            http = newConnection();
        }
        return reply;
    }

    @ParameterizedTest
    @ValueSource(strings = {"throwing", "throwingLate", "throwingIo"})
    void C060_anExceptionCarriesNothingOfOurs(String name) throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            // The page shows where it was thrown, so it is not always the same.
            List<String> expected = seen(ask(method, "/bare/" + name), false);
            assertEquals("500", expected.get(0));
            assertEquals(expected, seen(ask(method, "/page/" + name), false));
            for (String condition : CONDITIONS) {
                assertEquals(expected, seen(ask(method, "/page/" + name, condition), false), condition);
            }
        }
        assertInStep();
    }

    @Test
    void C095_theErrorPageIsNotLabelledByThePolicyOfItsOwnPath() throws Exception {
        assertNotNull(get("/page/errorPage").field("ETag"), "as a page it is");
        Reply reply = get("/page/withPage", "If-None-Match: *");
        assertEquals(409, reply.status());
        assertEquals("this is the page of an error", reply.text());
        assertNull(reply.field("ETag"));
        assertNull(reply.field("Etagere-As-Of"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "BREW", "POST", "PATCH", "TRACE"})
    void C006_methodsThatNoPolicyDeclaresIgnoreEveryCondition(String method) throws Exception {
        // A trace quotes the request, so only its head can be the same.
        boolean whole = !method.equals("TRACE");
        List<String> expected = seen(ask(method, "/bare/nobody"), whole);
        for (String condition : CONDITIONS) {
            assertEquals(expected, seen(ask(method, "/page/nobody", condition), whole), "C005: " + condition);
        }
        assertInStep();
    }

    @Test
    void C001_aStolenTagWithoutCredentialsIs401() throws Exception {
        app.on("secret", (request, response) -> App.text(response, "secret"));
        String credentials = "Authorization: Basic YTpi";
        String tag = ask("GET", "/page/secret", credentials).field("ETag");
        List<String> expected = seen(ask("GET", "/page/secret"), true);
        assertEquals("401", expected.get(0));
        for (String condition : with("If-None-Match: " + tag, CONDITIONS.toArray(new String[0]))) {
            assertEquals(expected, seen(ask("GET", "/page/secret", condition), true), condition);
        }
        Reply with = ask("GET", "/page/secret", credentials, "If-None-Match: " + tag);
        assertEquals(304, with.status());
        assertEquals("private, max-age=30", with.field("Cache-Control"), "C072");
    }

    private static List<Object[]> successes() {
        List<Object[]> cases = new ArrayList<>();
        for (String path : List.of("/page/", "/mine/")) {
            for (int status : new int[] {201, 202, 203, 204, 206}) {
                cases.add(new Object[] {path, status});
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("successes")
    void C008_onlyA200Becomes304(String path, int status) throws Exception {
        app.on("some" + status, (request, response) -> {
            response.setStatus(status);
            response.setHeader("ETag", "\"v1\"");
            response.setHeader("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
            if (status != 204) {
                App.text(response, "some of it");
            }
        });
        List<String> expected = seenBesidesAsOf(get(path + "some" + status));
        assertEquals(Integer.toString(status), expected.get(0));
        for (String condition : List.of(
                "If-None-Match: \"v1\"",
                "If-None-Match: *",
                "If-Modified-Since: Mon, 07 Nov 1994 08:49:37 GMT",
                "If-Modified-Since: Fri, 01 Jan 2150 00:00:00 GMT")) {
            Reply reply = get(path + "some" + status, condition);
            assertEquals(expected, seenBesidesAsOf(reply), "P45: " + condition);
        }
        assertInStep();
    }

    private static List<String> seenBesidesAsOf(Reply reply) {
        return seen(reply, true).stream()
                .filter(line -> !line.startsWith("etagere-as-of"))
                .toList();
    }

    @Test
    void P40_anErrorWithAValidatorOfTheHandlersOwnStaysAnError() throws Exception {
        app.on("tagged", (request, response) -> {
            response.setHeader("ETag", "\"v1\"");
            fail(response, Integer.parseInt(request.getParameter("status")));
        });
        for (int status : new int[] {404, 410, 500, 503}) {
            for (String condition : List.of("If-None-Match: \"v1\"", "If-None-Match: *", "If-Match: \"v2\"")) {
                assertEquals(
                        status,
                        ask("GET", "/mine/tagged?status=" + status, condition).status(),
                        condition);
            }
        }
    }

    @Test
    void C009_aRefusedWriteIsBareAndDoesNotReachItsHandler() throws Exception {
        app.on("kept", (request, response) -> App.text(response, "kept"));
        String tag = get("/page/kept").field("ETag");
        int before = app.entered("kept");
        for (String method : List.of("PUT", "DELETE")) {
            for (String condition : List.of(
                    "If-Match: \"x\"",
                    "If-Match: " + tag,
                    "If-None-Match: " + tag,
                    "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT")) {
                Reply refused = http.send(method, "/page/kept", condition);
                assertEquals(412, refused.status(), condition);
                List<String> names = new ArrayList<>(new TreeSet<>(refused.names()));
                names.removeAll(
                        List.of("server", "vary")); // GzipHandler adds the latter to whatever passes through it.
                assertEquals(List.of("access-control-allow-origin", "content-length", "date"), names, "C059");
                assertEquals("0", refused.field("Content-Length"));
            }
        }
        assertEquals(before, app.entered("kept"), "P12");
        assertEquals(304, get("/page/kept", "If-None-Match: " + tag).status(), "P13: nothing has changed");
    }

    @Test
    void C011_aLateRefusalIsBareAndKeepsWhatStandsInFront() throws Exception {
        Reply refused = get("/page/page", "If-Match: \"x\"");
        assertEquals(412, refused.status());
        assertEquals("*", refused.field("Access-Control-Allow-Origin"));
        for (String name : List.of("ETag", "Last-Modified", "Cache-Control", "Cache-Tag", "Content-Type")) {
            assertNull(refused.field(name), name);
        }
        assertEquals("", refused.text());
        assertInStep();
    }

    @Test
    void C010_aCreationWithAWildcardPassesOnceAndIsThenRefused() throws Exception {
        List<String> stored = new ArrayList<>();
        app.on("created", (request, response) -> {
            dev.etagere.Target.current().exists(!stored.isEmpty());
            stored.add("something");
            response.setStatus(201);
        });
        assertEquals(412, http.send("PUT", "/page/created", "If-Match: *").status());
        assertTrue(stored.isEmpty(), "P13");
        assertEquals(201, http.send("PUT", "/page/created", "If-None-Match: *").status());
        assertEquals(412, http.send("PUT", "/page/created", "If-None-Match: *").status());
        assertEquals(1, stored.size());
        assertEquals(201, http.send("PUT", "/page/created", "If-Match: *").status(), "P48");
        assertInStep();
    }
}
