package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.Stamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Event streams and long-polls through proxies with their default settings. */
@Timeout(120)
class FeedBehindProxiesIT {
    private static final Map<String, String> SETTINGS = Map.of("etagere.feed.heartbeat", "2");

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Container.class)
    void C107_aStreamComesThroughNginxWithItsDefaultBuffering(Container container) throws Exception {
        try (FeedApp app = new FeedApp(container, SETTINGS);
                Nginx nginx = Nginx.before(app.port(), directory)) {
            follow(app, nginx.port());
            waitForOne(app, nginx.port());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Container.class,
            names = {"JETTY", "TOMCAT"})
    void C107_aStreamComesThroughVarnishThatPipesIt(Container container) throws Exception {
        try (FeedApp app = new FeedApp(container, SETTINGS);
                Varnish varnish = Varnish.before(app.port(), directory)) {
            follow(app, varnish.port());
        }
    }

    @ParameterizedTest
    @EnumSource(Container.class)
    void C107_noServerCompressesAStream(Container container) throws Exception {
        try (FeedApp app = new FeedApp(container, SETTINGS);
                RawHttp http = new RawHttp(app.port())) {
            http.write(FeedApp.stream("?since=" + app.cursor(), "Accept-Encoding: gzip"));
            Reply head = http.head();
            assertNull(head.field("Content-Encoding"));
            FeedApp.readUntil(http, head, "retry: 3000\n\n");
            Stamp stamp = app.index.touch("products");
            FeedApp.readUntil(http, head, "data: {\"groups\":{\"products\":\"" + stamp + "\"}}\n\n");
        }
    }

    private static void follow(FeedApp app, int port) throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            http.write(FeedApp.stream("?since=" + app.cursor()));
            Reply head = http.head();
            assertEquals(200, head.status());
            assertTrue(head.field("Content-Type").startsWith("text/event-stream"));
            assertNull(head.field("Content-Length"));
            assertNull(head.field("ETag"));
            FeedApp.readUntil(http, head, "retry: 3000\n\n");
            long worst = 0;
            for (int i = 0; i < 10; i++) {
                long begun = System.nanoTime();
                Stamp stamp = app.index.touch("products");
                FeedApp.readUntil(http, head, "data: {\"groups\":{\"products\":\"" + stamp + "\"}}\n\n");
                worst = Math.max(worst, System.nanoTime() - begun);
            }
            FeedApp.readUntil(http, head, "event: heartbeat\n");
            System.out.println("through the proxy: the slowest of 10 events after " + worst / 1000 + " us");
        }
    }

    private static void waitForOne(FeedApp app, int port) throws IOException, InterruptedException {
        try (RawHttp http = new RawHttp(port)) {
            http.write(RawHttp.request("GET", "/group-timestamps?since=" + app.cursor(), "Prefer: wait=20"));
            Thread.sleep(200);
            Stamp stamp = app.index.touch("product:1");
            Reply answer = http.read("GET");
            assertEquals("wait=20", answer.field("Preference-Applied"));
            assertTrue(answer.text().endsWith("{\"product:1\":\"" + stamp + "\"}}"), answer.text());
        }
    }
}
