package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupIndexContract;
import dev.etagere.index.IndexUnavailableException;
import io.lettuce.core.KillArgs;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * An index in a cluster of three primaries and three replicas, one of which dies, and one of which gives a slot away.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("In a cluster")
abstract class ClusterTests {
    private RedisCluster cluster;
    private int count;

    abstract Path program() throws Exception;

    @BeforeAll
    void startCluster() throws Exception {
        cluster = new RedisCluster(program());
    }

    @AfterAll
    void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** Names one node only: the others are found. */
    private static String uri(RedisServer seed, String index) {
        return uri("", seed, index);
    }

    private static String uri(String credentials, RedisServer seed, String index) {
        return "redis-cluster://" + credentials + "127.0.0.1:" + seed.port + "/" + index
                + "?slots=4096&budget=5000&isolation=accepted";
    }

    private RedisServer first() {
        return cluster.nodes().get(0);
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @DisplayName("an index does what every index does:")
    class AnIndex extends GroupIndexContract {
        @Override
        protected GroupIndex open() {
            return GroupIndex.open(uri(first(), "index" + ++count) + "&staleness=5000&skew=0");
        }
    }

    @Test
    void eachIndexLivesOnOneNodeAndSeveralAreSpread() throws Exception {
        Set<RedisServer> used = new HashSet<>();
        for (int i = 0; i < 12; i++) {
            String index = "spread" + i;
            try (GroupIndex opened = GroupIndex.open(uri(first(), index))) {
                Await.until("it is live", opened::live);
            }
            RedisServer primary = cluster.primaryOf(index, first());
            used.add(primary);
            for (RedisServer node : cluster.nodes()) {
                boolean mayHave = node == primary || node == cluster.replicaOf(primary);
                assertTrue(mayHave
                        || node.commands().keys("etagere:{" + index + "}:*").isEmpty());
            }
            assertFalse(primary.commands().keys("etagere:{" + index + "}:*").isEmpty());
        }
        assertEquals(3, used.size());
    }

    @Test
    void everyNodeIsToldWhoOneIs() throws Exception {
        String index = "locked";
        RedisServer primary = cluster.primaryOf(index, first());
        RedisServer seed = cluster.nodes().stream()
                .filter(node -> node != primary)
                .findFirst()
                .orElseThrow();
        // The connections that there are stay as they are.
        cluster.configure("masterauth", "s3cret");
        cluster.configure("requirepass", "s3cret");
        try (GroupIndex opened = GroupIndex.open(uri("s3cret@", seed, index))) {
            Await.until("it is live", opened::live);
            assertFalse(primary.commands().keys("etagere:{" + index + "}:*").isEmpty());
        } finally {
            cluster.configure("requirepass", "");
            cluster.configure("masterauth", "");
        }
    }

    @Test
    void R18_aReplicaThatMissedAcknowledgedTouchesConfirmsNothingOfBefore() throws Exception {
        String index = "killed";
        RedisServer primary = cluster.primaryOf(index, first());
        RedisServer replica = cluster.replicaOf(primary);
        try (Shop shop = new Shop(uri(primary, index))) {
            shop.touch();
            String kept = shop.tag();
            long epoch = shop.index.epoch();
            cluster.configure("cluster-node-timeout", "2000");
            replica.commands().configSet("cluster-replica-no-failover", "yes");
            loseWhatComes(primary, replica);
            shop.touch();
            String lost = shop.tag();
            assertEquals(epoch, shop.index.epoch());
            primary.kill();
            replica.signal("CONT");

            Await.until("nothing is confirmed", () -> !shop.confirms(kept) && !shop.index.live());
            assertFalse(shop.confirms(lost));
            assertThrows(IndexUnavailableException.class, () -> shop.index.touch("else"));
            Await.until("its death is known", () -> seesNoPrimary(replica, index));
            assertFalse(shop.confirms(kept) || shop.confirms(lost));
            assertThrows(IndexUnavailableException.class, () -> shop.index.touch("else"));

            replica.commands().configSet("cluster-replica-no-failover", "no");
            long start = System.nanoTime();
            shop.awaitReturn("after a primary was killed", start, kept, lost);
            assertEquals(replica, cluster.primaryOf(index, replica));
            assertNotEquals(epoch, shop.index.epoch());
            shop.isAsNew(kept, lost);
        } finally {
            primary.start();
            cluster.configure("cluster-node-timeout", "60000");
            cluster.awaitWhole();
        }
    }

    /** What is on its way would be read by the replica when it goes on, so the way is cut first. */
    private static void loseWhatComes(RedisServer primary, RedisServer replica) throws Exception {
        replica.signal("STOP");
        primary.commands().clientKill(KillArgs.Builder.typeSlave());
        Await.until(
                "the replica is cut off",
                () -> primary.commands().info("replication").contains("connected_slaves:0"));
    }

    private static boolean seesNoPrimary(RedisServer witness, String index) {
        return witness.commands().clusterInfo().contains("cluster_state:fail")
                || RedisCluster.seenBy(witness)
                        .getPartitionBySlot(RedisCluster.slot(index))
                        .is(NodeFlag.FAIL);
    }

    @Test
    void R18_aLogThatMovesToAnotherNodeBeginsAnew() throws Exception {
        String index = "moving";
        int slot = RedisCluster.slot(index);
        RedisServer source = cluster.primaryOf(index, first());
        RedisServer target = cluster.nodes().stream()
                .filter(node -> node.commands().info("replication").contains("role:master") && node != source)
                .findFirst()
                .orElseThrow();
        String from = source.commands().clusterMyId();
        String to = target.commands().clusterMyId();
        try (Shop shop = new Shop(uri(source, index))) {
            shop.touch();
            String kept = shop.tag();
            long epoch = shop.index.epoch();

            target.commands().clusterSetSlotImporting(slot, from);
            source.commands().clusterSetSlotMigrating(slot, to);
            List<String> keys = source.commands().clusterGetKeysInSlot(slot, 100);
            source.commands()
                    .migrate("127.0.0.1", target.port, 0, 20_000, MigrateArgs.Builder.keys(keys.subList(0, 1)));
            // One of its keys is here, and the others there.
            assertThrows(IndexUnavailableException.class, () -> shop.index.touch("else"));
            Await.until("nothing is confirmed", () -> !shop.confirms(kept) && !shop.index.live());
            source.commands()
                    .migrate(
                            "127.0.0.1",
                            target.port,
                            0,
                            20_000,
                            MigrateArgs.Builder.keys(source.commands().clusterGetKeysInSlot(slot, 100)));
            assertThrows(IndexUnavailableException.class, () -> shop.index.touch("else"));
            assertFalse(shop.confirms(kept));

            target.commands().clusterSetSlotNode(slot, to);
            source.commands().clusterSetSlotNode(slot, to);
            long start = System.nanoTime();
            shop.awaitReturn("after a slot has moved", start, kept);
            assertNotEquals(epoch, shop.index.epoch());
            shop.isAsNew(kept);
        }
    }
}
