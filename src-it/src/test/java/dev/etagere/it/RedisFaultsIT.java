package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What nodes of one shop say while harm comes to their Redis, or to their way to it, under load: no 304 that lies for
 * longer than the staleness, none that lies for ever, and no read that fails or waits. Then they confirm again, without
 * a restart. Each fault prints a row.
 *
 * <p>{@code -Dredis.rounds=N} repeats all of it, {@code -Dredis.stop.seconds=30} lets Redis stand still for so long.
 */
class RedisFaultsIT {
    private static final int ROUNDS = Integer.getInteger("redis.rounds", 1);
    private static final int STOP_SECONDS = Integer.getInteger("redis.stop.seconds", 5);
    private static final long SEED = Long.getLong("redis.seed", 5);
    private static final long REST_MILLIS = 1_200;
    // The default of 20 ms is soon over on a machine that builds something else meanwhile.
    private static final String BUDGET = "?budget=100";
    // A read that waited for Redis would wait for the budget, if not for as long as the fault lasts.
    private static final long MEDIAN_READ_MILLIS = 100;
    private static final long LONGEST_READ_MILLIS = 2_000;
    private static final String QUIET = "/products/" + (ShopLoad.PRODUCTS + 1);
    private static final String UNREAD = "/products/" + (ShopLoad.PRODUCTS + 2);

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static SharedShop shop;
    private static SharedShop.Node a;
    private static SharedShop.Node b;
    private static ShopLoad load;

    private final List<String> wrong = new ArrayList<>();

    private interface Fault {
        /** Returns when it is over. */
        void happen() throws Exception;
    }

    /** Whether writes are refused while it lasts: one that is not noticed has proved nothing. */
    private enum Writes {
        REFUSED,
        MAYBE
    }

    @BeforeAll
    static void start() throws Exception {
        RedisProcess redis = redis(RedisProcess.embedded());
        shop = opened(new SharedShop());
        a = shop.start(redis, "shop" + BUDGET);
        b = shop.start(redis, "shop" + BUDGET);
        confirmAndWrite();
        load = opened(new ShopLoad(SEED, a.port(), b.port()));
        Thread.sleep(2_000); // A process that has just started takes its time for everything.
        System.out.println(FaultTally.HEADER);
    }

    @AfterAll
    static void stop() throws Exception {
        for (int i = OPEN.size() - 1; i >= 0; i--) {
            OPEN.get(i).close();
        }
    }

    private static <T extends AutoCloseable> T opened(T resource) {
        OPEN.add(resource);
        return resource;
    }

    private static RedisProcess redis(Path program, String... options) throws Exception {
        return opened(new RedisProcess(program, options));
    }

    /** From now on this is the Redis of both nodes. */
    private static void use(RedisProcess redis) throws Exception {
        a.way.leadTo(redis.port());
        b.way.leadTo(redis.port());
        confirmAndWrite();
    }

