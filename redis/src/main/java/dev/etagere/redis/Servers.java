package dev.etagere.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Finds the server that keeps the log, and connects to it: the one there is, Sentinel's master, or a cluster's. */
final class Servers implements Connector, AutoCloseable {
    // More than a node can have under way; bounded, because a server may accept and never answer.
    private static final int QUEUE = 100_000;

    private final List<RedisURI> uris;
    private final int slot;
    private final Inspection inspection;
    private final ClientResources resources;
    private final RedisClient client;
    private final @Nullable RedisClusterClient cluster;

    Servers(RedisUri uri, Keys keys, Duration patience) {
        uris = uris(uri, patience);
        slot = SlotHash.getSlot(keys.log());
        inspection = new Inspection(uri.options());
        resources = ClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .build();
        client = RedisClient.create(resources);
        SslOptions ssl = uri.tls() ? ssl() : SslOptions.create();
        client.setOptions(ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                .socketOptions(sockets(patience))
                .sslOptions(ssl)
                .build());
        cluster = uri.scheme() == RedisUri.Scheme.CLUSTER ? RedisClusterClient.create(resources, uris) : null;
        if (cluster != null) {
            cluster.setOptions(ClusterClientOptions.builder()
                    .socketOptions(sockets(patience))
                    .sslOptions(ssl)
                    .build());
        }
    }

    private static SocketOptions sockets(Duration patience) {
        return SocketOptions.builder().connectTimeout(patience).build();
    }

    // The trust store of the JVM is used anyway; its key store would not be.
    private static SslOptions ssl() {
        String keys = System.getProperty("javax.net.ssl.keyStore", "");
        String password = System.getProperty("javax.net.ssl.keyStorePassword", "");
        return keys.isEmpty()
                ? SslOptions.create()
                : SslOptions.builder()
                        .keystore(new File(keys), password.toCharArray())
                        .build();
    }

    private static List<RedisURI> uris(RedisUri uri, Duration patience) {
        if (uri.scheme() == RedisUri.Scheme.SENTINEL) {
            RedisURI.Builder builder =
                    RedisURI.builder().withSentinelMasterId(uri.options().master());
            Credentials credentials = uri.options().sentinelsAuthenticated() ? uri.credentials() : null;
            // What is said of the builder is for the primary; a Sentinel has settings of its own.
            uri.places().forEach(place -> builder.withSentinel(finish(at(place), uri.tls(), credentials, patience)));
            return List.of(ofPrimary(builder, uri, patience));
        }
        return uri.places().stream()
                .map(place -> ofPrimary(at(place), uri, patience))
                .toList();
    }

    private static RedisURI.Builder at(Place place) {
        return RedisURI.Builder.redis(place.host(), place.port());
    }

    private static RedisURI ofPrimary(RedisURI.Builder builder, RedisUri uri, Duration patience) {
        builder.withDatabase(uri.options().database());
        return finish(builder, uri.tls(), uri.credentials(), patience);
    }

    private static RedisURI finish(
            RedisURI.Builder builder, boolean tls, @Nullable Credentials credentials, Duration patience) {
        builder.withTimeout(patience).withSsl(tls);
        if (credentials != null && credentials.user().isEmpty()) {
            builder.withPassword(credentials.password().toCharArray());
        } else if (credentials != null) {
            builder.withAuthentication(
                    credentials.user(), credentials.password().toCharArray());
        }
        return builder.build();
    }

    @Override
    public CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect() {
        return place().thenCompose(place -> client.connectAsync(ByteArrayCodec.INSTANCE, place))
                .exceptionallyCompose(e -> CompletableFuture.failedStage(explained(e)))
                .thenCompose(this::inspected);
    }

    /** A server that is not trusted is told from one that is not there. */
    private static Throwable explained(Throwable e) {
        return Causes.of(e).stream().anyMatch(SSLException.class::isInstance)
                ? new Refused(
                        "there is no TLS with this Redis (" + Causes.root(e).getMessage()
                                + "); its certificate has to name the host of the URI, or the one that a Sentinel or the cluster"
                                + " names, and be trusted by this JVM, -Djavax.net.ssl.trustStore=, and where Redis asks for a"
                                + " certificate of ours, it is that of -Djavax.net.ssl.keyStore=")
                : e;
    }

    private CompletionStage<RedisURI> place() {
        if (cluster == null) {
            return CompletableFuture.completedStage(uris.get(0));
        }
        return cluster.refreshPartitionsAsync().thenApply(refreshed -> {
            RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(slot);
            if (node == null) {
                throw new IllegalStateException("no node of the cluster has the slot of the index");
            }
            return at(node.getUri());
        });
    }

    // What a cluster says of a node is where it is, and neither how to log in there nor that TLS is spoken.
    private RedisURI at(RedisURI found) {
        return RedisURI.builder(uris.get(0))
                .withHost(found.getHost())
                .withPort(found.getPort())
                .build();
    }

    private CompletionStage<StatefulRedisConnection<byte[], byte[]>> inspected(
            StatefulRedisConnection<byte[], byte[]> connection) {
        return inspection.inspect(connection).whenComplete((done, e) -> {
            if (e != null) {
                var unused = connection.closeAsync();
            }
        });
    }

    ScheduledExecutorService timer() {
        return resources.eventExecutorGroup();
    }

    @Override
    public void close() {
        var client = this.client.shutdownAsync(0, 1, TimeUnit.SECONDS);
        var all = cluster == null
                ? client
                : CompletableFuture.allOf(client, cluster.shutdownAsync(0, 1, TimeUnit.SECONDS));
        var unused = all.whenComplete((closed, e) -> {
            var ignored = resources.shutdown(0, 1, TimeUnit.SECONDS);
        });
    }
}
