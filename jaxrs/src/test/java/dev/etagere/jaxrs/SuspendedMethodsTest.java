package dev.etagere.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.ConditionalRequests;
import dev.etagere.Groups;
import dev.etagere.index.GroupIndex;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Application;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A suspended method, on whose thread others run meanwhile,")
class SuspendedMethodsTest {
    private static final int REQUESTS = 40;

    /** One write that waits, and what runs meanwhile. */
    @Path("/")
    public static class Things {
        final BlockingQueue<AsyncResponse> suspended = new LinkedBlockingQueue<>();

        @PUT
        @Path("suspended")
        @Touches("suspended")
        public void suspended(@Suspended AsyncResponse response) {
            suspended.add(response);
        }

        @PUT
        @Path("other")
        @Touches("other")
        public void other() {}

        @GET
        @Path("undeclared")
        public String undeclared() {
            try {
                Groups.current().touch("undeclared");
                return "bound";
            } catch (IllegalStateException e) {
                return "free";
            }
        }
    }

    private final Things things = new Things();
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private final HttpClient client = HttpClient.newHttpClient();

    private Server start(In in) throws Exception {
        ConditionalRequests engine = ConditionalRequests.builder(index).build();
        Application application = new Application() {
            @Override
            @Deprecated
            public Set<Object> getSingletons() {
                return Set.of(new ConditionalFeature(engine), things);
            }
        };
        // Few, so that each of them serves again soon.
        Server server = new Server(new QueuedThreadPool(6, 6));
        server.addConnector(new ServerConnector(server, 1, 1));
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(in.servlet.apply(application));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        return server;
    }

    private static HttpRequest.Builder to(Server server, String path) {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @EnumSource
    void isNotTheOneThatTheySpeakOf(In in) throws Exception {
        Server server = start(in);
        try {
            HttpRequest.BodyPublisher nothing = HttpRequest.BodyPublishers.noBody();
            CompletableFuture<HttpResponse<Void>> first = client.sendAsync(
                    to(server, "/suspended").PUT(nothing).build(), HttpResponse.BodyHandlers.discarding());
            AsyncResponse waiting = things.suspended.take();
            for (int i = 0; i < REQUESTS; i++) {
                assertEquals("free", send(to(server, "/undeclared")).body());
                HttpRequest.Builder conditional = to(server, "/other").header("If-Match", "\"seen\"");
                assertEquals(204, send(conditional.PUT(nothing)).statusCode(), "nor the one that they are a part of");
            }
            assertTrue(index.inFlux("suspended"));
            waiting.resume("done");
            assertEquals(200, first.get().statusCode());
            assertFalse(index.inFlux("suspended"));
        } finally {
            server.stop();
        }
    }
}
