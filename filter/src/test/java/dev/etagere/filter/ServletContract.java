package dev.etagere.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The group-timestamps servlet, and the filter as {@code web.xml} sets it up, on any server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServletContract {
    private static final String POLICIES = "/page\n  Groups: products";

    private final HttpClient client = HttpClient.newHttpClient();
    private TestServer server;

    abstract TestServer start(TestServer.App app) throws Exception;

    /** Touches what the query names, as an application would after a commit. */
    private static final class Touching extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            GroupIndex index = Etagere.index(getServletContext());
            index.touch(request.getParameterValues("group"));
            response.setStatus(204);
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write("page");
        }
    }

    private TestServer.App app() {
        return new TestServer.App(new ConditionalFilter())
                .parameter("etagere.published", "products, product:*")
                .servlet("/group-timestamps", new GroupTimestampsServlet())
                .servlet("/touch", new Touching())
                .servlet("/page", new Touching());
    }

    @BeforeAll
    void startServer() throws Exception {
        server = start(app().parameter("etagere.policies", POLICIES));
        assertEquals(
                204,
                send("POST", "/touch?group=products&group=product:1&group=secret")
                        .statusCode());
    }

    @AfterAll
    void stopServer() throws Exception {
        server.stop();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        List<String> lines = response.headers().allValues(name);
        assertTrue(lines.size() < 2, () -> name + " is there more than once: " + lines);
        return lines.isEmpty() ? "" : lines.get(0);
    }

    private HttpResponse<String> list(String query, String... headers) throws Exception {
        return send("GET", "/group-timestamps" + query, headers);
    }

    @Test
    void thePublishedGroupsAreListed() throws Exception {
        HttpResponse<String> listing = list("");
        assertEquals(200, listing.statusCode());
        assertEquals("application/json", header(listing, "Content-Type"));
        assertEquals("private, no-cache", header(listing, "Cache-Control"));
        assertEquals("Accept", header(listing, "Vary"));
        String stamp = "\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z\"";
        assertTrue(
                listing.body()
                        .matches("\\{\"cursor\":\"[0-9a-f]{16}\\.[^\"]+\",\"horizon\":" + stamp
                                + ",\"published\":\\[\"product:\\*\",\"products\"\\],\"groups\":\\{\"product:1\":"
                                + stamp + "(?:,\"product:2\":" + stamp
                                + ")?,\"products\":" + stamp + "\\}\\}"),
                listing.body());
    }

    @Test
    void whatIsHiddenOrNeverHeardOfReadsUnknown() throws Exception {
        String body =
                list("?group=secret&group=nobody&group=products&group=products").body();
        assertTrue(body.contains("\"secret\":\"unknown\""), body);
        assertTrue(body.contains("\"nobody\":\"unknown\""), body);
        assertFalse(body.contains("\"products\":\"unknown\""), body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?group=products", "?group=product:1&group=products", "?group=secret"})
    void anUnchangedPollCostsNothing(String query) throws Exception {
        HttpResponse<String> first = list(query);
        String tag = header(first, "ETag");
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<String> again = send(method, "/group-timestamps" + query, "If-None-Match", tag);
            assertEquals(304, again.statusCode());
            assertEquals(tag, header(again, "ETag"));
            assertEquals("private, no-cache", header(again, "Cache-Control"));
            assertEquals("", header(again, "Content-Length"));
        }
        HttpResponse<String> head = send("HEAD", "/group-timestamps" + query);
        assertEquals(header(first, "Content-Length"), header(head, "Content-Length"));
        assertEquals(tag, header(head, "ETag"));
    }

    @Test
    void onlyAChangeAmongTheGroupsAskedForIsToldOf() throws Exception {
        String tag = header(list("?group=products"), "ETag");
        send("POST", "/touch?group=product:2");
        assertEquals(304, list("?group=products", "If-None-Match", tag).statusCode());
        send("POST", "/touch?group=products");
        assertEquals(200, list("?group=products", "If-None-Match", tag).statusCode());
    }

    @Test
    void theOrderOfTheQueryDoesNotMatter() throws Exception {
        assertEquals(header(list("?group=a&group=b"), "ETag"), header(list("?group=b&group=a&group=a"), "ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"?nonsense=1", "?group=", "?group", "?group=%25zz%25&x", "?&", "?group=a&&"})
    void aMalformedQueryIsRefusedWithAProblem(String query) throws Exception {
        HttpResponse<String> refusal = list(query);
        assertEquals(400, refusal.statusCode());
        assertEquals("application/problem+json", header(refusal, "Content-Type"));
        assertTrue(refusal.body().contains("\"status\":400"), refusal.body());
        assertEquals("", header(refusal, "ETag"));
    }

    @Test
    void tooManyGroupsAreRefused() throws Exception {
        assertEquals(
                400,
                list("?group=a" + "&group=a".repeat(dev.etagere.feed.FeedQuery.MAX_GROUPS))
                        .statusCode());
    }

    @Test
    void whoDoesNotTakeJsonIsTold() throws Exception {
        assertEquals(406, list("", "Accept", "text/html").statusCode());
        assertEquals(406, list("", "Accept", "*/*, application/json;q=0").statusCode());
        assertEquals(200, list("", "Accept", "text/html, */*;q=0.1").statusCode());
    }

    @Test
    void otherMethodsAreNotAllowed() throws Exception {
        HttpResponse<String> refusal = send("POST", "/group-timestamps");
        assertEquals(405, refusal.statusCode());
    }

    @Test
    void thePoliciesInAContextParameterApply() throws Exception {
        String tag = header(send("GET", "/page"), "ETag");
        assertEquals(304, send("GET", "/page", "If-None-Match", tag).statusCode());
        send("POST", "/touch?group=products");
        assertEquals(200, send("GET", "/page", "If-None-Match", tag).statusCode());
    }

    @Test
    void aBadPolicyStopsTheDeployment() {
        assertThrows(Exception.class, () -> start(app().parameter("etagere.policies", "/page\n  Groups: {id}")));
        assertThrows(Exception.class, () -> start(app().parameter("etagere.policies", "/WEB-INF/nowhere")));
        assertThrows(Exception.class, () -> start(app().parameter("etagere.index", "nonsense:")));
    }
}
