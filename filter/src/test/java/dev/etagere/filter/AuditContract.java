package dev.etagere.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.AuditMismatch;
import dev.etagere.AuditSettings;
import dev.etagere.ConditionalRequests;
import dev.etagere.Groups;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the filter learns and audits, on any server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AuditContract {
    private static final String POLICIES = """
            /audited/**
              Groups: pages
            /learned/**
              Groups: pages
              Learned-Groups: on
              Audit: off
            """;

    private final List<AuditMismatch> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger entered = new AtomicInteger();
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile String untracked = "one";
    private TestServer server;

    abstract TestServer start(TestServer.App app) throws Exception;

    @BeforeAll
    void startServer() throws Exception {
        ConditionalRequests engine = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("test", POLICIES))
                .audit(new AuditSettings(1, 1e9, 100, false))
                .auditListener(heard::add)
                .build();
        server = start(new TestServer.App(new ConditionalFilter(engine)).servlet("/*", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                entered.incrementAndGet();
                answer(request.getPathInfo().replaceAll(".*/", ""), response);
            }
        }));
    }

    private void answer(String name, HttpServletResponse response) throws IOException {
        switch (name) {
            case "bytes" -> response.getOutputStream().print(untracked);
            case "reset" -> {
                response.getWriter().print(entered.get());
                response.resetBuffer();
                response.getWriter().print(untracked);
            }
            case "large" -> response.getWriter().print(untracked.repeat(50_000));
            case "found" -> {
                Groups.current().dependOn("found");
                response.getWriter().print("found");
            }
            case "flushed", "complete" -> {
                Groups.current().dependOn("found");
                if (name.equals("complete")) {
                    Groups.current().complete();
                }
                response.flushBuffer();
                response.getWriter().print("found");
            }
            default -> response.getWriter().print(untracked);
        }
    }

    @AfterAll
    void stopServer() throws Exception {
        server.stop();
        index.close();
    }

    @BeforeEach
    void forget() {
        heard.clear();
        untracked = "one";
        index.touch("pages");
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String etag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").orElse(null);
    }

    @Test
    void R26_confirmsWhatItFindsUnchangedAfterTheHandler() throws Exception {
        for (String name : List.of("text", "bytes", "reset")) {
            String tag = etag(get("/audited/" + name));
            int before = entered.get();
            assertEquals(304, get("/audited/" + name, "If-None-Match", tag).statusCode(), name);
            assertEquals(before + 1, entered.get(), name);
        }
        assertTrue(heard.isEmpty());
    }

    @Test
    void R26_findsAnUntrackedReadAndSendsItWithoutTheTag() throws Exception {
        for (String name : List.of("text", "bytes", "reset")) {
            untracked = "one";
            String tag = etag(get("/audited/" + name));
            untracked = "two";
            HttpResponse<String> changed = get("/audited/" + name, "If-None-Match", tag);
            assertEquals("two", changed.body(), name);
            assertNull(etag(changed), name);
        }
        assertEquals(3, heard.size());
    }

    @Test
    void R26_findsItInABodyLargerThanTheBuffer() throws Exception {
        String tag = etag(get("/audited/large"));
        assertEquals(200, get("/audited/large", "If-None-Match", tag).statusCode());
        assertTrue(heard.isEmpty());
        untracked = "two";
        assertTrue(get("/audited/large", "If-None-Match", tag).body().startsWith("twotwo"));
        assertEquals("/audited/large", heard.get(0).path());
    }

    @Test
    void R02_decidesByWhatTheLastRunHasNamed() throws Exception {
        String tag = etag(get("/learned/found"));
        int before = entered.get();
        assertEquals(304, get("/learned/found", "If-None-Match", tag).statusCode());
        assertEquals(before, entered.get());
        index.touch("found");
        assertEquals(200, get("/learned/found", "If-None-Match", tag).statusCode());
    }

    @Test
    void R23_labelsWhatIsCommittedEarlyOnlyIfAllHasBeenNamed() throws Exception {
        assertNull(etag(get("/learned/flushed")));
        assertNotNull(etag(get("/learned/complete")));
    }
}
