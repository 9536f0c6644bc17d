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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What filters in front of ours do before and after it: their part of the answer stays, and their failures are theirs.
 */
@ParameterizedClass
@EnumSource(Container.class)
class InFrontIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30, s-maxage=300
              Vary: Accept, Accept-Encoding
              Groups: pages
            PUT /page/{id}
              Touches: others
            """;

    @Override
    App newApp() {
        return new App(POLICIES)
                .on("empty", (request, response) -> {})
                .on("bytes", (request, response) -> response.getOutputStream().print("bytes"));
    }

    @Override
    Deployment newDeployment() {
        return app.deployment().inFront(InFrontIT::meddle);
    }

    /** Does what the request asks it to. */
    private static void meddle(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String before = ((HttpServletRequest) request).getHeader("X-Before");
        String after = ((HttpServletRequest) request).getHeader("X-After");
        HttpServletResponse answer = (HttpServletResponse) response;
        switch (before == null ? "" : before) {
            case "writer" -> answer.getWriter();
            case "stream" -> answer.getOutputStream();
            case "cookie" -> answer.addHeader("Set-Cookie", "session=1");
            case "no-store" -> answer.setHeader("Cache-Control", "no-store");
            case "language" -> answer.setHeader("Content-Language", "de");
            default -> {}
        }
        chain.doFilter(request, response);
        switch (after == null ? "" : after) {
            case "throw" -> throw new ServletException("meant by the test");
            case "sendError" -> {
                if (!answer.isCommitted()) {
                    answer.sendError(503);
                }
            }
            case "setStatus" -> answer.setStatus(503);
            default -> {}
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"writer", "stream"})
    void C098_whateverHasBeenAskedForInFrontNothingIsA5xx(String taken) throws Exception {
        String before = "X-Before: " + taken;
        String name = taken.equals("writer") ? "page" : "bytes";
        String tag = get("/page/" + name).field("ETag");
        assertEquals(304, get("/page/" + name, before, "If-None-Match: " + tag).status());
        assertEquals(304, get("/page/" + name, before, "If-None-Match: *").status());
        for (Reply refused : List.of(
                get("/page/" + name, before, "If-Match: \"x\""),
                http.send("PUT", "/page/" + name, before, "If-Match: \"x\""))) {
            assertEquals(412, refused.status());
            assertEquals("0", refused.field("Content-Length"));
        }
        assertEquals(tag, get("/page/" + name, before).field("ETag"));
        assertEquals(200, get("/page/empty", before).status());
        assertInStep();
    }

    @Test
    void P56_aCookieSetInFrontMakesA304PrivateAsItDoesA200() throws Exception {
        String tag = get("/page/page").field("ETag");
        Reply shown = get("/page/page", "X-Before: cookie");
        Reply again = get("/page/page", "X-Before: cookie", "If-None-Match: " + tag);
        assertEquals(304, again.status());
        for (Reply reply : List.of(shown, again)) {
            assertEquals("session=1", reply.field("Set-Cookie"));
            assertEquals("private, max-age=30", reply.field("Cache-Control"), "C073");
            assertNull(reply.field("Cache-Tag"));
        }
    }

    @Test
    void C050_aCacheControlSetInFrontWinsOnA304AsOnA200() throws Exception {
        String tag = get("/page/page").field("ETag");
        assertEquals("no-store", get("/page/page", "X-Before: no-store").field("Cache-Control"));
        Reply again = get("/page/page", "X-Before: no-store", "If-None-Match: " + tag);
        assertEquals(304, again.status());
        assertEquals("no-store", again.field("Cache-Control"));
    }

    @Test
    void C051_aLanguageSetInFrontIsNotThatOfNothing() throws Exception {
        String tag = get("/page/page").field("ETag");
        for (String condition : List.of(tag, "*")) {
            Reply again = get("/page/page", "X-Before: language", "If-None-Match: " + condition);
            assertEquals(304, again.status());
            assertNull(again.field("Content-Language"));
        }
    }

    /**
     * Whoever fails in front when the page is done must not send an error with the tag and the lifetime of the page: a
     * cache would keep it, and every later 304 would confirm it.
     */
    @ParameterizedTest
    @ValueSource(strings = {"throw", "sendError", "setStatus"})
    void R25_aFailureInFrontAfterThePageCarriesNothingOfOurs(String after) throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            for (String name : List.of("page", "bytes", "empty")) {
                try (RawHttp once = newConnection()) {
                    Reply reply = once.send(method, "/page/" + name, "X-After: " + after);
                    String lifetime = String.valueOf(reply.field("Cache-Control"));
                    boolean labelled = reply.field("ETag") != null || lifetime.contains("max-age=30");
                    assertTrue(reply.status() == 200 || !labelled, () -> method + " " + name + ": " + reply);
                }
            }
        }
    }

    @Test
    void C050_whatIsWrittenStillHasItsLength() throws Exception {
        for (String name : List.of("page", "bytes", "empty")) {
            Reply reply = get("/page/" + name);
            assertNotNull(reply.field("ETag"));
            assertEquals(Integer.toString(reply.body().length), reply.field("Content-Length"), name);
        }
    }
}
