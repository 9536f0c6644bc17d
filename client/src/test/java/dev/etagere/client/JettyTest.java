package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.ConditionalRequests;
import dev.etagere.filter.ConditionalFilter;
import dev.etagere.filter.GroupTimestampsServlet;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The client and the filter, on Jetty")
class JettyTest {
    private static final String POLICIES = """
            /products/{id}
              Cache-Control: public, no-cache
              Vary: Accept-Language
              Groups: product:{id}
            PUT /products/{id}
              Touches: product:{id}
            """;

    private final Map<String, Integer> versions = new ConcurrentHashMap<>();
    private final AtomicInteger handled = new AtomicInteger();
    private final GroupIndex index = GroupIndex.open("embedded:JettyTest");
    private final Server server = new Server(0);
    private EtagereClient client;

    private final class Products extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            handled.incrementAndGet();
            response.setContentType("text/plain");
            response.getWriter()
                    .write(request.getHeader("Accept-Language") + versions.getOrDefault(request.getPathInfo(), 0));
        }

        @Override
        protected void doPut(HttpServletRequest request, HttpServletResponse response) {
            versions.merge(request.getPathInfo(), 1, Integer::sum);
            response.setStatus(204);
        }
    }

    @BeforeEach
    void start() throws Exception {
        ConditionalRequests engine = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("policies", POLICIES))
                .build();
        ServletContextHandler context = new ServletContextHandler("/");
        context.setInitParameter("etagere.published", "product:*");
        FilterHolder filter = new FilterHolder(new ConditionalFilter(engine));
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder(new Products()), "/products/*");
        ServletHolder feed = new ServletHolder(new GroupTimestampsServlet());
        feed.setInitOrder(1);
        feed.setAsyncSupported(true);
        context.addServlet(feed, "/group-timestamps");
        server.setHandler(context);
        server.start();
        index.publish(List.of("product:*"));
        client = EtagereClient.builder(uri("/group-timestamps"))
                .follow(Follow.POLL.every(Duration.ofMillis(50)))
                .published("product:*")
                .build();
        Await.until(() -> client.statistics().feedAge().isPresent());
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.stop();
        index.close();
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + ((ServerConnector) server.getConnectors()[0]).getLocalPort() + path);
    }

    private HttpResponse<String> get(String path, String language) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Accept-Language", language)
                        .build(),
                BodyHandlers.ofString());
    }

    private int put(HttpClient by, String path) throws IOException, InterruptedException {
        return by.send(
                        HttpRequest.newBuilder(uri(path))
                                .PUT(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void untilFurtherNoticeTheHandlerRunsOnceForEachVariant() throws Exception {
        for (int i = 0; i < 50; i++) {
            assertEquals("en0", get("/products/1", "en").body());
            assertEquals("de0", get("/products/1", "de").body());
            assertEquals("en0", get("/products/2", "en").body());
        }
        assertEquals(3, handled.get());
    }

    @Test
    void theServerTellsWhichGroupsItLists() throws Exception {
        client.close();
        client = EtagereClient.builder(uri("/group-timestamps"))
                .follow(Follow.POLL.every(Duration.ofMillis(50)))
                .build();
        Await.until(() -> client.statistics().feedAge().isPresent());
        untilFurtherNoticeTheHandlerRunsOnceForEachVariant();
        assertEquals(3, client.statistics().misses());
        assertEquals(0, client.statistics().confirmed());
    }

    @Test
    void aWriteOfSomebodyElseIsHeardOf() throws Exception {
        get("/products/1", "en");
        get("/products/2", "en");
        for (int i = 1; i <= 5; i++) {
            assertEquals(204, put(HttpClient.newHttpClient(), "/products/1"));
            String expected = "en" + i;
            Await.until(() -> get("/products/1", "en").body().equals(expected));
        }
        assertEquals("en0", get("/products/2", "en").body());
        assertEquals(7, handled.get());
    }

    @Test
    void aWriteOfOursIsSeenAtOnce() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertEquals("en" + i, get("/products/1", "en").body());
            assertEquals(204, put(client, "/products/1"));
        }
    }

    @Test
    void aRequestForWhatTheCallerHasSeenIsAnswered() throws Exception {
        get("/products/1", "en");
        Reach seen = new Reach(index.epoch(), index.touch("other").nanos());
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(uri("/products/1"))
                        .header("Accept-Language", "en")
                        .header(Reach.MINIMUM, seen.toString())
                        .build(),
                BodyHandlers.ofString());
        Reach reach = Reach.parse(answer.headers().firstValue(Reach.FIELD).orElse(null));
        assertTrue(reach != null && reach.reaches(seen), reach + " reaches " + seen);
    }

    @Test
    void whenEverythingMovesEverythingIsAskedFor() throws Exception {
        get("/products/1", "en");
        index.touchAll();
        Await.until(() -> {
            get("/products/1", "en");
            return handled.get() == 2;
        });
        Await.until(() -> get("/products/1", "en")
                .headers()
                .firstValue("Cache-Status")
                .orElse("")
                .equals("Etagere; hit"));
    }
}
