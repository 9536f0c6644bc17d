package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.IndexUnavailableException;
import dev.etagere.index.shared.LogKey;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.protocol.CommandType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A primary with two replicas under three Sentinels, two of which have to agree that it is dead. */
@DisplayName("Under Sentinels")
abstract class SentinelTests {
    private static final String NO_WRITES_WITHOUT_A_REPLICA = "1";

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<Sentinel> sentinels = new ArrayList<>();
    private RedisServer primary;
    private List<RedisServer> replicas;

    abstract Path program() throws Exception;

    @BeforeEach
    void start() throws Exception {
        primary = new RedisServer(program());
        servers.add(primary);
        for (int i = 0; i < 2; i++) {
            servers.add(new RedisServer(program(), "--replicaof", "127.0.0.1", "" + primary.port));
        }
        replicas = servers.subList(1, 3);
        for (RedisServer replica : replicas) {
            Await.until("a replica is there", () -> info(replica).contains("link_status:up"));
        }
        for (int i = 0; i < 3; i++) {
            sentinels.add(new Sentinel(program(), primary));
        }
        for (Sentinel sentinel : sentinels) {
            Await.until("the Sentinels know each other", sentinel::knowsAll);
        }
    }

    @AfterEach
    void stop() {
        sentinels.forEach(Sentinel::close);
        servers.forEach(RedisServer::close);
    }

    private static String info(RedisServer server) {
        return server.commands().info("replication");
    }

    private String uri(List<Sentinel> known, String settings) {
        return uri("", known, settings);
    }

    private static String uri(String credentials, List<Sentinel> known, String settings) {
        String hosts =
                known.stream().map(sentinel -> "127.0.0.1:" + sentinel.port).collect(Collectors.joining(","));
        return "redis-sentinel://" + credentials + hosts + "/shop?master=" + Sentinel.MASTER + "&slots=4096&budget=5000"
                + settings;
    }

    @Test
    void sentinelsThatAskForThePasswordAreToldItIfTheUriSaysSo() throws Exception {
        sentinels.forEach(sentinel -> sentinel.askForPassword("s3cret"));
        primary.commands().configSet("requirepass", "s3cret");
        try (GroupIndex told =
                GroupIndex.open(uri("s3cret@", sentinels, "&sentinels=authenticated&isolation=accepted"))) {
            Await.until("it is live", told::live);
        }
        try (RedisLog log = RedisLog.open(RedisUri.parse(uri("s3cret@", sentinels, "&isolation=accepted")))) {
            Await.until("why it is not is told", () -> {
                Throwable e = assertThrows(
                        ExecutionException.class, () -> RedisContract.get(log.snapshot(new LogKey(1, 2, 4096))));
                return Causes.root(e).getMessage().contains("NOAUTH");
            });
        }
    }

    private void keepFromWritingAlone() {
        servers.forEach(server -> server.commands().configSet("min-replicas-to-write", NO_WRITES_WITHOUT_A_REPLICA));
    }

    @Test
    void R18_aReplicaThatMissedAcknowledgedTouchesConfirmsNothingOfBefore() throws Exception {
        try (Shop shop = new Shop(uri(sentinels, "&isolation=accepted"))) {
            shop.touch();
            String kept = shop.tag();
            long epoch = shop.index.epoch();
            // What is on its way would be read by a replica when it goes on, so the way is cut first.
            for (RedisServer replica : replicas) {
                replica.signal("STOP");
            }
            primary.commands().clientKill(KillArgs.Builder.typeSlave());
            Await.until("they are cut off", () -> info(primary).contains("connected_slaves:0"));
            shop.touch();
            String lost = shop.tag();
            assertEquals(epoch, shop.index.epoch());
            primary.kill();
            sentinels.get(0).kill();
            for (RedisServer replica : replicas) {
                replica.signal("CONT");
            }

            Await.until("nothing is confirmed", () -> !shop.confirms(kept) && !shop.index.live());
            assertFalse(shop.confirms(lost));
            assertThrows(IndexUnavailableException.class, () -> shop.index.touch("else"));

            long start = System.nanoTime();
            sentinels.subList(1, 3).forEach(Sentinel::beImpatient);
            shop.awaitReturn("once Sentinels wait 2 s for a killed primary", start, kept, lost);
            assertNotEquals(epoch, shop.index.epoch());
            shop.isAsNew(kept, lost);
        }
    }

    @Test
    void R18_aPrimaryThatComesBackAfterItWasReplacedIsNotBelieved() throws Exception {
        keepFromWritingAlone();
        // One that waits for its primary however long it stands still, and hears its answers afterwards.
        try (Shop shop = new Shop(uri(sentinels, ""));
                Shop patient = new Shop(uri(sentinels.subList(0, 1), "&staleness=80000"))) {
            shop.touch();
            String kept = shop.tag();
            long epoch = shop.index.epoch();
            long start = System.nanoTime();
            primary.signal("STOP");
            CompletableFuture<Void> late = CompletableFuture.runAsync(() -> patient.index.touch(Shop.GROUP));
            sentinels.forEach(Sentinel::beImpatient);
            Await.until("nothing of before is confirmed", () -> !shop.index.live() || shop.index.epoch() != epoch);
            shop.awaitReturn("after the primary stood still, 2 s of it for Sentinels to notice", start, kept);
            sentinels.forEach(Sentinel::bePatient);
            assertNotEquals(epoch, shop.index.epoch());
            shop.isAsNew(kept);

            long next = shop.index.epoch();
            String tag = shop.tag();
            primary.signal("CONT");
            Await.until("it is a replica", () -> {
                assertFalse(shop.confirms(kept));
                return info(primary).contains("role:slave");
            });
            Await.until("the other one follows", () -> patient.index.epoch() == next && patient.index.live());
            assertFalse(patient.confirms(kept));
            // Done by the old primary or not, it has to be done by the new one in the end.
            late.handle((done, failure) -> "done or failed").get(2, TimeUnit.MINUTES);
            Await.until("its touch is known to everybody", () -> shop.index.live() && !shop.confirms(tag));
            assertEquals(next, shop.index.epoch());
        }
    }

    @Test
    void R18_anOldPrimaryThatNobodyReachesButItsNodesIsLeftByThem() throws Exception {
        keepFromWritingAlone();
        try (Shop shop = new Shop(uri(sentinels, ""))) {
            shop.touch();
            String kept = shop.tag();
            long epoch = shop.index.epoch();
            // So it goes on as a primary when the others have another one.
            primary.commands()
                    .aclSetuser(
                            "default",
                            AclSetuserArgs.Builder.removeCommand(CommandType.SLAVEOF)
                                    .removeCommand(CommandType.REPLICAOF));
            long start = System.nanoTime();
            sentinels.get(0).commands().failover(Sentinel.MASTER);
            Await.until("nobody follows it", () -> info(primary).contains("connected_slaves:0"));
            Await.until("nothing of before is confirmed", () -> !shop.index.live() || shop.index.epoch() != epoch);
            shop.awaitReturn("from an isolated primary", start, kept);
            assertTrue(info(primary).contains("role:master"));
            assertNotEquals(epoch, shop.index.epoch());
            shop.isAsNew(kept);
        }
    }
}