    private void row(String name, Writes writes, Fault fault) throws Exception {
        FaultTally tally = load.begin();
        fault.happen();
        long over = System.nanoTime();
        confirmAndWrite();
        long again = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - over);
        Thread.sleep(300);
        int tags = load.recheck(tally, REST_MILLIS);
        System.out.println(tally.row(name, again, tags));
        tally.wrong().forEach(what -> wrong.add(name + ": " + what));
        if (writes == Writes.REFUSED && tally.refused() == 0) {
            wrong.add(name + ": no write was refused, so it was no fault");
        }
        if (tally.confirmed() == 0 || tags == 0) {
            wrong.add(name + ": " + tally.confirmed() + " tags were confirmed and " + tags + " asked about at rest");
        }
        if (tally.longestReadMillis() > LONGEST_READ_MILLIS || tally.medianMillis() > MEDIAN_READ_MILLIS) {
            wrong.add(name + ": reads took " + tally.longestReadMillis() + " ms, half of them more than "
                    + tally.medianMillis() + " ms");
        }
    }

    /** Until each node confirms the tag of each, and carries out writes. */
    private static void confirmAndWrite() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            String tag = a.tag(QUIET);
            if (b.confirms(QUIET, tag) && a.confirms(QUIET, tag)) {
                break;
            }
            assertTrue(System.nanoTime() < end, "the nodes do not confirm the same within a minute");
        }
        a.write(UNREAD, SharedShop.newPrice());
        b.write(UNREAD, SharedShop.newPrice());
    }

    private void nothingIsWrong() {
        assertEquals(List.of(), wrong, () -> String.join("\n", wrong));
    }

    @Test
    void R18_R19_R20_faultsOfTheEmbeddedRedis() throws Exception {
        RedisProcess redis = redis(RedisProcess.embedded());
        use(redis);
        for (int round = 0; round < ROUNDS; round++) {
            row("none, for 2 s", Writes.MAYBE, () -> Thread.sleep(2_000));
            restartAndFlush(redis, "kill -9, start without persistence");
            row("stands still for 1 s", Writes.REFUSED, () -> standStill(redis, 1_000));
            row(
                    "stands still for " + STOP_SECONDS + " s",
                    Writes.REFUSED,
                    () -> standStill(redis, STOP_SECONDS * 1_000L));
            row("CLIENT KILL TYPE normal, 5 times", Writes.MAYBE, () -> {
                for (int i = 0; i < 5; i++) {
                    redis.command("CLIENT", "KILL", "TYPE", "normal");
                    Thread.sleep(200);
                }
            });
            row("maxmemory reached, noeviction, for 2 s", Writes.REFUSED, () -> {
                redis.command("CONFIG", "SET", "maxmemory", "1");
                Thread.sleep(2_000);
                redis.command("CONFIG", "SET", "maxmemory", "0");
            });
            waysOfOneNode();
        }
        nothingIsWrong();
    }

    private void restartAndFlush(RedisProcess redis, String name) throws Exception {
        row(name, Writes.REFUSED, () -> {
            redis.kill();
            Thread.sleep(1_000);
            redis.start();
        });
        row("FLUSHALL, 3 times", Writes.MAYBE, () -> {
            for (int i = 0; i < 3; i++) {
                redis.command("FLUSHALL");
                Thread.sleep(300);
            }
        });
    }

    private static void standStill(RedisProcess redis, long millis) throws Exception {
        redis.standStill();
        try {
            Thread.sleep(millis);
        } finally {
            redis.goOn();
        }
    }

    private void waysOfOneNode() throws Exception {
        row("way of one node cut for 2 s", Writes.REFUSED, () -> {
            a.way.cut();
            Thread.sleep(2_000);
            a.way.heal();
        });
        row("way of one node half-open for 3 s", Writes.REFUSED, () -> {
            a.way.fallSilent();
            Thread.sleep(3_000);
            a.way.heal();
        });
        row("way of one node slow by 500 ms for 3 s", Writes.REFUSED, () -> {
            a.way.slowDown(500);
            Thread.sleep(3_000);
            a.way.heal();
        });
    }

    @Test
    void R18_restartsWithAnAppendOnlyFile() throws Exception {
        RedisProcess redis = redis(RedisProcess.embedded(), "--appendonly", "yes");
        use(redis);
        for (int round = 0; round < ROUNDS; round++) {
            restartAndFlush(redis, "kill -9, start with appendonly");
        }
        nothingIsWrong();
    }

    @Test
    void R18_faultsOfTheInstalledRedis() throws Exception {
        RedisProcess redis = redis(Programs.require("redis-server"));
        use(redis);
        for (int round = 0; round < ROUNDS; round++) {
            restartAndFlush(redis, redis.info("redis_version") + ": kill -9, without persistence");
        }
        nothingIsWrong();
    }

    @Test
    void R18_aFailoverToAReplicaThatHasMissedTouches() throws Exception {
        RedisProcess primary = redis(RedisProcess.embedded(), "--min-replicas-to-write", "1");
        Way replication = opened(new Way(primary.port()));
        RedisProcess replica = replicaOf(primary, replication);
        use(primary);
        row("failover to a replica that has missed touches", Writes.REFUSED, () -> {
            replication.fallSilent();
            Thread.sleep(1_500);
            assertMissed(primary, replica);
            primary.kill();
            Thread.sleep(500);
            replica.command("REPLICAOF", "NO", "ONE");
            a.way.leadTo(replica.port());
            b.way.leadTo(replica.port());
        });
        nothingIsWrong();
    }

    @Test
    void R18_anOldPrimaryThatIsCutOffRefuses() throws Exception {
        RedisProcess primary =
                redis(RedisProcess.embedded(), "--min-replicas-to-write", "1", "--min-replicas-max-lag", "1");
        Way replication = opened(new Way(primary.port()));
        RedisProcess replica = replicaOf(primary, replication);
        use(primary);
        row("failover, the old primary goes on with one node", Writes.REFUSED, () -> {
            replication.fallSilent();
            b.way.cut();
            // The lag it may have, and the second of its clock: sooner nobody may be made primary.
            Thread.sleep(3_000);
            assertMissed(primary, replica);
            replica.command("REPLICAOF", "NO", "ONE");
            b.way.heal();
            b.way.leadTo(replica.port());
            String tag = b.tag(QUIET);
            b.write(QUIET, SharedShop.newPrice());
            assertFalse(a.confirms(QUIET, tag));
            assertEquals(503, a.put(QUIET, SharedShop.newPrice()).status(), "a write on the old primary");
            Thread.sleep(1_000);
            a.way.leadTo(replica.port());
        });
        nothingIsWrong();
    }

    private static RedisProcess replicaOf(RedisProcess primary, Way replication) throws Exception {
        RedisProcess replica = redis(RedisProcess.embedded(), "--replicaof", "127.0.0.1", "" + replication.port());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!replica.info("master_link_status").equals("up")
                || !primary.info("connected_slaves").equals("1")) {
            assertTrue(System.nanoTime() < end, "the replica follows");
            Thread.sleep(20);
        }
        return replica;
    }

    private static void assertMissed(RedisProcess primary, RedisProcess replica) throws Exception {
        long has = Long.parseLong(replica.info("slave_repl_offset"));
        long should = Long.parseLong(primary.info("master_repl_offset"));
        assertTrue(has < should, "the replica has missed nothing");
    }

    @Test
    void R18_aPrimaryThatWouldGoOnWithoutItsReplicasIsNotUsed() throws Exception {
        RedisProcess primary = redis(RedisProcess.embedded());
        replicaOf(primary, opened(new Way(primary.port())));
        row("a primary that would go on without its replicas", Writes.REFUSED, () -> {
            a.way.leadTo(primary.port());
            b.way.leadTo(primary.port());
            Thread.sleep(1_500);
            for (SharedShop.Node node : List.of(a, b)) {
                assertNull(node.get(QUIET).field("ETag"));
                assertEquals(503, node.put(QUIET, SharedShop.newPrice()).status());
            }
            primary.command("CONFIG", "SET", "min-replicas-to-write", "1");
        });
        nothingIsWrong();
    }

    @Test
    void R11_theChangeOfANodeThatWasKilledIsEndedByAnother() throws Exception {
        RedisProcess redis = redis(RedisProcess.embedded());
        use(redis);
        for (int round = 0; round < ROUNDS; round++) {
            killAmidAWrite(shop.start(redis, "shop?lease=2&budget=100"));
        }
    }

    private void killAmidAWrite(SharedShop.Node dying) throws Exception {
        dying.write(UNREAD, SharedShop.newPrice());
        String old = b.tag(QUIET);
        long price = SharedShop.newPrice();
        String json = SharedShop.product(price);
        try (RawHttp http = new RawHttp(dying.port())) {
            http.write("PUT " + QUIET + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + json.length() + "\r\n\r\n" + json.substring(0, 5));
            awaitDoubt(old);
            // Now it has begun. The database commits, and it is killed before it hears of that.
            dying.database.slowDown(150);
            http.write(json.substring(5));
            awaitPrice(price);
            dying.process.kill();
        }
        long killed = System.nanoTime();
        assertFalse(b.confirms(QUIET, old), "in flux");
        String tag = b.tag(QUIET);
        long recovered = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
        System.out.printf("a change was ended %d ms after its node was killed, lease 2 s%n", recovered);
        assertEquals(price, Prices.in(b.get(QUIET).text()));
        assertTrue(b.confirms(QUIET, tag));
        assertFalse(b.confirms(QUIET, old), "a tag of before the change, after it");
        b.write(QUIET, SharedShop.newPrice());
    }

    private void awaitDoubt(String tag) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (b.confirms(QUIET, tag)) {
            assertTrue(System.nanoTime() < end, "the change begins before its content has come");
            Thread.sleep(1);
        }
    }

    private void awaitPrice(long price) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Prices.in(b.get(QUIET).text()) != price) {
            assertTrue(System.nanoTime() < end, "it commits");
            Thread.sleep(1);
        }
    }
}
