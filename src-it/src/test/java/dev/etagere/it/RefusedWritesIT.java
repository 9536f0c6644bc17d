package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.etagere.Target;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A write whose condition does not hold is refused before its content is needed (RFC 9110 section 10.1.1), and what the
 * client sends of it all the same is never taken for its next request.
 */
@ParameterizedClass
@EnumSource(Container.class)
class RefusedWritesIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              ETag: strong
              Groups: pages
            PUT POST PATCH DELETE /page/{id}
              Touches: others
            """;

    /** Content that would be a request of its own to whoever is out of step. */
    private static final String CONTENT = "GET /page/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Override
    App newApp() {
        return new App(POLICIES)
                .on("item", (request, response) -> {
                    if (request.getMethod().equals("GET")) {
                        App.text(response, "item");
                    } else {
                        Target.current().exists(true);
                        readAll(request);
                        response.setStatus(204);
                    }
                })
                .on("smuggled", (request, response) -> App.text(response, "smuggled"));
    }

    private static void readAll(HttpServletRequest request) throws IOException {
        request.getInputStream().readAllBytes();
    }

    private static String head(String... lines) {
        return "PUT /page/item HTTP/1.1\r\nHost: localhost\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** Sends the rest of a request that has been answered, and asks again. */
    private void assertInStepOrClosed(Reply answer, String rest) throws IOException {
        boolean closes = "close".equals(answer.field("Connection"));
        try {
            http.write(rest + RawHttp.request("GET", "/page/page"));
            Reply next = http.read("GET");
            assertEquals(200, next.status());
            assertEquals("page", next.text(), "C062: out of step");
            assertEquals(false, closes, "it was said to be closed");
        } catch (EOFException | SocketException e) {
            // Closed: as good.
        }
        assertEquals(0, app.entered("smuggled"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-Match: \"x\"", "If-Match: x", "If-None-Match: *", "If-None-Match: %s"})
    void C062_whoAsksBeforeSendingItsContentIsRefusedAtOnce(String form) throws Exception {
        String condition = form.replace("%s", get("/page/item").field("ETag"));
        http.write(head("Expect: 100-continue", "Content-Length: " + CONTENT.length(), condition));
        Reply refused = http.read("PUT");
        if (refused.status() == 100 && !container.isJetty()) {
            // Tomcat says so before it asks anybody, unless continueResponseTiming is onRead.
            refused = http.read("PUT");
        }
        assertEquals(412, refused.status(), "without the content");
        assertInStepOrClosed(refused, CONTENT);
    }

    @Test
    void C062_whoAsksAndMayIsToldToContinue() throws Exception {
        String tag = get("/page/item").field("ETag");
        http.write(head("Expect: 100-continue", "Content-Length: " + CONTENT.length(), "If-Match: " + tag));
        assertEquals(100, http.read("PUT").status());
        http.write(CONTENT);
        assertEquals(204, http.read("PUT").status());
        assertInStep();
        assertEquals(0, app.entered("smuggled"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 40_000})
    void C062_contentThatIsThereAlreadyIsDrainedOrTheConnectionClosed(int times) throws Exception {
        String content = CONTENT.repeat(times);
        Thread sender =
                new Thread(() -> sendAll(head("Content-Length: " + content.length(), "If-Match: \"x\"") + content));
        sender.start();
        Reply refused = http.read("PUT");
        sender.join();
        assertEquals(412, refused.status());
        assertInStepOrClosed(refused, "");
    }

    @Test
    void C062_chunkedContentIsDrainedOrTheConnectionClosed() throws Exception {
        String chunk = Integer.toHexString(CONTENT.length()) + "\r\n" + CONTENT + "\r\n";
        http.write(head("Transfer-Encoding: chunked", "If-Match: \"x\"") + chunk + chunk);
        Reply refused = http.read("PUT");
        assertEquals(412, refused.status());
        assertInStepOrClosed(refused, chunk + "0\r\n\r\n");
    }

    private void sendAll(String request) {
        try {
            http.write(request);
        } catch (IOException e) {
            // The server has closed the connection in the middle of it, which it may.
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "PATCH", "DELETE"})
    void P20_everyMethodThatWritesIsJudged(String method) throws Exception {
        Reply shown = get("/page/item");
        String tag = shown.field("ETag");
        int before = app.entered("item");
        for (String condition : List.of(
                "If-Match: \"x\"",
                "If-None-Match: " + tag,
                "If-None-Match: W/" + tag,
                "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT")) {
            assertEquals(412, http.send(method, "/page/item", condition).status(), "P37: never 304, " + condition);
        }
        assertEquals(before, app.entered("item"), "P12: judged before the handler");
        assertEquals(304, get("/page/item", "If-None-Match: " + tag).status(), "P13: refused means unchanged");
        for (String condition : List.of(
                "If-Match: " + tag,
                "If-Match: *",
                "If-None-Match: \"x\"",
                "If-Unmodified-Since: " + shown.field("Last-Modified"),
                "If-Modified-Since: " + shown.field("Last-Modified"))) {
            assertEquals(204, http.send(method, "/page/item", condition).status(), "C064: " + condition);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "%s", "\"x\", %s"})
    void C013_whereIfMatchIsPresentTheDateIsIgnored(String form) throws Exception {
        String condition = "If-Match: " + form.replace("%s", get("/page/item").field("ETag"));
        String old = "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT";
        assertEquals(200, get("/page/item", condition, old).status());
        assertEquals(204, http.send("PUT", "/page/item", condition, old).status());
        assertEquals(412, http.send("PUT", "/page/item", "If-Match: \"x\"", old).status());
    }

    @Test
    void P42_anAnswerToAWriteCarriesNoValidatorOfTheStateBefore() throws Exception {
        Reply written = http.send("PUT", "/page/item");
        assertEquals(204, written.status());
        for (String name : List.of("ETag", "Last-Modified", "Cache-Control", "Cache-Tag")) {
            assertNull(written.field(name), "C066: " + name);
        }
    }
}
