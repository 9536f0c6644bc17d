package dev.etagere.it;

import dev.etagere.ConditionalRequests;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.filter.ConditionalFilter;
import dev.etagere.filter.GroupTimestampsServlet;
import dev.etagere.index.GroupIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** An application that is nothing but a feed, on a real server. */
final class FeedApp implements AutoCloseable {
    final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    final GroupTimestampsServlet servlet;
    private final Container.Running server;

    FeedApp(Container container, Map<String, String> settings) throws Exception {
        index.publish(List.of("product:*", "products"));
        servlet = new GroupTimestampsServlet(GroupVisibility.EVERYTHING);
        System.getProperties().putAll(settings);
        server = container.start(new Deployment(
                        new ConditionalFilter(ConditionalRequests.builder(index).build()))
                .servlet("/group-timestamps/*", servlet));
        try (RawHttp first = new RawHttp(server.port())) {
            first.send("GET", "/group-timestamps");
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    int port() {
        return server.port();
    }

    /** A cursor of now. */
    String cursor() throws IOException {
        try (RawHttp http = new RawHttp(port())) {
            return http.send("GET", "/group-timestamps").field("Etagere-As-Of");
        }
    }

    static String stream(String query, String... lines) {
        return RawHttp.request(
                "GET", "/group-timestamps" + query, OnEveryContainer.with("Accept: text/event-stream", lines));
    }

    /** Reads on until there is what is looked for. */
    static String readUntil(RawHttp http, Reply head, String wanted) throws IOException {
        boolean chunked = "chunked".equals(head.field("Transfer-Encoding"));
        StringBuilder text = new StringBuilder();
        while (text.indexOf(wanted) < 0) {
            byte[] chunk = chunked ? http.chunk() : http.some();
            if (chunk.length == 0) {
                throw new IOException("the stream ends after " + text);
            }
            text.append(new String(chunk, StandardCharsets.US_ASCII));
        }
        return text.toString();
    }

    @Override
    public void close() {
        servlet.drain();
        try {
            server.stop().run();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
        index.close();
    }
}
