package dev.etagere.redis;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Prints what the log costs on one server of this machine. Run by hand; nothing is asserted. */
final class Measurement {
    private static final LogKey KEY = new LogKey(1, 2, 1 << 20);
    private static final LogGroup APP = new LogGroup("@app", 1, 2);

    private Measurement() {}

    public static void main(String[] args) throws Exception {
        for (var program : List.of(Programs.embedded(), Programs.installed())) {
            try (RedisServer server = new RedisServer(program);
                    RedisLog log = RedisLog.open(RedisUri.parse(server.uri("shop?staleness=20000")))) {
                System.out.println(server.commands()
                        .info("server")
                        .lines()
                        .filter(l -> l.startsWith("redis_version"))
                        .toList());
                long before = memory(server);
                RedisContract.of(() -> log.snapshot(KEY));
                long empty = memory(server);
                for (int round = 0; round < 2; round++) {
                    rate("touch, one by one", 10_000, 1, log);
                    rate("touch, 100 under way", 50_000, 100, log);
                }
                script(server, "touch", () -> log.touch(KEY, List.of(group(7))), 2_000);
                script(server, "touch of 100 groups", () -> log.touch(KEY, groups(0, 100)), 500);
                script(server, "heartbeat", () -> log.heartbeat(KEY, "n", "1", APP), 2_000);
                script(server, "look", () -> log.look(KEY, groups(0, 4)), 2_000);
                script(server, "snapshot", () -> log.snapshot(KEY), 20);
                for (int i = 0; i < 1_000_000; i += 100) {
                    RedisContract.get(log.touch(KEY, groups(i, i + 100)));
                }
                System.out.printf(
                        "memory: %.1f MB before, %.1f MB with an index, %.1f MB after touches of a million groups%n",
                        before / 1e6, empty / 1e6, memory(server) / 1e6);
            }
        }
        System.exit(0);
    }

    private static LogGroup group(int i) {
        int hash = i * 0x9E3779B1;
        return new LogGroup("product:" + i, hash >>> 12, (hash * 31) >>> 12);
    }

    private static List<LogGroup> groups(int from, int to) {
        List<LogGroup> groups = new ArrayList<>();
        for (int i = from; i < to; i++) {
            groups.add(group(i));
        }
        return groups;
    }

    private static void rate(String what, int count, int window, RedisLog log) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < count; i += window) {
            List<CompletionStage<Ack>> all = new ArrayList<>();
            for (int j = i; j < i + window; j++) {
                all.add(log.touch(KEY, List.of(group(j))));
            }
            for (CompletionStage<Ack> one : all) {
                RedisContract.get(one);
            }
        }
        System.out.printf("%s: %.0f/s%n", what, count * 1e9 / (System.nanoTime() - start));
    }

    private static void script(
            RedisServer server, String what, java.util.function.Supplier<CompletionStage<?>> call, int count)
            throws Exception {
        RedisContract.get(call.get());
        server.commands().configResetstat();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            RedisContract.get(call.get());
        }
        long each = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start) / count;
        System.out.println(what + ": " + each + " us to the answer; "
                + server.commands()
                        .info("commandstats")
                        .lines()
                        .filter(l -> l.contains("evalsha"))
                        .toList());
    }

    private static long memory(RedisServer server) {
        return server.commands()
                .info("memory")
                .lines()
                .filter(line -> line.startsWith("used_memory:"))
                .mapToLong(line -> Long.parseLong(line.substring(12).trim()))
                .sum();
    }
}
