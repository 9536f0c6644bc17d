package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * P1 of the client's store, by an oracle: a body is a version, and the oracle knows when each version was superseded.
 * No answer may be older than the feed's maximum age, whatever happens to the feed; and once nobody writes any more,
 * every answer is the last version.
 */
class OracleTest {
    private static final int SECONDS = Integer.getInteger("oracle.seconds", 3);
    private static final long SEED = Long.getLong("oracle.seed", 20261126);
    private static final int NAMES = 8;

    private Duration bound = Duration.ofSeconds(3);

    @TempDir
    Path directory;

    private final AtomicReference<String> violation = new AtomicReference<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger races = new AtomicInteger();

    /** When each version of a name was superseded. */
    private final Map<String, TreeMap<Integer, Long>> superseded = new ConcurrentHashMap<>();

    private interface Task {
        void run() throws Exception;
    }

    @ParameterizedTest
    @CsvSource({"POLL, 500", "LONG_POLL, 3000", "SSE, 600"})
    void P1_noAnswerIsOlderThanTheFeedMayBe(String form, long millis) throws Exception {
        bound = Duration.ofMillis(millis);
        try (Shop shop = new Shop();
                EtagereClient client = client(shop, form)) {
            AtomicLong end = new AtomicLong(System.nanoTime() + SECONDS * 1_000_000_000L + 2 * bound.toNanos());
            ExecutorService threads = Executors.newCachedThreadPool();
            Future<?> writer = threads.submit(() -> until(end, writer(shop)));
            Future<?>[] readers = new Future<?>[4];
            for (int i = 0; i < readers.length; i++) {
                SplittableRandom random = new SplittableRandom(SEED + i);
                readers[i] = threads.submit(() -> until(end, () -> read(shop, client, "n" + random.nextInt(NAMES))));
            }
            Future<?> faults = threads.submit(() -> until(end, faults(shop, form)));
            faults.get();
            writer.get();
            for (Future<?> reader : readers) {
                reader.get();
            }
            threads.shutdown();
            atRest(shop, client);
            assertEquals(null, violation.get(), "seed " + SEED);
            assertTrue(races.get() > 0, "nothing was read that had just changed: the test proves nothing");
        }
    }

    private EtagereClient client(Shop shop, String form) {
        Follow follow = switch (form) {
            case "POLL" -> Follow.POLL.every(Duration.ofMillis(100));
            case "LONG_POLL" -> Follow.LONG_POLL;
            default -> Follow.SSE.every(Duration.ofMillis(300));
        };
        return EtagereClient.builder(shop.feed())
                .follow(follow)
                .published("n", "p:*")
                .maxFeedAge(bound)
                .timeout(Duration.ofMillis(500))
                .backoff(Duration.ofMillis(20), Duration.ofMillis(100))
                .store(1 << 20, directory, 20 << 20)
                .build();
    }

    private static void until(AtomicLong end, Task task) {
        while (System.nanoTime() - end.get() < 0) {
            try {
                task.run();
            } catch (InterruptedException e) {
                return;
            } catch (IOException e) {
                // The server is away.
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Task writer(Shop shop) {
        SplittableRandom random = new SplittableRandom(SEED - 1);
        return () -> {
            String name = "n" + random.nextInt(NAMES);
            int version = shop.version(name);
            TreeMap<Integer, Long> times = superseded.computeIfAbsent(name, n -> new TreeMap<>());
            shop.change(name);
            synchronized (times) {
                // By now every reader of the data sees the new version, and the touch is done.
                times.put(version, System.nanoTime());
            }
            Thread.sleep(random.nextInt(60));
        };
    }

    private void read(Shop shop, EtagereClient client, String name) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(shop.uri("/p/" + name)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            return;
        }
        reads.incrementAndGet();
        TreeMap<Integer, Long> times = superseded.computeIfAbsent(name, n -> new TreeMap<>());
        Long since;
        synchronized (times) {
            since = times.get(Integer.parseInt(answer.body()));
        }
        if (since == null) {
            return;
        }
        races.incrementAndGet();
        long older = begun - since;
        if (older > bound.toNanos()) {
            violation.compareAndSet(
                    null,
                    name + ": version " + answer.body() + " is " + Duration.ofNanos(older) + " too old; "
                            + answer.headers().map());
        }
    }

    /**
     * The feed breaks off, falls silent, is cut, comes late, and the server is started again, with its index or a new
     * one.
     */
    private Task faults(Shop shop, String form) {
        SplittableRandom random = new SplittableRandom(SEED - 2 + form.hashCode());
        return () -> {
            Thread.sleep(100 + random.nextInt(300));
            switch (random.nextInt(6)) {
                case 0 -> shop.feedBroken = true;
                case 1 -> shop.feedSilent = true;
                case 2 -> shop.streamsSilent = true;
                case 3 -> shop.streamsCut = true;
                case 4 -> shop.feedLate = true;
                default -> {
                    shop.stop();
                    shop.restart(random.nextBoolean());
                }
            }
            Thread.sleep(random.nextLong(2 * bound.toMillis()));
            shop.feedBroken = false;
            shop.feedSilent = false;
            shop.feedLate = false;
            shop.streamsSilent = false;
            shop.streamsCut = false;
        };
    }

    private void atRest(Shop shop, EtagereClient client) throws Exception {
        Thread.sleep(bound.toMillis());
        for (int i = 0; i < NAMES; i++) {
            String name = "n" + i;
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(shop.uri("/p/" + name)).build(), BodyHandlers.ofString());
            assertEquals("" + shop.version(name), answer.body(), "seed " + SEED + ", " + name + " at rest");
        }
    }

    @Test
    void P1_whatAWriteOfOursReplacesIsNotReadAgain() throws Exception {
        try (Shop shop = new Shop();
                EtagereClient client = client(shop, "POLL")) {
            Await.until(() -> client.statistics().feedAge().isPresent());
            HttpRequest get = HttpRequest.newBuilder(shop.uri("/p/n1")).build();
            for (int i = 1; i <= 50; i++) {
                client.send(get, BodyHandlers.ofString());
                shop.change("n1");
                client.send(
                        HttpRequest.newBuilder(shop.uri("/p/n1"))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding());
                assertEquals("" + i, client.send(get, BodyHandlers.ofString()).body());
            }
        }
    }
}
