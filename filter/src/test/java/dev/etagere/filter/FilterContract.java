package dev.etagere.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.Attributes;
import dev.etagere.ConditionalRequests;
import dev.etagere.Groups;
import dev.etagere.Target;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the filter does, on any server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FilterContract {
    private static final String POLICIES = """
            /page/**
              Cache-Control: public, max-age=30
              Vary: Accept
              Groups: pages
            POST PUT /page/**
              Touches: pages
            /own/**
              ETag: application
            /strong/{id}
              ETag: strong
              Groups: strong:{id}
            PUT DELETE /strong/{id}
              Touches: strong:{id}
            PUT /guarded
              Touches: guarded
              Precondition: required
            """;

    private interface Handler {
        void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private final Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final AtomicInteger entered = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private TestServer server;

    abstract TestServer start(TestServer.App app) throws Exception;

    @BeforeAll
    void startServer() throws Exception {
        ConditionalRequests engine = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("test", POLICIES))
                .build();
        server = start(new TestServer.App(new ConditionalFilter(engine)).servlet("/*", new HttpServlet() {
            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws ServletException, IOException {
                entered.incrementAndGet();
                Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
                String path = included == null ? request.getPathInfo() : included.toString();
                String name = path.replaceAll(".*/", "");
                handlers.get(name).handle(request, response);
            }
        }));
        handlers.put("page", (request, response) -> text(response, "page"));
        handlers.put("nothing", (request, response) -> response.setContentType("text/plain"));
        handlers.put("large", (request, response) -> text(response, "x".repeat(100_000)));
        handlers.put("bytes", (request, response) -> response.getOutputStream().write(new byte[9_000]));
        handlers.put("chunks", (request, response) -> {
            for (int i = 0; i < 100; i++) {
                response.getOutputStream().write(new byte[999]);
            }
        });
        handlers.put("sized", (request, response) -> {
            response.setContentLength(4);
            response.getOutputStream().write("page".getBytes(StandardCharsets.UTF_8));
        });
        handlers.put("sizedAfter", (request, response) -> {
            response.getOutputStream().write("page".getBytes(StandardCharsets.UTF_8));
            response.setContentLength(4);
        });
        handlers.put("flushed", (request, response) -> {
            response.getWriter().write("pa");
            response.flushBuffer();
            response.getWriter().write("ge");
        });
        handlers.put("closed", (request, response) -> {
            response.getOutputStream().write(1);
            response.getOutputStream().close();
        });
        handlers.put("session", (request, response) -> text(response, "page"));
        handlers.put("async", (request, response) -> {
            AsyncContext async = request.startAsync();
            new Thread(() -> {
                        text((HttpServletResponse) async.getResponse(), "page");
                        async.complete();
                    })
                    .start();
        });
        handlers.put("dispatched", (request, response) -> {
            if (request.getAttribute("again") == null) {
                request.setAttribute("again", true);
                request.startAsync().dispatch();
            } else {
                text(response, "page");
            }
        });
        handlers.put(
                "forwarding",
                (request, response) ->
                        request.getRequestDispatcher("/page/page").forward(request, response));
        handlers.put(
                "including",
                (request, response) ->
                        request.getRequestDispatcher("/page/page").include(request, response));
    }

    @AfterAll
    void stopServer() throws Exception {
        server.stop();
        index.close();
    }

    private static void text(HttpServletResponse response, String text) {
        try {
            response.setContentType("text/plain;charset=UTF-8");
            response.getWriter().write(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private static String header(HttpResponse<?> response, String name) {
        List<String> lines = response.headers().allValues(name);
        assertTrue(lines.size() < 2, () -> name + " is there more than once: " + lines);
        return lines.isEmpty() ? null : lines.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page",
                "nothing",
                "large",
                "bytes",
                "chunks",
                "sized",
                "sizedAfter",
                "flushed",
                "closed",
                "async",
                "dispatched",
                "forwarding",
                "including"
            })
    void whatIsLabelledOnceIsAnsweredBeforeTheHandlerFromThenOn(String name) throws Exception {
        HttpResponse<String> first = get("/page/" + name);
        assertEquals(200, first.statusCode());
        String tag = header(first, "ETag");
        assertTrue(
                tag != null && tag.startsWith("W/\""),
                () -> "no tag among " + first.headers().map());
        assertEquals("public, max-age=30", header(first, "Cache-Control"));
        assertEquals("Accept", header(first, "Vary"));
        assertTrue(header(first, "Etagere-As-Of") != null);

        int before = entered.get();
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<String> second = send(method, "/page/" + name, "If-None-Match", tag);
            assertEquals(304, second.statusCode());
            assertEquals(tag, header(second, "ETag"));
            assertEquals(header(first, "Cache-Control"), header(second, "Cache-Control"));
            assertEquals(header(first, "Vary"), header(second, "Vary"));
            assertEquals(null, header(second, "Content-Length"));
            assertEquals(null, header(second, "Content-Type"));
            assertTrue(header(second, "Date") != null);
        }
        assertEquals(before, entered.get(), "the handler was entered");
        assertEquals(tag, header(send("HEAD", "/page/" + name), "ETag"));

        index.touch("pages");
        assertEquals(200, get("/page/" + name, "If-None-Match", tag).statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "page",
                "nothing",
                "large",
                "bytes",
                "chunks",
                "sized",
                "sizedAfter",
                "flushed",
                "closed",
                "async",
                "dispatched",
                "forwarding"
            })
    void aWildcardIsAnsweredLate(String name) throws Exception {
        HttpResponse<String> late = get("/page/" + name, "If-None-Match", "*");
        assertEquals(304, late.statusCode());
        assertEquals("", late.body());
        assertEquals(null, header(late, "Content-Length"));
        assertEquals(null, header(late, "Content-Type"));
        assertTrue(header(late, "ETag") != null);
        assertEquals(200, get("/page/" + name).statusCode(), "the connection is in step");
    }

    @ParameterizedTest
    @ValueSource(strings = {"left", "closed", "printed", "completed", "sent"})
    void C052_aNotModifiedOfTheHandlersOwnIsBareHoweverItEnds(String how) throws Exception {
        handlers.put("own304", (request, response) -> {
            response.setHeader("ETag", "\"mine\"");
            response.setStatus(304);
            switch (how) {
                case "closed" -> response.getOutputStream().close();
                case "printed" -> response.getWriter().close();
                case "completed" -> request.startAsync().complete();
                case "sent" -> response.sendError(304);
                default -> {}
            }
        });
        HttpResponse<String> answer = get("/page/own304");
        assertEquals("public, max-age=30", header(answer, "Cache-Control"), "C050");
        assertEquals("Accept", header(answer, "Vary"), "C050");
        assertEquals(304, answer.statusCode());
        assertEquals("\"mine\"", header(answer, "ETag"));
        assertEquals(null, header(answer, "Content-Length"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void C052_aNotModifiedOfAnAdapterFurtherInIsBareThoughItComesLater(boolean later) throws Exception {
        handlers.put("adapted", (request, response) -> {
            request.setAttribute(Attributes.HANDLED, true);
            response.setStatus(304);
            if (later) {
                request.startAsync(request, response);
                AsyncContext async = request.getAsyncContext();
                new Thread(async::complete).start();
            }
        });
        HttpResponse<String> answer = get("/free/adapted");
        assertEquals(304, answer.statusCode());
        assertEquals(null, header(answer, "Content-Length"));
    }

    @Test
    void C050_aNotModifiedRepeatsTheCacheControlAndLocationThatTheHandlerSets() throws Exception {
        handlers.put("located", (request, response) -> {
            response.setHeader("Cache-Control", "private, max-age=5");
            response.setHeader("Content-Location", "/page/located.en");
            text(response, "page");
        });
        String tag = header(get("/page/located"), "ETag");
        HttpResponse<String> answer = get("/page/located", "If-None-Match", tag);
        assertEquals(304, answer.statusCode());
        assertEquals(List.of("private, max-age=5"), answer.headers().allValues("Cache-Control"));
        assertEquals("/page/located.en", header(answer, "Content-Location"));
        assertEquals(tag, header(answer, "ETag"));
    }

    @Test
    void C069_aWriteThatHasToBeConditionalIsToldSo() throws Exception {
        handlers.put("guarded", (request, response) -> response.setStatus(204));
        int before = entered.get();
        for (String unreadable : List.of("", "yesterday")) {
            HttpResponse<String> refused = send("PUT", "/guarded", "If-Unmodified-Since", unreadable);
            assertEquals(428, refused.statusCode());
            assertEquals("no-store", header(refused, "Cache-Control"));
            assertEquals("application/problem+json", header(refused, "Content-Type"));
            assertTrue(refused.body().contains("send If-Match"), refused::body);
        }
        assertEquals(before, entered.get());
        assertEquals(204, send("PUT", "/guarded", "If-Match", "\"seen\"").statusCode());
        assertEquals(
                204,
                send("PUT", "/guarded", "If-Unmodified-Since", "Thu, 01 Jan 2026 12:00:00 GMT")
                        .statusCode());
    }

    @Test
    void R25_anErrorCarriesNothingOfOurs() throws Exception {
        handlers.put("missing", (request, response) -> response.sendError(404));
        handlers.put("gone", (request, response) -> response.setStatus(410));
        handlers.put("failing", (request, response) -> {
            throw new IllegalStateException("meant by the test");
        });
        handlers.put("moved", (request, response) -> response.sendRedirect("/elsewhere"));
        handlers.put("resetting", (request, response) -> {
            response.getWriter().write("half");
            response.reset();
            response.sendError(500);
        });
        for (String name : List.of("missing", "gone", "failing", "moved", "resetting")) {
            HttpResponse<String> answer = get("/page/" + name);
            assertNotEquals(200, answer.statusCode());
            assertEquals(null, header(answer, "ETag"), name);
            assertFalse(answer.headers().allValues("Cache-Control").contains("public, max-age=30"), name);
            assertEquals(404, get("/page/missing", "If-None-Match", "*").statusCode());
        }
    }

    @Test
    void anAsynchronousTimeoutCarriesNothingOfOurs() throws Exception {
        handlers.put("sleepy", (request, response) -> request.startAsync().setTimeout(50));
        HttpResponse<String> answer = get("/page/sleepy");
        assertEquals(500, answer.statusCode());
        assertEquals(null, header(answer, "ETag"));
    }

    @Test
    void R25_aCookieUnderASharedPolicyMakesTheAnswerPrivate() throws Exception {
        handlers.put("cookie", (request, response) -> {
            response.addHeader("Set-Cookie", "a=b");
            text(response, "page");
        });
        HttpResponse<String> answer = get("/page/cookie");
        assertEquals(null, header(answer, "ETag"));
        assertEquals("private, max-age=30", header(answer, "Cache-Control"));
    }

    @Test
    void whatTheHandlerSetItselfWins() throws Exception {
        handlers.put("mine", (request, response) -> {
            response.setHeader("ETag", "\"mine\"");
            response.setHeader("Cache-Control", "no-cache");
            text(response, "page");
        });
        HttpResponse<String> answer = get("/page/mine");
        assertEquals("\"mine\"", header(answer, "ETag"));
        assertEquals("no-cache", header(answer, "Cache-Control"));
    }

    @Test
    void theApplicationsOwnValidatorsAreJudgedAtTheCommit() throws Exception {
        handlers.put("tagged", (request, response) -> {
            response.setHeader("ETag", "\"v1\"");
            text(response, "page");
        });
        assertEquals(304, get("/own/tagged", "If-None-Match", "W/\"v1\"").statusCode());
        assertEquals(200, get("/own/tagged", "If-None-Match", "\"v2\"").statusCode());
        assertEquals(412, get("/own/tagged", "If-Match", "\"v2\"").statusCode());
    }

    @Test
    void whatIsResetOrDeclaredInPiecesIsLabelledAllTheSame() throws Exception {
        handlers.put("reset", (request, response) -> {
            response.getWriter().write("x".repeat(500));
            response.reset();
            response.setHeader("content-length", "4");
            response.getOutputStream().write('p');
            response.getOutputStream().write(new byte[] {'a', 'g', 'e'});
        });
        handlers.put("resetBuffer", (request, response) -> {
            response.setBufferSize(64 * 1024);
            response.getWriter().write("x".repeat(500));
            response.resetBuffer();
            response.setIntHeader("Content-Length", 4);
            response.getWriter().print("page");
            response.getWriter().flush();
            response.getWriter().close();
        });
        handlers.put("long", (request, response) -> {
            response.setContentLengthLong(4);
            response.getOutputStream().print("page");
            response.getOutputStream().flush();
        });
        handlers.put("trailers", (request, response) -> {
            response.setTrailerFields(() -> Map.of("X-Sum", "1"));
            response.getOutputStream().print("page");
        });
        for (String name : List.of("reset", "resetBuffer", "long", "trailers")) {
            HttpResponse<String> answer = get("/page/" + name);
            assertEquals("page", answer.body(), name);
            assertTrue(header(answer, "ETag") != null, name);
            assertEquals(304, get("/page/" + name, "If-None-Match", "*").statusCode(), name);
            assertEquals(200, get("/page/page").statusCode(), "the connection is in step");
        }
    }

    @Test
    void aLateAnswerSwallowsWhatTheHandlerGoesOnToDo() throws Exception {
        handlers.put("talkative", (request, response) -> {
            response.flushBuffer();
            assertTrue(response.isCommitted());
            response.setContentLength(4);
            response.setHeader("X-Late", "1");
            response.addHeader("X-Late", "2");
            response.addIntHeader("X-Late", 3);
            response.setContentLengthLong(4);
            response.setTrailerFields(Map::of);
            response.getOutputStream().write(new byte[100_000]);
            response.getOutputStream().write(1);
            response.getOutputStream().flush();
            assertTrue(response.getOutputStream().isReady());
            response.getOutputStream().close();
            response.sendError(500);
            response.sendRedirect("/elsewhere");
            response.flushBuffer();
            try {
                response.reset();
            } catch (IllegalStateException e) {
                return;
            }
            throw new IllegalStateException("reset after the commit");
        });
        HttpResponse<String> late = get("/page/talkative", "If-None-Match", "*");
        assertEquals(304, late.statusCode());
        assertEquals(null, header(late, "X-Late"));
        assertEquals(200, get("/page/page").statusCode());
    }

    @Test
    void R06_aRefusalInsideAnExceptionIsStillA412() throws Exception {
        handlers.put("2", (request, response) -> {
            try {
                Target.current().exists(true);
            } catch (RuntimeException e) {
                throw new ServletException(new IOException(e));
            }
        });
        assertEquals(412, send("PUT", "/strong/2", "If-None-Match", "*").statusCode());
        assertEquals(200, send("PUT", "/strong/2").statusCode());
    }

    @Test
    void aHandlerOnAnotherThreadMayTellToo() throws Exception {
        handlers.put("3", (request, response) -> {
            AsyncContext async = request.startAsync(request, response);
            assertEquals(async, request.getAsyncContext());
            async.setTimeout(5_000);
            assertEquals(5_000, async.getTimeout());
            async.start(() -> {
                Groups.current().touch("pages");
                async.complete();
            });
        });
        String tag = header(get("/page/page"), "ETag");
        assertEquals(200, send("PUT", "/strong/3").statusCode());
        assertEquals(200, get("/page/page", "If-None-Match", tag).statusCode());
    }

    @Test
    void aPathWithoutPolicyPassesUntouched() throws Exception {
        HttpResponse<String> answer = get("/elsewhere/page");
        assertEquals(200, answer.statusCode());
        assertEquals(null, header(answer, "ETag"));
        assertEquals(null, header(answer, "Etagere-As-Of"));
    }

    @Test
    void R09_aWriteMovesItsGroupsUnlessItWasRefused() throws Exception {
        handlers.put("written", (request, response) -> response.setStatus(204));
        handlers.put("refused", (request, response) -> response.sendError(409));
        handlers.put("broken", (request, response) -> {
            throw new IllegalStateException("meant by the test");
        });
        String tag = header(get("/page/page"), "ETag");
        assertEquals(409, send("POST", "/page/refused").statusCode());
        assertEquals(304, get("/page/page", "If-None-Match", tag).statusCode());
        HttpResponse<String> written = send("POST", "/page/written");
        assertEquals(204, written.statusCode());
        assertTrue(header(written, "Etagere-As-Of") != null);
        HttpResponse<String> after = get("/page/page", "If-None-Match", tag);
        assertEquals(200, after.statusCode());
        assertEquals(500, send("POST", "/page/broken").statusCode());
        assertEquals(
                200, get("/page/page", "If-None-Match", header(after, "ETag")).statusCode());
    }

    @Test
    void aWriteIsJudgedBeforeItsHandler() throws Exception {
        handlers.put("1", (request, response) -> {
            if (request.getMethod().equals("GET")) {
                text(response, "one");
            } else {
                Target.current().exists(true);
                Groups.current().touch("told");
                response.setStatus(204);
            }
        });
        String tag = header(get("/strong/1"), "ETag");
        assertTrue(tag.startsWith("\""));
        int before = entered.get();
        assertEquals(412, send("PUT", "/strong/1", "If-Match", "\"other\"").statusCode());
        assertEquals(before, entered.get(), "the handler was entered");
        assertEquals(412, send("PUT", "/strong/1", "If-None-Match", "*").statusCode(), "told by the handler");
        assertEquals(304, get("/strong/1", "If-None-Match", tag).statusCode(), "nothing was written");
        assertEquals(204, send("PUT", "/strong/1", "If-Match", tag).statusCode());
        assertEquals(412, send("PUT", "/strong/1", "If-Match", tag).statusCode());
    }

    @Test
    void malformedConditionsNeverFailAndNeverConfirm() throws Exception {
        for (String value : List.of("\"", "W/", ",,,", "w/\"x\"", "*, \"a\"", "\"a\" \"b\"", "\"".repeat(3000))) {
            assertEquals(200, get("/page/page", "If-None-Match", value).statusCode(), value);
        }
        for (String value : List.of("yesterday", "Sun, 06 Nov 1994 08:49:37 PST", "99999999999999999999")) {
            assertEquals(200, get("/page/page", "If-Modified-Since", value).statusCode(), value);
            assertEquals(200, get("/page/page", "If-Unmodified-Since", value).statusCode(), value);
        }
    }

    @Test
    void anIfRangeThatDoesNotHoldHidesTheRange() throws Exception {
        handlers.put("ranged", (request, response) -> text(response, String.valueOf(request.getHeader("Range"))));
        assertEquals(
                "null",
                get("/page/ranged", "Range", "bytes=0-1", "If-Range", "\"x\"").body());
        assertEquals("bytes=0-1", get("/page/ranged", "Range", "bytes=0-1").body());
        handlers.put(
                "names",
                (request, response) -> text(
                        response,
                        Collections.list(request.getHeaderNames()).stream().anyMatch("range"::equalsIgnoreCase)
                                + " " + request.getHeaders("Range").hasMoreElements()
                                + " " + request.getDateHeader("If-Range")));
        assertEquals(
                "false false -1",
                get("/page/names", "Range", "bytes=0-1", "If-Range", "\"x\"").body());
    }
}
