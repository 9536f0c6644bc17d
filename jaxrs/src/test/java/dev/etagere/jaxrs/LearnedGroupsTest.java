package dev.etagere.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.AuditMismatch;
import dev.etagere.AuditSettings;
import dev.etagere.ConditionalRequests;
import dev.etagere.Groups;
import dev.etagere.index.GroupIndex;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.StreamingOutput;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What a resource method says while it runs")
class LearnedGroupsTest {

    /** One method for each case. */
    @Path("/")
    public static class Found {
        final AtomicInteger entered = new AtomicInteger();
        volatile String untracked = "one";

        @GET
        @Path("search")
        @CachePolicy(value = "public, no-cache", groups = "list", learned = true)
        public String search() {
            entered.incrementAndGet();
            Groups.current().dependOn("found:1", "found:2");
            return "found";
        }

        @GET
        @Path("late")
        @CachePolicy(value = "public, no-cache", learned = true)
        public StreamingOutput late() {
            Groups.current().dependOn("found:1");
            return out -> {
                Groups.current().dependOn("found:2");
                out.write("late".getBytes(StandardCharsets.UTF_8));
            };
        }

        @GET
        @Path("forgetful")
        @CachePolicy(value = "public, no-cache", groups = "list")
        public String forgetful() {
            return untracked;
        }
    }

    private final List<AuditMismatch> heard = new CopyOnWriteArrayList<>();
    private final Found found = new Found();
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());

    private Server start(In in, AuditSettings audit) throws Exception {
        ConditionalRequests engine = ConditionalRequests.builder(index)
                .audit(audit)
                .auditListener(heard::add)
                .build();
        Application application = new Application() {
            @Override
            @Deprecated
            public Set<Object> getSingletons() {
                return Set.of(new ConditionalFeature(engine), found);
            }
        };
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(in.servlet.apply(application)), "/*");
        server.setHandler(context);
        server.start();
        return server;
    }

    private static HttpResponse<String> get(Server server, String path, String... fields) throws Exception {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String etag(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").orElse(null);
    }

    @ParameterizedTest
    @EnumSource
    void R02_decidesTheNextRequestBeforeItRuns(In in) throws Exception {
        Server server = start(in, AuditSettings.DEFAULT);
        try {
            HttpResponse<String> first = get(server, "/search");
            String tag = etag(first);
            assertNotNull(tag);
            assertEquals(
                    "found:1,found:2,list",
                    first.headers().firstValue("Cache-Tag").orElse(""));
            int before = found.entered.get();
            assertEquals(304, get(server, "/search", "If-None-Match", tag).statusCode());
            assertEquals(before, found.entered.get());
            index.touch("found:2");
            assertEquals(200, get(server, "/search", "If-None-Match", tag).statusCode());
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void R23_whatIsNamedWhileTheEntityIsWrittenComesTooLateAndCostsTheValidators(In in) throws Exception {
        Server server = start(in, AuditSettings.DEFAULT);
        try {
            HttpResponse<String> first = get(server, "/late");
            assertEquals("late", first.body());
            assertNotNull(etag(first), "nobody could know");
            HttpResponse<String> second = get(server, "/late", "If-None-Match", etag(first));
            assertEquals(200, second.statusCode());
            assertNull(etag(second));
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void R26_anUntrackedReadIsFoundByTheAudit(In in) throws Exception {
        // Two audits within a tenth of a second are more than the default allows.
        Server server = start(in, new AuditSettings(1, 1e9, 100, false));
        try {
            String tag = etag(get(server, "/forgetful"));
            assertEquals("one", get(server, "/forgetful", "If-None-Match", tag).body(), "audited, and the same");
            assertTrue(heard.isEmpty());
            found.untracked = "two";
            assertEquals("two", get(server, "/forgetful", "If-None-Match", tag).body());
            assertEquals(List.of("list"), heard.get(0).groups());
            assertTrue(heard.get(0).policy().endsWith("Found.forgetful()"), heard.get(0)::policy);
        } finally {
            server.stop();
        }
    }
}
