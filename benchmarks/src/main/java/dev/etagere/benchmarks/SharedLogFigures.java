package dev.etagere.benchmarks;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.IndexStatistics;
import dev.etagere.index.Stamp;
import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.redis.RedisLogProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What a shared log costs: touches per second, and how long until another node knows of one. Give it the URI of a
 * Redis, such as {@code redis://127.0.0.1:6379/figures}; what is in that index changes.
 *
 * <pre>{@code java -cp benchmarks/target/benchmarks.jar dev.etagere.benchmarks.SharedLogFigures redis://...}</pre>
 */
public final class SharedLogFigures {
    private static final LogKey KEY = new LogKey(1, 2, 1 << 20);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private SharedLogFigures() {}

    /** Prints the figures; {@code args[0]} is the URI. */
    public static void main(String[] args) throws Exception {
        String uri = args[0];
        nodes(uri + "-nodes?budget=1000");
        log(uri + "-log");
    }

    /** Through the index, as an application does it. */
    private static void nodes(String uri) throws Exception {
        // Another name for the same index, so that this process has two of it.
        try (GroupIndex one = GroupIndex.open(uri);
                GroupIndex two = GroupIndex.open(uri.replace("127.0.0.1", "localhost"))) {
            for (int round = 0; round < 3; round++) {
                visible(one, two, 5_000);
            }
            scopes(one, 5_000);
            for (int threads : new int[] {1, 8, 64}) {
                touches(one, threads, 20_000);
            }
            Map<String, IndexStatistics.Calls> calls = one.statistics().calls();
            calls.forEach((kind, each) -> System.out.printf(
                    "  %s: %d calls, %d failed, %d us on average, %d ms at most%n",
                    kind,
                    each.count(),
                    each.failures(),
                    each.total().toNanos() / 1000 / Math.max(1, each.count()),
                    each.longest().toMillis()));
        }
    }

    private static void visible(GroupIndex one, GroupIndex two, int count) throws InterruptedException {
        Map<Stamp, Long> seen = new ConcurrentHashMap<>();
        Runnable end = two.listen((stamp, groups) -> seen.put(stamp, System.nanoTime()));
        long[] returned = new long[count];
        long[] elsewhere = new long[count];
        Stamp[] stamps = new Stamp[count];
        long[] begun = new long[count];
        for (int i = 0; i < count; i++) {
            begun[i] = System.nanoTime();
            stamps[i] = one.touch("product:" + i);
            returned[i] = System.nanoTime() - begun[i];
        }
        while (!seen.containsKey(stamps[count - 1])) {
            Thread.sleep(1);
        }
        end.run();
        for (int i = 0; i < count; i++) {
            elsewhere[i] = seen.get(stamps[i]) - begun[i];
        }
        System.out.println("from the touch until its return: " + Spread.of(returned));
        System.out.println("from the touch until the other node shows it: " + Spread.of(elsewhere));
    }

    private static void scopes(GroupIndex index, int count) {
        long[] took = new long[count];
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            index.begin("product:" + i).close();
            took[i] = System.nanoTime() - begin;
        }
        System.out.println("a change scope, begun and closed: " + Spread.of(took));
    }

    private static void touches(GroupIndex index, int threads, int count) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(threads);
        long begin = System.nanoTime();
        for (int t = 0; t < threads; t++) {
            new Thread(() -> {
                        for (int i = 0; i < count / threads; i++) {
                            index.touch("product:" + i);
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        System.out.printf(
                "touches by %d threads of one node: %.0f/s%n", threads, count * 1e9 / (System.nanoTime() - begin));
    }

    /** Past the index: what the server can do. */
    private static void log(String uri) throws Exception {
        try (SharedLog log = new RedisLogProvider().open(uri)) {
            snapshot(log);
            for (int round = 0; round < 2; round++) {
                for (int window : new int[] {1, 100}) {
                    long begin = System.nanoTime();
                    for (int i = 0; i < 50_000; i += window) {
                        touch(log, i, window, 1);
                    }
                    System.out.printf(
                            "touches, %d under way: %.0f/s%n", window, 50_000 * 1e9 / (System.nanoTime() - begin));
                }
            }
            long begin = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                snapshot(log);
            }
            System.out.printf("snapshot of a million slots: %.1f ms%n", (System.nanoTime() - begin) / 20e6);
            for (int i = 0; i < 10_000; i++) {
                touch(log, i * 100, 1, 100);
            }
            System.out.println("a million groups are touched; ask the server for its memory");
        }
    }

    private static void snapshot(SharedLog log) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                log.snapshot(KEY).toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                return;
            } catch (ExecutionException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                // Not connected yet.
                Thread.sleep(10);
            }
        }
    }

    private static void touch(SharedLog log, int from, int window, int each) throws Exception {
        List<CompletionStage<Ack>> all = new ArrayList<>();
        for (int i = from; i < from + window; i++) {
            List<LogGroup> groups = new ArrayList<>();
            for (int j = i; j < i + each; j++) {
                int hash = j * 0x9E3779B1;
                groups.add(new LogGroup("product:" + j, hash >>> 12, (hash * 31) >>> 12));
            }
            all.add(log.touch(KEY, groups));
        }
        for (CompletionStage<Ack> one : all) {
            one.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
