package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever way a handler takes to its answer, nothing slips past the commit, and nothing is held back until it. */
@ParameterizedClass
@EnumSource(Container.class)
class AsyncAndStreamingIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              Groups: pages
            PUT /page/{id}
              Touches: pages
            """;

    // Long enough for the handler to have returned before: Jetty may lose an answer to a timeout that comes earlier.
    private static final long TIMEOUT = 250;

    @Override
    App newApp() {
        App made = new App(POLICIES)
                .on("async0", (request, response) -> async(request, 0))
                .on("async10", (request, response) -> async(request, 10))
                .on("async50000", (request, response) -> async(request, 50_000))
                .on("started", (request, response) -> {
                    AsyncContext async = request.startAsync(request, response);
                    async.start(() -> writeAndComplete(async, 10));
                })
                .on("dispatched", (request, response) -> {
                    if (request.getAttribute("again") == null) {
                        request.setAttribute("again", true);
                        AsyncContext async = request.startAsync();
                        new Thread(async::dispatch).start();
                    } else {
                        App.text(response, "x".repeat(10));
                    }
                })
                .on("dispatchedTo", (request, response) -> request.startAsync().dispatch("/page/ten"))
                .on("ten", (request, response) -> App.text(response, "x".repeat(10)))
                .on("listening5000", (request, response) -> listening(request, response, 5_000))
                .on("listening300000", (request, response) -> listening(request, response, 300_000));
        return made.on(
                        "forwarding",
                        (request, response) ->
                                request.getRequestDispatcher("/page/ten").forward(request, response))
                .on(
                        "forwardingFar",
                        (request, response) ->
                                request.getRequestDispatcher("/page/large").forward(request, response))
                .on("including", (request, response) -> {
                    request.getRequestDispatcher("/page/five").include(request, response);
                    request.getRequestDispatcher("/page/five").include(request, response);
                })
                .on("five", (request, response) -> App.text(response, "xxxxx"))
                .on("large", (request, response) -> App.text(response, "x".repeat(100_000)))
                .on("trailing", (request, response) -> {
                    response.setTrailerFields(() -> Map.of("X-Sum", "10"));
                    response.getOutputStream().print("x".repeat(5));
                    response.flushBuffer();
                    response.getOutputStream().print("x".repeat(5));
                })
                .on("huge", (request, response) -> {
                    byte[] piece = "x".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
                    for (int i = 0; i < 100; i++) {
                        response.getOutputStream().write(piece);
                    }
                });
    }

    private static void async(HttpServletRequest request, int bytes) {
        AsyncContext async = request.startAsync();
        new Thread(() -> writeAndComplete(async, bytes)).start();
    }

    private static void writeAndComplete(AsyncContext async, int bytes) {
        try {
            App.text((HttpServletResponse) async.getResponse(), "x".repeat(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            async.complete();
        }
    }

    private static void listening(HttpServletRequest request, HttpServletResponse response, int bytes)
            throws IOException {
        AsyncContext async = request.startAsync();
        ServletOutputStream out = response.getOutputStream();
        out.setWriteListener(new WriteListener() {
            private int left = bytes;

            @Override
            public void onWritePossible() throws IOException {
                while (out.isReady()) {
                    if (left == 0) {
                        async.complete();
                        return;
                    }
                    int count = Math.min(left, 3_000);
                    left -= count;
                    out.write("x".repeat(count).getBytes(StandardCharsets.US_ASCII));
                }
            }

            @Override
            public void onError(Throwable thrown) {
                async.complete();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "async0",
                "async10",
                "async50000",
                "started",
                "dispatched",
                "dispatchedTo",
                "listening5000",
                "listening300000",
                "forwarding",
                "forwardingFar",
                "including",
                "trailing",
                "huge"
            })
    void P11_whateverWayTheHandlerTakesItIsLabelledAndThenAnsweredEarly(String name) throws Exception {
        int length = lengthOf(name);
        Reply shown = get("/page/" + name);
        assertEquals(200, shown.status());
        assertEquals(length, shown.body().length);
        String tag = shown.field("ETag");
        assertNotNull(tag, "C095");
        assertEquals("public, max-age=30", shown.field("Cache-Control"));
        int before = app.entered(name);
        for (String method : List.of("GET", "HEAD")) {
            Reply again = http.send(method, "/page/" + name, "If-None-Match: " + tag);
            assertEquals(304, again.status());
            assertEquals(tag, again.field("ETag"));
        }
        assertEquals(before, app.entered(name), "the handler was entered");
        Reply head = http.send("HEAD", "/page/" + name);
        assertEquals(200, head.status());
        assertEquals(tag, head.field("ETag"));
        // Under compression too: a second wrapper around what we have wrapped.
        Reply compressed = get("/page/" + name, "Accept-Encoding: gzip");
        assertEquals(tag, compressed.field("ETag").replace("--gzip", ""));
        assertInStep();
    }

    private static int lengthOf(String name) {
        return switch (name) {
            case "forwardingFar" -> 100_000;
            case "huge" -> 1_000_000;
            default -> {
                String digits = name.replaceAll("\\D", "");
                yield digits.isEmpty() ? 10 : Integer.parseInt(digits);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "async0",
                "async10",
                "async50000",
                "started",
                "dispatched",
                "dispatchedTo",
                "listening5000",
                "listening300000",
                "forwarding",
                "forwardingFar",
                "trailing",
                "huge"
            })
    void C053_aLateAnswerSwallowsTheRestHoweverItIsWritten(String name) throws Exception {
        for (String method : List.of("GET", "HEAD", "GET")) {
            Reply late = http.send(method, "/page/" + name, "If-None-Match: *");
            assertEquals(304, late.status());
            for (String field : List.of("Content-Length", "Content-Type", "Transfer-Encoding", "Trailer")) {
                assertNull(late.field(field), field);
            }
        }
        assertInStep();
    }

    @Test
    void C095_aTimeoutAndWhatIsAnsweredToItCarryNothingOfOurs() throws Exception {
        app.on("timeout", (request, response) -> request.startAsync().setTimeout(TIMEOUT))
                .on("answeredTimeout", (request, response) -> {
                    AsyncContext async = request.startAsync();
                    async.setTimeout(TIMEOUT);
                    async.addListener(new Answering());
                });
        for (String name : List.of("timeout", "answeredTimeout")) {
            try (RawHttp once = newConnection()) {
                Reply reply = once.send("GET", "/page/" + name, "If-None-Match: *");
                assertEquals(name.equals("timeout") ? 500 : 503, reply.status());
                assertNull(reply.field("ETag"));
                assertNull(reply.field("Etagere-As-Of"));
                assertNotEquals("public, max-age=30", reply.field("Cache-Control"));
            }
        }
    }

    private static final class Answering implements AsyncListener {
        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            HttpServletResponse response =
                    (HttpServletResponse) event.getAsyncContext().getResponse();
            response.setStatus(503);
            App.text(response, "busy");
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }

    @ParameterizedTest
    @ValueSource(strings = {"sendError", "setStatus"})
    void C060_anErrorInAnAsynchronousHandlerCarriesNothingOfOurs(String how) throws Exception {
        app.on("failing", (request, response) -> {
            AsyncContext async = request.startAsync();
            new Thread(() -> fail(async, how)).start();
        });
        try (RawHttp once = newConnection()) {
            Reply reply = once.send("GET", "/page/failing", "If-None-Match: *");
            assertEquals(500, reply.status());
            assertNull(reply.field("ETag"));
            assertNull(reply.field("Etagere-As-Of"));
            assertNotEquals("public, max-age=30", reply.field("Cache-Control"));
        }
    }

    private static void fail(AsyncContext async, String how) {
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        try {
            if (how.equals("sendError")) {
                response.sendError(500);
            } else {
                response.setStatus(500);
                App.text(response, "meant by the test");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            async.complete();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"flush", "flushBuffer", "overflow", "writer"})
    void P46_whatIsWrittenArrivesBeforeTheHandlerEnds(String how) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        AtomicBoolean waited = new AtomicBoolean();
        app.on("streaming", (request, response) -> {
            switch (how) {
                case "flush" -> {
                    response.getOutputStream().print("first");
                    response.getOutputStream().flush();
                }
                case "flushBuffer" -> {
                    response.getOutputStream().print("first");
                    response.flushBuffer();
                }
                case "writer" -> {
                    response.getWriter().print("first");
                    response.getWriter().flush();
                }
                default -> response.getOutputStream().print("first" + "x".repeat(100_000));
            }
            waited.set(await(seen));
        });
        http.write(RawHttp.request("GET", "/page/streaming"));
        Reply head = http.head();
        assertNotNull(head.field("ETag"));
        assertTrue(new String(http.chunk(), StandardCharsets.US_ASCII).startsWith("first"), "C097");
        seen.countDown();
        while (http.chunk().length > 0) {
            // To the end.
        }
        assertInStep();
        assertTrue(waited.get(), "it came only when the handler gave up waiting");
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void C097_eventsThatMustNotBeStoredAreNeitherLabelledNorCutOff() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        app.on("events", (request, response) -> {
            response.setContentType("text/event-stream");
            response.setHeader("Cache-Control", "no-store");
            response.getWriter().print("data: 1\n\n");
            response.getWriter().flush();
            if (await(seen)) {
                response.getWriter().print("data: 2\n\n");
            }
        });
        http.write(RawHttp.request("GET", "/page/events", "If-None-Match: *"));
        Reply head = http.head();
        assertEquals(200, head.status());
        assertNull(head.field("ETag"));
        assertNull(head.field("Last-Modified"));
        assertNull(head.field("Content-Length"));
        assertNull(head.field("Cache-Tag"));
        assertEquals("no-store", head.field("Cache-Control"));
        assertEquals("data: 1\n\n", new String(http.chunk(), StandardCharsets.US_ASCII));
        seen.countDown();
        assertEquals("data: 2\n\n", new String(http.chunk(), StandardCharsets.US_ASCII));
        assertEquals(0, http.chunk().length);
    }

    @Test
    void C053_trailersArriveBehindALabelledAnswer() throws Exception {
        Reply reply = get("/page/trailing");
        assertNotNull(reply.field("ETag"));
        assertEquals(List.of("X-Sum: 10"), http.trailers());
        assertInStep();
    }

    @Test
    void C060_anAnswerThatBreaksOffDoesNotLookWhole() throws Exception {
        app.on("breaking", (request, response) -> {
            response.getOutputStream().print("x".repeat(100_000));
            response.flushBuffer();
            throw new IllegalStateException("meant by the test");
        });
        http.write(RawHttp.request("GET", "/page/breaking"));
        assertEquals(200, http.head().status());
        assertThrows(IOException.class, () -> {
            while (http.chunk().length > 0) {
                // A last chunk must not come.
            }
        });
    }

    @Test
    void P45_a304ThatIsOutStaysOneWhateverTheHandlerThrows() throws Exception {
        app.on("lateThrowing", (request, response) -> {
            App.text(response, "page");
            response.flushBuffer();
            throw new IllegalStateException("meant by the test");
        });
        Reply late = get("/page/lateThrowing", "If-None-Match: *");
        assertEquals(304, late.status());
        assertNotNull(late.field("ETag"));
        try (RawHttp other = newConnection()) {
            assertEquals(200, other.send("GET", "/page/page").status());
        }
    }

    @Test
    void C095_aForwardFromAPathWithoutPolicyIsAnsweredByThePolicyOfWhereItGoes() throws Exception {
        app.on(
                "away",
                (request, response) -> request.getRequestDispatcher("/page/ten").forward(request, response));
        Reply shown = get("/bare/away");
        assertEquals("x".repeat(10), shown.text());
        String tag = shown.field("ETag");
        assertNotNull(tag);
        int before = app.entered("ten");
        assertEquals(304, get("/bare/away", "If-None-Match: " + tag).status());
        assertEquals(before, app.entered("ten"));
        assertInStep();
    }

    @Test
    void R09_anAsynchronousWriteHoldsItsGroupsUntilItCompletes() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        app.on("written", (request, response) -> {
            AsyncContext async = request.startAsync();
            new Thread(() -> {
                        entered.countDown();
                        await(mayCommit);
                        ((HttpServletResponse) async.getResponse()).setStatus(204);
                        async.complete();
                    })
                    .start();
        });
        String tag = get("/page/page").field("ETag");
        try (RawHttp writer = newConnection()) {
            writer.write(RawHttp.request("PUT", "/page/written"));
            assertTrue(await(entered));
            Reply during = get("/page/page", "If-None-Match: " + tag);
            assertEquals(200, during.status(), "R10: a change is under way");
            assertNull(during.field("ETag"));
            mayCommit.countDown();
            assertEquals(204, writer.read("PUT").status());
        }
        Reply after = get("/page/page", "If-None-Match: " + tag);
        assertEquals(200, after.status());
        assertFalse(tag.equals(after.field("ETag")));
    }
}
