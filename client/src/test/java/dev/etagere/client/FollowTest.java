package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Following the feed")
class FollowTest {
    private static final String HIT = "Etagere; hit";

    private Shop shop;
    private EtagereClient client;

    @AfterEach
    void close() {
        client.close();
        shop.close();
    }

    private static Follow follow(String form) {
        return switch (form) {
            case "POLL" -> Follow.POLL.every(Duration.ofMillis(50));
            case "LONG_POLL" -> Follow.LONG_POLL;
            default -> Follow.SSE.every(Duration.ofMillis(300));
        };
    }

    private EtagereClientBuilder builder(String form) {
        return EtagereClient.builder(shop.feed())
                .follow(follow(form))
                .published("p:*")
                .maxFeedAge(Duration.ofSeconds(5))
                .timeout(Duration.ofSeconds(2))
                .backoff(Duration.ofMillis(20), Duration.ofMillis(200));
    }

    private void start(EtagereClientBuilder settings) throws Exception {
        client = settings.build();
        fresh();
    }

    private void fresh() throws Exception {
        Await.until(() -> client.statistics().feedAge().isPresent());
    }

    private HttpResponse<String> get(String name) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(shop.uri("/p/" + name)).build(), BodyHandlers.ofString());
    }

    private static String how(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Status").orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void whatHasNotChangedCostsNoRequest(String form) throws Exception {
        shop = new Shop();
        start(builder(form));
        assertEquals("0", get("a").body());
        for (int i = 0; i < 100; i++) {
            assertEquals(HIT, how(get("a")));
        }
        assertEquals(1, shop.pages.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void whatHasChangedIsAskedForOnce(String form) throws Exception {
        shop = new Shop();
        start(builder(form));
        for (int version = 1; version <= 5; version++) {
            get("a");
            get("b");
            int before = shop.pages.get();
            int expected = version;
            shop.change("a");
            Await.until(() -> get("a").body().equals("" + expected));
            assertEquals(HIT, how(get("b")));
            assertEquals(before + 1, shop.pages.get());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void R22_itAsksForTheStateThatItWasToldOf(String form) throws Exception {
        shop = new Shop();
        start(builder(form));
        get("a");
        String stamp = shop.change("a").toString();
        Await.until(() -> get("a").body().equals("1"));
        assertTrue(shop.minimums.stream().anyMatch(minimum -> minimum.endsWith('.' + stamp)), shop.minimums + "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void aServerThatIsStartedAnewIsFollowedOn(String form) throws Exception {
        shop = new Shop();
        start(builder(form));
        get("a");
        shop.stop();
        shop.restart(false);
        long epoch = shop.index.epoch();
        Await.until(() -> get("a").headers()
                                .firstValue(Reach.FIELD)
                                .map(Reach::parse)
                                .orElseThrow()
                                .epoch()
                        == epoch
                && how(get("a")).equals(HIT));
        shop.change("a");
        Await.until(() -> get("a").body().equals("1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void whatChangedWhileItWasCutOffIsTold(String form) throws Exception {
        shop = new Shop();
        start(builder(form));
        get("a");
        shop.stop();
        shop.change("a");
        shop.restart(true);
        Await.until(() -> get("a").body().equals("1"));
        Await.until(() -> how(get("a")).equals(HIT));
    }

    @Test
    void aServerWithoutDeltasIsPolledByTag() throws Exception {
        shop = new Shop(Shop.Form.LONG_POLL);
        start(builder("POLL"));
        get("a");
        shop.change("a");
        Await.until(() -> get("a").body().equals("1"));
        Await.until(() -> how(get("a")).equals(HIT));
    }

    @ParameterizedTest
    @EnumSource(Shop.Form.class)
    void whatTheServerDoesNotOfferIsReplacedByLess(Shop.Form form) throws Exception {
        shop = new Shop(form);
        start(builder("SSE"));
        get("a");
        Await.until(() -> how(get("a")).equals(HIT));
        shop.change("a");
        Await.until(() -> get("a").body().equals("1"));
        assertEquals(form == Shop.Form.SSE, shop.streams.get() > 0);
    }

    @Test
    void aStreamThatFallsSilentIsGivenUp() throws Exception {
        shop = new Shop();
        start(builder("SSE").maxFeedAge(Duration.ofSeconds(60)));
        get("a");
        Await.until(() -> shop.streams.get() == 1);
        shop.streamsSilent = true;
        shop.change("a");
        Await.until(() -> get("a").body().equals("1"));
        assertTrue(shop.streams.get() > 1);
    }

    @Test
    void aStreamThatIsCutIsOpenedAgain() throws Exception {
        shop = new Shop();
        start(builder("SSE"));
        for (int i = 1; i <= 3; i++) {
            int streams = i;
            Await.until(() -> shop.streams.get() >= streams);
            shop.streamsCut = true;
            Thread.sleep(20);
            shop.change("a");
            shop.streamsCut = false;
            int expected = i;
            Await.until(() -> get("a").body().equals("" + expected));
        }
    }

    @Test
    void R21_aStreamGoesOnWhereItWasCutAndReadsNothingAgain() throws Exception {
        shop = new Shop();
        start(builder("SSE").maxFeedAge(Duration.ofSeconds(60)));
        List<Change> heard = new CopyOnWriteArrayList<>();
        client.onChange("*", heard::add);
        Await.until(() -> shop.streams.get() == 1 && !heard.isEmpty());
        int read = shop.feeds.get();
        heard.clear();
        shop.streamsCut = true;
        Thread.sleep(20);
        shop.change("a");
        shop.streamsCut = false;
        Await.until(() -> shop.streams.get() > 1 && !heard.isEmpty());
        assertEquals(List.of(new Change(Set.of("p:a"), false)), heard);
        assertEquals(read, shop.feeds.get());
    }

    @Test
    void aStreamMakesTheFeedNoYounger() throws Exception {
        shop = new Shop();
        start(builder("SSE").maxFeedAge(Duration.ofSeconds(1)));
        Await.until(() -> shop.streams.get() == 1);
        int before = shop.feeds.get();
        Await.until(() -> shop.feeds.get() >= before + 2);
        assertEquals(1, shop.streams.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void whenTheFeedIsSilentEachUseIsConfirmed(String form) throws Exception {
        shop = new Shop();
        Duration oldest = Duration.ofMillis(form.equals("LONG_POLL") ? 3000 : 600);
        start(builder(form).maxFeedAge(oldest).timeout(Duration.ofMillis(300)));
        get("a");
        shop.feedSilent = true;
        shop.streamsSilent = true;
        Await.until(() -> client.statistics().feedAge().orElseThrow().compareTo(oldest) > 0);
        int before = shop.pages.get();
        assertEquals("Etagere; fwd=stale; fwd-status=304", how(get("a")));
        assertEquals("Etagere; fwd=stale; fwd-status=304", how(get("a")));
        assertEquals(before + 2, shop.pages.get());
        shop.feedSilent = false;
        shop.streamsSilent = false;
        Await.until(() -> how(get("a")).equals(HIT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void anAnswerThatNeverEndsIsGivenUp(String form) throws Exception {
        shop = new Shop();
        shop.feedHalf = true;
        client = builder(form).timeout(Duration.ofMillis(300)).build();
        Thread.sleep(500);
        shop.feedHalf = false;
        fresh();
    }

    @Test
    void whoListensHearsThatTheFeedFailsAndRecovers() throws Exception {
        shop = new Shop();
        AtomicInteger failed = new AtomicInteger();
        AtomicInteger recovered = new AtomicInteger();
        start(builder("POLL").listener(new ClientListener() {
            @Override
            public void feedFailed(Throwable cause) {
                failed.incrementAndGet();
                throw new IllegalStateException("a listener must not stop us");
            }

            @Override
            public void feedRecovered() {
                recovered.incrementAndGet();
            }
        }));
        shop.feedBroken = true;
        Await.until(() -> failed.get() > 1);
        shop.feedBroken = false;
        Await.until(() -> recovered.get() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void listenersHearOfEachChangeAtLeastOnce(String form) throws Exception {
        shop = new Shop();
        List<Change> heard = new CopyOnWriteArrayList<>();
        start(builder(form));
        shop.change("x");
        client.onChange("p:a*", heard::add);
        Await.until(() -> !heard.isEmpty());
        assertTrue(heard.get(0).reset());
        for (int i = 0; i < 20; i++) {
            String name = "a" + i;
            shop.change(name);
            shop.change("b" + i);
            Await.until(() -> heard.stream().anyMatch(change -> change.groups().contains("p:" + name)));
        }
        assertTrue(heard.stream().flatMap(change -> change.groups().stream()).allMatch(name -> name.startsWith("p:a")));
    }

    @Test
    void aListenerThatFailsIsToldAgain() throws Exception {
        shop = new Shop();
        start(builder("POLL"));
        Set<String> heard = java.util.concurrent.ConcurrentHashMap.newKeySet();
        AtomicInteger calls = new AtomicInteger();
        client.onChange("*", change -> {
            if (!change.reset() && calls.incrementAndGet() == 1) {
                throw new IllegalStateException("not now");
            }
            heard.addAll(change.groups());
        });
        Thread.sleep(100);
        shop.change("a");
        Await.until(() -> heard.contains("p:a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POLL", "LONG_POLL", "SSE"})
    void aNewEpochIsAResetForListeners(String form) throws Exception {
        shop = new Shop();
        start(builder(form));
        List<Change> heard = new CopyOnWriteArrayList<>();
        Runnable listening = client.onChange("*", heard::add);
        Await.until(() -> !heard.isEmpty());
        heard.clear();
        shop.stop();
        shop.restart(false);
        Await.until(() -> heard.stream().anyMatch(Change::reset));
        listening.run();
        Thread.sleep(100);
        heard.clear();
        shop.change("a");
        Thread.sleep(300);
        assertEquals(List.of(), heard);
    }
}
