package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Refreshing at once what is used much")
class RefreshEagerlyTest {
    private static final String HIT = "Etagere; hit";
    private static final int HOT = 3;

    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private Shop shop;
    private EtagereClient client;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop();
    }

    @AfterEach
    void close() {
        if (client != null) {
            client.close();
        }
        shop.close();
    }

    private EtagereClientBuilder builder(Follow follow) {
        return EtagereClient.builder(shop.feed())
                .follow(follow)
                .published("p:*")
                .timeout(Duration.ofSeconds(2))
                .backoff(Duration.ofMillis(20), Duration.ofMillis(100));
    }

    private EtagereClientBuilder builder() {
        return builder(Follow.POLL.every(Duration.ofMillis(20)));
    }

    private void start(EtagereClientBuilder settings) throws Exception {
        client = settings.build();
        Await.until(() -> client.statistics().feedAge().isPresent());
        client.onChange("*", change -> told.addAll(change.groups()));
    }

    private static HttpRequest.Builder request(Shop shop, String name) {
        return HttpRequest.newBuilder(shop.uri("/p/" + name));
    }

    private HttpResponse<String> get(String name) throws IOException, InterruptedException {
        return client.send(request(shop, name).build(), BodyHandlers.ofString());
    }

    private void use(String name, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            get(name);
        }
    }

    /** Changes it, and waits until all that comes of that by itself is done. */
    private void changeAndSettle(String name) throws Exception {
        told.clear();
        shop.change(name);
        Await.until(() -> told.contains("p:" + name));
        Thread.sleep(150);
    }

    private static String how(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Status").orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void whatIsHotIsAskedForBeforeAnybodyWantsIt(String form) throws Exception {
        start(builder(
                        Follow.SSE.kind().name().equals(form)
                                ? Follow.SSE
                                : form.equals("POLL") ? Follow.POLL.every(Duration.ofMillis(20)) : Follow.LONG_POLL)
                .refreshEagerly(HOT));
        for (int version = 1; version <= 3; version++) {
            use("a", HOT);
            int before = shop.pages.get();
            shop.change("a");
            int refreshed = version;
            Await.until(() -> client.statistics().refreshed() == refreshed);
            HttpResponse<String> answer = get("a");
            assertEquals("" + version, answer.body());
            assertEquals(HIT, how(answer));
            assertEquals(before + 1, shop.pages.get());
        }
        assertEquals(3, client.statistics().eager());
    }

    @Test
    void whatIsUsedLessOrHasNotChangedIsLeftAlone() throws Exception {
        start(builder().refreshEagerly(HOT));
        use("a", HOT - 1);
        use("b", HOT);
        changeAndSettle("a");
        assertEquals(2, shop.pages.get());
        assertEquals(0, client.statistics().eager());
        assertEquals("1", get("a").body());
    }

    @Test
    void withoutTheSettingNothingIsAskedForUnused() throws Exception {
        start(builder());
        use("a", 100);
        changeAndSettle("a");
        assertEquals(1, shop.pages.get());
        assertThrows(IllegalArgumentException.class, () -> builder().refreshEagerly(0));
    }

    @Test
    void usesCountFromTheLastRefreshSoThatWhatNobodyWantsAnyMoreIsAskedForOnce() throws Exception {
        start(builder().refreshEagerly(HOT));
        use("a", 10);
        for (int i = 0; i < 5; i++) {
            changeAndSettle("a");
        }
        assertEquals(2, shop.pages.get());
        use("a", HOT);
        changeAndSettle("a");
        assertEquals(4, shop.pages.get());
        assertEquals("6", get("a").body());
    }

    @Test
    void R24_callersThatComeMeanwhileWaitForTheSameAnswer() throws Exception {
        start(builder().refreshEagerly(HOT));
        use("a", HOT);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        shop.page = name -> {
            asked.countDown();
            slow.await();
            return null;
        };
        shop.change("a");
        asked.await();
        List<CompletableFuture<HttpResponse<String>>> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            callers.add(client.sendAsync(request(shop, "a").build(), BodyHandlers.ofString()));
        }
        slow.countDown();
        for (CompletableFuture<HttpResponse<String>> caller : callers) {
            assertEquals("1", caller.get().body());
        }
        assertEquals(2, shop.pages.get());
        assertEquals(50, client.statistics().joined());
    }

    @Test
    void eachVariantIsAskedForOnceHoweverItsRequestsDifferOtherwise() throws Exception {
        start(builder().refreshEagerly(HOT));
        for (int i = 0; i < HOT; i++) {
            for (String user : List.of("x", "y")) {
                client.send(
                        request(shop, "a")
                                .header("Authorization", user)
                                .header("Trace", "" + i)
                                .build(),
                        BodyHandlers.ofString());
            }
        }
        assertEquals(2, shop.pages.get());
        changeAndSettle("a");
        assertEquals(4, shop.pages.get());
        assertEquals(2, client.statistics().eager());
    }

    @Test
    void R22_anAnswerThatIsOlderThanTheChangeIsRefused() throws Exception {
        start(builder().refreshEagerly(HOT));
        use("a", HOT);
        String old = new Reach(shop.index.epoch(), shop.index.asOf()).toString();
        AtomicInteger behind = new AtomicInteger(2);
        shop.page = name -> behind.getAndDecrement() > 0
                ? new Origin.Answer(200, "old")
                        .with(Reach.FIELD, old)
                        .with("Cache-Tag", "p:a")
                        .with("ETag", "\"old\"")
                : null;
        String stamp = shop.change("a").toString();
        Await.until(() -> client.statistics().refreshed() == 1);
        assertEquals(2, client.statistics().refused());
        assertTrue(shop.minimums.stream().anyMatch(minimum -> minimum.endsWith('.' + stamp)), shop.minimums + "");
        HttpResponse<String> answer = get("a");
        assertEquals("1", answer.body());
        assertEquals(HIT, how(answer));
    }

    @Test
    void R22_aRefreshThatAnotherChangeHasOvertakenIsRepeated() throws Exception {
        start(builder().refreshEagerly(HOT));
        use("a", HOT);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger first = new AtomicInteger();
        shop.page = name -> {
            if (first.getAndIncrement() > 0) {
                return null;
            }
            String reach = new Reach(shop.index.epoch(), shop.index.asOf()).toString();
            asked.countDown();
            slow.await();
            return new Origin.Answer(200, "1")
                    .with(Reach.FIELD, reach)
                    .with("Cache-Tag", "p:a")
                    .with("ETag", "\"1\"");
        };
        shop.change("a");
        asked.await();
        changeAndSettle("a");
        slow.countDown();
        Await.until(() -> client.statistics().refreshed() == 2);
        HttpResponse<String> answer = get("a");
        assertEquals("2", answer.body());
        assertEquals(HIT, how(answer));
    }

    @Test
    void whatFindsNoRoomIsLeftToTheNextCaller() throws Exception {
        start(builder().refreshEagerly(1).refreshes(1, 2));
        for (int i = 0; i < 10; i++) {
            get("a" + i);
        }
        CountDownLatch slow = new CountDownLatch(1);
        shop.page = name -> {
            slow.await();
            return null;
        };
        for (int i = 0; i < 10; i++) {
            changeAndSettle("a" + i);
        }
        assertEquals(3, client.statistics().eager());
        assertEquals(7, client.statistics().dropped());
        slow.countDown();
        for (int i = 0; i < 10; i++) {
            assertEquals("1", get("a" + i).body());
        }
    }

    @Test
    void whatACallerHasAskedForMeanwhileIsNotAskedForAgain() throws Exception {
        start(builder().refreshEagerly(1).refreshes(1, 10));
        get("a");
        get("b");
        get("c");
        CountDownLatch slow = new CountDownLatch(1);
        shop.page = name -> {
            if (name.equals("a")) {
                slow.await();
            }
            return null;
        };
        changeAndSettle("a");
        changeAndSettle("b");
        assertEquals("1", get("b").body());
        int before = shop.pages.get();
        slow.countDown();
        // Whose turn is after that of the other two.
        changeAndSettle("c");
        Await.until(() -> client.statistics().refreshed() == 2);
        assertEquals(before + 1, shop.pages.get());
        assertEquals(HIT, how(get("c")));
    }

    @Test
    void anotherApplicationOrAnotherLogMayHaveChangedAll() throws Exception {
        start(builder().refreshEagerly(HOT));
        use("a", HOT);
        use("b", HOT);
        shop.index.touch("@app");
        Await.until(() -> client.statistics().refreshed() == 2);
        use("a", HOT);
        use("b", HOT);
        shop.stop();
        shop.restart(false);
        Await.until(() -> client.statistics().refreshed() == 4);
        assertEquals(HIT, how(get("a")));
    }
}
