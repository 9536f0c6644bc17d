package dev.etagere.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.feed.GroupVisibility;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTimestampsResourceTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private Server server;

    private void start(String implementation) throws Exception {
        start(implementation, (principal, group) -> !group.equals("hidden"));
    }

    private void start(String implementation, GroupVisibility visibility) throws Exception {
        index.publish(Set.of("products", "hidden"));
        Thread.sleep(5);
        Application application = new Application() {
            @Override
            @SuppressWarnings("deprecation") // Instances have no other way in.
            public Set<Object> getSingletons() {
                return Set.of(new GroupTimestampsResource(index, visibility));
            }
        };
        HttpServlet servlet = implementation.equals("jersey")
                ? Implementations.jersey(application)
                : Implementations.restEasy(application);
        server = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(servlet), "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
        index.close();
    }

    private HttpResponse<String> get(String query, String... headers) throws Exception {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/group-timestamps" + query));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        return String.join("|", response.headers().allValues(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jersey", "resteasy"})
    void whichGroupsAreListedIsToldWhereNoneIsHidden(String implementation) throws Exception {
        start(implementation);
        assertFalse(get("").body().contains("published"));
        server.stop();
        start(implementation, GroupVisibility.EVERYTHING);
        assertTrue(get("").body().contains(",\"published\":[\"hidden\",\"products\"],\"groups\":{"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jersey", "resteasy"})
    void C104_aListingIsConfirmedUntilItChanges(String implementation) throws Exception {
        start(implementation);
        Stamp one = index.touch("products", "hidden");
        HttpResponse<String> listing = get("");
        assertEquals(200, listing.statusCode());
        assertTrue(listing.body().endsWith("\"groups\":{\"products\":\"" + one + "\"}}"), listing.body());
        assertEquals("application/json", header(listing, "Content-Type"));
        String tag = header(listing, "ETag");
        HttpResponse<String> again = get("", "If-None-Match", tag);
        assertEquals(304, again.statusCode());
        for (HttpResponse<String> answer : java.util.List.of(listing, again)) {
            assertEquals("private, no-cache", header(answer, "Cache-Control"));
            assertEquals("Accept", header(answer, "Vary"));
            assertEquals(tag, header(answer, "ETag"));
            assertTrue(header(answer, "Etagere-As-Of").substring(17).compareTo(one.toString()) >= 0);
        }
        index.touch("products");
        assertEquals(200, get("", "If-None-Match", tag).statusCode());
        assertTrue(get("?group=hidden").body().endsWith("{\"hidden\":\"unknown\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jersey", "resteasy"})
    void C106_aDeltaTellsWhatChangedAndAnUnknownCursorIsAReset(String implementation) throws Exception {
        start(implementation);
        index.touch("products");
        String cursor = header(get(""), "Etagere-As-Of");
        assertTrue(get("?since=" + cursor).body().endsWith("\"groups\":{}}"));
        Stamp two = index.touch("products");
        HttpResponse<String> delta = get("?since=" + cursor);
        assertTrue(delta.body().endsWith("\"groups\":{\"products\":\"" + two + "\"}}"), delta.body());
        assertEquals("", header(delta, "ETag"));
        String foreign = (cursor.startsWith("0") ? "1" : "0") + cursor.substring(1);
        assertTrue(get("?since=" + foreign).body().contains("\"reset\":true"));
        assertEquals(400, get("?since=nonsense").statusCode());
        assertEquals(400, get("?nonsense=1").statusCode());
        assertEquals(406, get("", "Accept", "text/html").statusCode());
    }
}
