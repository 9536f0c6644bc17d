package dev.etagere.redis;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.cluster.models.partitions.Partitions;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Three primaries with a replica each, as they begin: who is which changes when one of them fails. */
final class RedisCluster implements AutoCloseable {
    private static final int PRIMARIES = 3;
    private static final int SLOTS = 16_384;

    private final List<RedisServer> nodes = new ArrayList<>();

    RedisCluster(Path program) throws Exception {
        try {
            for (int i = 0; i < 2 * PRIMARIES; i++) {
                // A node that stands still for a while is none that has failed: tests that want it to say so.
                nodes.add(RedisServer.onPort(
                        RedisServer.freePortOfACluster(),
                        program,
                        "--cluster-enabled",
                        "yes",
                        "--cluster-node-timeout",
                        "60000",
                        "--cluster-replica-validity-factor",
                        "0"));
            }
            join();
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private void join() throws Exception {
        RedisServer first = nodes.get(0);
        for (int i = 0; i < PRIMARIES; i++) {
            nodes.get(i)
                    .commands()
                    .clusterAddSlots(IntStream.range(SLOTS * i / PRIMARIES, SLOTS * (i + 1) / PRIMARIES)
                            .toArray());
        }
        for (RedisServer node : nodes) {
            first.commands().clusterMeet("127.0.0.1", node.port);
        }
        for (RedisServer node : nodes) {
            Await.until("all know each other", () -> seenBy(node).size() == nodes.size());
        }
        for (int i = 0; i < PRIMARIES; i++) {
            String primary = nodes.get(i).commands().clusterMyId();
            nodes.get(PRIMARIES + i).commands().clusterReplicate(primary);
        }
        awaitWhole();
    }

    /** Until each primary has its replica, and everybody knows. */
    void awaitWhole() throws Exception {
        for (RedisServer node : nodes) {
            Await.until(
                    "the cluster is whole",
                    () -> node.commands().clusterInfo().contains("cluster_state:ok")
                            && seenBy(node).stream()
                                            .filter(RedisCluster::isReplica)
                                            .count()
                                    == PRIMARIES
                            && node.commands().info("replication").matches("(?s).*(state=online|link_status:up).*"));
        }
    }

    private static boolean isReplica(RedisClusterNode node) {
        return node.is(NodeFlag.REPLICA) && !node.is(NodeFlag.FAIL);
    }

    static Partitions seenBy(RedisServer node) {
        return ClusterPartitionParser.parse(node.commands().clusterNodes());
    }

    List<RedisServer> nodes() {
        return nodes;
    }

    /** The primary that has the slot of that index, as a node sees it that is alive. */
    RedisServer primaryOf(String index, RedisServer witness) {
        return of(seenBy(witness).getPartitionBySlot(slot(index)));
    }

    RedisServer replicaOf(RedisServer primary) {
        String id = primary.commands().clusterMyId();
        return seenBy(primary).stream()
                .filter(node -> id.equals(node.getSlaveOf()))
                .map(this::of)
                .findFirst()
                .orElseThrow();
    }

    private RedisServer of(RedisClusterNode node) {
        return nodes.stream()
                .filter(server -> server.port == node.getUri().getPort())
                .findFirst()
                .orElseThrow();
    }

    static int slot(String index) {
        return SlotHash.getSlot(new Keys(index).log());
    }

    void configure(String name, String value) {
        nodes.forEach(node -> node.commands().configSet(name, value));
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
