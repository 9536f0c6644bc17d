package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Serving stale responses, and refreshing them in the background")
class ServeStaleTest {
    private static final String STALE = "Etagere; hit; detail=stale";

    private Shop shop;
    private EtagereClient client;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop();
    }

    @AfterEach
    void close() {
        client.close();
        shop.close();
    }

    private EtagereClientBuilder builder() {
        return EtagereClient.builder(shop.feed())
                .follow(Follow.POLL.every(Duration.ofMillis(30)))
                .published("p:*")
                .timeout(Duration.ofSeconds(2))
                .backoff(Duration.ofMillis(20), Duration.ofMillis(100))
                .serveStale(Duration.ofMinutes(1));
    }

    private void start(EtagereClientBuilder settings) throws Exception {
        client = settings.build();
        Await.until(() -> client.statistics().feedAge().isPresent());
    }

    private HttpResponse<String> get(String name) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(shop.uri("/p/" + name)).build(), BodyHandlers.ofString());
    }

    private static String how(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Status").orElse("");
    }

    /** Until it is known that it has changed; returns what is served then. */
    private HttpResponse<String> awaitStale(String name) throws Exception {
        AtomicReference<HttpResponse<String>> last = new AtomicReference<>();
        Await.until(() -> {
            last.set(get(name));
            return how(last.get()).equals(STALE);
        });
        return last.get();
    }

    @Test
    void whatHasChangedIsServedAtOnceWhileTheServerIsSlow() throws Exception {
        start(builder());
        get("a");
        CountDownLatch slow = new CountDownLatch(1);
        shop.page = name -> {
            slow.await();
            return null;
        };
        shop.change("a");
        assertEquals("0", awaitStale("a").body());
        assertEquals("0", get("a").body());
        slow.countDown();
        Await.until(() -> get("a").body().equals("1"));
        assertEquals(2, shop.pages.get());
        Await.until(() -> client.statistics().refreshed() == 1);
        assertTrue(client.statistics().stale() >= 2);
    }

    @Test
    void anErrorLeavesWhatIsStoredAndIsTriedAgain() throws Exception {
        start(builder());
        get("a");
        shop.page = name -> new Origin.Answer(503, "down");
        shop.change("a");
        assertEquals("0", awaitStale("a").body());
        Await.until(() -> client.statistics().failed() >= 3);
        assertEquals("0", get("a").body());
        shop.page = name -> null;
        Await.until(() -> get("a").body().equals("1"));
        Await.until(() -> client.statistics().refreshed() == 1);
    }

    @Test
    void withNothingStoredTheErrorIsTheCallersAndTheNextFindsItWarm() throws Exception {
        start(builder());
        shop.page = name -> new Origin.Answer(503, "down");
        assertEquals(503, get("a").statusCode());
        shop.page = name -> null;
        Await.until(() -> client.statistics().refreshed() == 1);
        assertEquals("Etagere; hit", how(get("a")));
    }

    @Test
    void aServerThatIsGoneIsAnErrorTooAndIsTriedAgain() throws Exception {
        start(builder());
        get("a");
        shop.stop();
        assertThrows(IOException.class, () -> get("b"));
        shop.restart(true);
        Await.until(() -> client.statistics().refreshed() == 1);
        Await.until(() -> how(get("b")).equals("Etagere; hit"));
    }

    @Test
    void whatHasBeenStaleForTooLongIsAskedForAndItsErrorIsTheCallers() throws Exception {
        start(builder().serveStale(Duration.ofMillis(300)));
        get("a");
        shop.page = name -> new Origin.Answer(503, "down");
        shop.change("a");
        awaitStale("a");
        Await.until(() -> get("a").statusCode() == 503);
    }

    @Test
    void mustRevalidateIsNeverServedStale() throws Exception {
        shop.cacheControl = "no-cache, must-revalidate";
        start(builder());
        get("a");
        assertEquals("Etagere; hit", how(get("a")));
        shop.page = name -> new Origin.Answer(503, "down");
        shop.change("a");
        Await.until(() -> get("a").statusCode() == 503);
        assertEquals(0, client.statistics().stale());
    }

    @Test
    void oneRefreshWaitsForEachHoweverManyCallers() throws Exception {
        start(builder());
        get("a");
        CountDownLatch slow = new CountDownLatch(1);
        shop.page = name -> {
            slow.await();
            return null;
        };
        shop.change("a");
        awaitStale("a");
        for (int i = 0; i < 100; i++) {
            get("a");
        }
        slow.countDown();
        Await.until(() -> client.statistics().refreshed() >= 1);
        assertEquals(2, shop.pages.get());
    }

    @Test
    void theQueueIsBoundedAndWhatFindsNoRoomIsLeftToTheNextCaller() throws Exception {
        start(builder().refreshes(1, 2));
        for (int i = 0; i < 10; i++) {
            get("a" + i);
        }
        CountDownLatch slow = new CountDownLatch(1);
        shop.page = name -> {
            slow.await(1, TimeUnit.SECONDS);
            return null;
        };
        for (int i = 0; i < 10; i++) {
            shop.change("a" + i);
        }
        for (int i = 0; i < 10; i++) {
            awaitStale("a" + i);
        }
        assertTrue(client.statistics().dropped() > 0);
        slow.countDown();
        for (int i = 0; i < 10; i++) {
            String name = "a" + i;
            Await.until(() -> get(name).body().equals("1"));
        }
    }

    @Test
    void R22_anAnswerOlderThanWhatWasToldIsRefused() throws Exception {
        start(EtagereClient.builder(shop.feed())
                .follow(Follow.POLL.every(Duration.ofMillis(30)))
                .published("p:*"));
        get("a");
        String old = new Reach(shop.index.epoch(), shop.index.asOf()).toString();
        AtomicInteger behind = new AtomicInteger(2);
        shop.change("a");
        Thread.sleep(200);
        shop.page = name -> behind.getAndDecrement() > 0
                ? new Origin.Answer(200, "old")
                        .with(Reach.FIELD, old)
                        .with("Cache-Tag", "p:a")
                        .with("ETag", "\"old\"")
                : null;
        assertEquals("1", get("a").body());
        assertEquals(2, client.statistics().refused());
        behind.set(1000);
        shop.change("a");
        Thread.sleep(200);
        HttpResponse<String> last = get("a");
        assertEquals("Etagere; fwd=stale; detail=behind", how(last));
        behind.set(0);
        assertEquals("2", get("a").body());
    }
}
