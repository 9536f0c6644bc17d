package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Snapshot;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

/** What goes wrong between a node and Redis: an operation fails in time, and the next one works once Redis does. */
abstract class FaultTests extends RedisContract {

    @Test
    void scriptsThatTheServerHasForgottenAreSentAgain() throws Exception {
        Ack before = touch(A);
        server.commands().scriptFlush();
        assertEquals(before.number() + 1, touch(A).number());
    }

    @Test
    void connectionsThatAreKilledAreMadeAnew() throws Exception {
        Ack before = touch(A);
        entries(0);
        CompletableFuture<Exception> reading = CompletableFuture.supplyAsync(() ->
                assertThrows(Exception.class, () -> log.read(Ids.stamp("4000000000000-0"), Duration.ofSeconds(20))));
        List<CompletionStage<Ack>> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            asked.add(log.touch(KEY, List.of(A)));
            if (i == 100) {
                server.commands().clientKill(io.lettuce.core.KillArgs.Builder.typeNormal());
            }
        }
        for (CompletionStage<Ack> one : asked) {
            get(one.handle((ack, e) -> "answered or failed, but not left open"));
        }
        assertNotNull(reading.get(5, TimeUnit.SECONDS));
        Ack after = touch(B);
        assertEquals(before.epoch(), after.epoch());
        assertTrue(after.stamp() > before.stamp());
        assertEquals(after.number() - before.number(), entries(before.stamp()).size());
    }

    @Test
    void R19_whoReadsFollowsWhoWritesToTheServerThatKeepsTheLogNow() throws Exception {
        Ack before = touch(A);
        entries(0);
        CompletableFuture<Exception> reading = CompletableFuture.supplyAsync(() ->
                assertThrows(Exception.class, () -> log.read(Ids.stamp("4000000000000-0"), Duration.ofSeconds(20))));
        Thread.sleep(200);
        server.commands()
                .clientList()
                .lines()
                .filter(line -> line.contains("cmd=evalsha"))
                .map(line -> line.replaceAll(".*\\baddr=(\\S+).*", "$1"))
                .forEach(address -> server.commands().clientKill(address));
        touch(A);
        assertNotNull(reading.get(5, TimeUnit.SECONDS));
        assertEquals(before.number() + 1, entries(before.stamp()).get(0).number());
    }

    @Test
    void memoryThatIsFullRefusesAndLosesNothing() throws Exception {
        Ack before = touch(A);
        of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        server.commands().configSet("maxmemory", "1");
        try {
            fails(Exception.class, log.touch(KEY, List.of(A)));
            fails(Exception.class, log.heartbeat(KEY, "n", "1", APP));
            fails(Exception.class, log.isOpen(KEY, "s"));
        } finally {
            server.commands().configSet("maxmemory", "0");
        }
        Ack after = touch(A);
        assertEquals(before.epoch(), after.epoch());
        assertEquals(before.number() + 2, after.number());
    }

    @Test
    void R18_aPrimaryWithoutItsReplicasRefusesEveryOperation() throws Exception {
        Snapshot before = snapshot();
        of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        server.commands().configSet("min-replicas-to-write", "1");
        try {
            List<Supplier<CompletionStage<?>>> operations = List.of(
                    () -> log.snapshot(KEY),
                    () -> log.touch(KEY, List.of(A)),
                    () -> log.touch(KEY, List.of()),
                    () -> log.touchAll(KEY),
                    () -> log.heartbeat(KEY, "n", "", APP),
                    () -> log.leave(KEY, "n", "", APP),
                    () -> log.claim(KEY, "s", LEASE, List.of(), List.of()),
                    () -> log.begin(KEY, "s", LEASE, List.of(A)),
                    () -> log.isOpen(KEY, "s"),
                    () -> log.end(KEY, "s", false, List.of()),
                    () -> log.look(KEY, List.of(A)));
            for (var operation : operations) {
                assertTrue(fails(Exception.class, operation.get()).getMessage().contains("NOREPLICAS"));
            }
        } finally {
            server.commands().configSet("min-replicas-to-write", "0");
        }
        assertEquals(before.ack().number() + 1, snapshot().ack().number());
        assertTrue(of(() -> log.isOpen(KEY, "s")));
    }

    @Test
    void aServerThatStandsStillFailsOperationsInTimeAndIsUsedAgainAfterwards() throws Exception {
        RedisLog quick = open(server.uri(index + "?slots=64&skew=0&staleness=200"));
        Ack before = of(() -> quick.touch(KEY, List.of(A)));
        server.signal("STOP");
        try {
            long start = System.nanoTime();
            fails(Exception.class, quick.touch(KEY, List.of(A)));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1));
            start = System.nanoTime();
            assertThrows(Exception.class, () -> get(quick.touch(KEY, List.of(A))));
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(1));
        } finally {
            server.signal("CONT");
        }
        assertEquals(before.epoch(), of(() -> quick.touch(KEY, List.of(A))).epoch());
    }

    @Test
    void openDoesNotWaitAndOperationsFailAtOnceWithoutAServer() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        long start = System.nanoTime();
        RedisLog alone = open("redis://u:s3cret@127.0.0.1:" + nobody + "/shop");
        IllegalStateException e = fails(IllegalStateException.class, alone.touch(KEY, List.of()));
        assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(3));
        assertFalse(e.getMessage().contains("s3cret"));
        assertThrows(IllegalStateException.class, () -> alone.read(0, Duration.ofSeconds(1)));
    }

    @Test
    void theLogTellsWhyThereIsNoConnection() throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        Handler handler = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord entry) {
                told.add(new SimpleFormatter().formatMessage(entry));
            }
        };
        Logger logger = Logger.getLogger(Link.class.getName());
        logger.addHandler(handler);
        try {
            open("redis://127.0.0.1:" + RedisServer.freePort() + "/shop");
            Await.until("it is told", () -> !told.isEmpty());
            assertTrue(told.get(0).contains("Connection refused"), told.get(0));
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void closeEndsAReadAndAllThreadsOfTheLog() throws Exception {
        of(() -> log.snapshot(KEY));
        entries(0); // Now all threads of that one are there.
        long before = lettuceThreads();
        RedisLog closing = RedisLog.open(RedisUri.parse(server.uri(index)));
        Ack ack = of(() -> closing.snapshot(KEY)).ack();
        CompletableFuture<Exception> reading = CompletableFuture.supplyAsync(() -> {
            for (int i = 0; ; i++) {
                try {
                    closing.read(ack.stamp(), Duration.ofSeconds(i < 100 ? 0 : 30));
                } catch (IllegalStateException e) {
                    if (i > 100) {
                        return e;
                    }
                } catch (Exception e) {
                    return e;
                }
            }
        });
        Thread.sleep(300);
        assertTrue(
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("lettuce"))
                        .allMatch(Thread::isDaemon),
                "threads that keep the JVM alive");
        closing.close();
        assertNotNull(reading.get(5, TimeUnit.SECONDS));
        // Some begin only to end, so it is not looked twice.
        Await.until("its threads have ended", () -> lettuceThreads() <= before);
    }

    private static long lettuceThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("lettuce"))
                .count();
    }

    @Test
    void passwordsAndUsersAreUsed() throws Exception {
        server.commands()
                .aclSetuser(
                        "shop",
                        io.lettuce.core.AclSetuserArgs.Builder.on()
                                .addPassword("p@ss/wörd")
                                .keyPattern("etagere:*")
                                .allCommands());
        RedisLog known = open("redis://shop:p%40ss%2Fw%C3%B6rd@127.0.0.1:" + server.port + "/" + index + "?slots=64");
        assertEquals(KEY, of(() -> known.snapshot(KEY)).key());
        server.commands()
                .aclSetuser(
                        "shop",
                        io.lettuce.core.AclSetuserArgs.Builder.on()
                                .removeCommand(io.lettuce.core.protocol.CommandType.CONFIG));
        RedisLog less = open("redis://shop:p%40ss%2Fw%C3%B6rd@127.0.0.1:" + server.port + "/" + index);
        assertEquals(KEY, of(() -> less.snapshot(KEY)).key());
        RedisLog wrong = open("redis://shop:n0ne@127.0.0.1:" + server.port + "/" + index);
        Thread.sleep(300);
        Throwable e = fails(IllegalStateException.class, wrong.snapshot(KEY));
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            assertFalse(String.valueOf(cause.getMessage()).contains("n0ne"));
        }
    }

    @Test
    void aServerThatMayThrowAwayTheLogIsRefusedWithTheCure() throws Exception {
        server.commands().configSet("maxmemory-policy", "allkeys-lru");
        RedisLog refused = open(server.uri(index));
        RedisLog accepted = open(server.uri(index + "?eviction=accepted"));
        try {
            of(() -> accepted.snapshot(KEY));
            assertTrue(refusal(refused).contains("?eviction=accepted"));
        } finally {
            server.commands().configSet("maxmemory-policy", "noeviction");
        }
        for (int i = 0; i < 100; i++) {
            try {
                get(refused.snapshot(KEY));
                return;
            } catch (Exception e) {
                Thread.sleep(100);
            }
        }
        get(refused.snapshot(KEY));
    }

    @Test
    void R18_aPrimaryThatWouldGoOnWithoutItsReplicasIsRefusedWithTheCure() throws Exception {
        try (RedisServer replica = new RedisServer(program(), "--replicaof", "127.0.0.1", "" + server.port)) {
            while (!server.commands().info("replication").contains("connected_slaves:1")) {
                Thread.sleep(50);
            }
            RedisLog refused = open(server.uri(index));
            assertTrue(refusal(refused).contains("?isolation=accepted"));
            RedisLog accepted = open(server.uri(index + "?isolation=accepted"));
            assertEquals(1, of(() -> accepted.snapshot(KEY)).ack().number());
            RedisLog onReplica = open(replica.uri(index));
            String message = "";
            for (int i = 0; i < 200 && !message.contains("is a replica"); i++) {
                message = fails(IllegalStateException.class, onReplica.snapshot(KEY))
                        .getMessage();
                Thread.sleep(20);
            }
            assertTrue(message.contains("is a replica"), message);
        }
    }

    private static String refusal(RedisLog log) throws Exception {
        String message = "";
        for (int i = 0; i < 200 && !message.contains("accepted"); i++) {
            message = fails(IllegalStateException.class, log.snapshot(KEY)).getMessage();
            Thread.sleep(20);
        }
        return message;
    }
}
