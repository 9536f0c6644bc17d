package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.client.EtagereClient;
import dev.etagere.client.Follow;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client behind a balancer: it hears of changes from one node and is answered by another that may know less. */
class FollowedNodesIT {
    private static final String ORIGIN = "http://shop.test";

    private RedisProcess redis;
    private SharedShop shop;
    private SharedShop.Node heard;
    private SharedShop.Node asked;
    private EtagereClient client;

    @BeforeEach
    void start() throws Exception {
        redis = new RedisProcess(RedisProcess.embedded());
        shop = new SharedShop();
        heard = shop.start(redis, "shop");
        asked = shop.start(redis, "shop?staleness=8000");
        client = EtagereClient.builder(URI.create(ORIGIN + "/group-timestamps"))
                .httpClient(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .proxy(new Balancer(heard.port(), asked.port()))
                        .build())
                .follow(Follow.SSE)
                .published("products", "product:*", "category:*")
                .build();
    }

    @AfterEach
    void stop() throws Exception {
        if (client != null) {
            client.close();
        }
        if (shop != null) {
            shop.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    /** Two nodes under one name. */
    private static final class Balancer extends ProxySelector {
        private final int feed;
        private final int rest;

        Balancer(int feed, int rest) {
            this.feed = feed;
            this.rest = rest;
        }

        @Override
        public List<Proxy> select(URI uri) {
            int port = uri.getPath().startsWith("/group-timestamps") ? feed : rest;
            return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress("localhost", port)));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException e) {
            // The client hears of it.
        }
    }

    private HttpResponse<String> read() throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(ORIGIN + "/products/1")).build(), BodyHandlers.ofString());
    }

    private static boolean isHit(HttpResponse<String> response) {
        return response.headers().firstValue("Cache-Status").orElse("").equals("Etagere; hit");
    }

    private void awaitHit() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!isHit(read())) {
            assertTrue(System.nanoTime() < end, () -> "it is kept again; " + client.statistics());
            Thread.sleep(20);
        }
    }

    @Test
    void R22_anAnswerOfANodeThatIsBehindTheEventIsNotKept() throws Exception {
        awaitHit();
        asked.way.fallSilent();
        long refusedBefore = client.statistics().refused();
        long price = SharedShop.newPrice();
        heard.write("/products/1", price);
        awaitEvent();
        long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
        int reads = 0;
        for (; System.nanoTime() < end; reads++) {
            HttpResponse<String> answer = read();
            assertFalse(isHit(answer), "kept, although the node that answered did not know of the change");
            assertEquals(price, Prices.in(answer.body()));
            Thread.sleep(20);
        }
        long refused = client.statistics().refused() - refusedBefore;
        System.out.printf("%d of %d answers of the node behind were refused%n", refused, reads);
        assertTrue(refused > 0, () -> client.statistics().toString());
        asked.way.heal();
        awaitHit();
        assertEquals(price, Prices.in(read().body()));
    }

    private void awaitEvent() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (isHit(read())) {
            assertTrue(System.nanoTime() < end, "the client hears of the change");
            Thread.sleep(1);
        }
    }
}
