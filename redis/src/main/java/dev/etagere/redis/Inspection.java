package dev.etagere.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Whether a server can be trusted with the log: looked at on each new connection, before it is used. */
final class Inspection {
    private static final Logger LOGGER = System.getLogger(Inspection.class.getName());

    private final RedisOptions options;

    Inspection(RedisOptions options) {
        this.options = options;
    }

    /** Fails with {@link Refused}, or with what went wrong. */
    CompletionStage<StatefulRedisConnection<byte[], byte[]>> inspect(
            StatefulRedisConnection<byte[], byte[]> connection) {
        return connection
                .async()
                .info()
                .thenCompose(info -> judge(connection, properties(info)))
                .thenApply(judged -> connection);
    }

    private CompletionStage<?> judge(StatefulRedisConnection<byte[], byte[]> connection, Map<String, String> info) {
        if (!recent(info.getOrDefault("redis_version", ""))) {
            throw new Refused("Redis " + info.get("redis_version") + " is too old for the log; it needs 6.2 or later");
        }
        if (info.getOrDefault("role", "").equals("slave")) {
            throw new Refused("this Redis is a replica; name its primary, or redis-sentinel:// that knows it");
        }
        if (!options.evictionAccepted()
                && info.getOrDefault("maxmemory_policy", "").startsWith("allkeys-")) {
            throw new Refused("Redis may throw away the log (maxmemory-policy " + info.get("maxmemory_policy")
                    + "); set maxmemory-policy noeviction, or write ?eviction=accepted");
        }
        if (!options.isolationAccepted()
                && !info.getOrDefault("connected_slaves", "0").equals("0")) {
            return isolation(connection);
        }
        return CompletableFuture.completedStage(null);
    }

    private static CompletionStage<?> isolation(StatefulRedisConnection<byte[], byte[]> connection) {
        return connection.async().configGet("min-replicas-to-write").handle((config, e) -> {
            if (e != null) {
                LOGGER.log(
                        Level.WARNING,
                        "cannot ask Redis for min-replicas-to-write, which keeps a primary that is cut off from"
                                + " taking writes; see to it that it is at least 1");
            } else if ("0".equals(config.get("min-replicas-to-write"))) {
                throw new CompletionException(
                        new Refused("a primary that is cut off from its replicas would go on taking writes; set"
                                + " min-replicas-to-write 1 and min-replicas-max-lag, or write ?isolation=accepted"));
            }
            return config;
        });
    }

    private static boolean recent(String version) {
        String[] numbers = version.split("\\.", 3);
        if (numbers.length < 2 || !numbers[0].matches("[0-9]{1,4}") || !numbers[1].matches("[0-9]{1,4}")) {
            return false;
        }
        int major = Integer.parseInt(numbers[0]);
        return major > 6 || (major == 6 && Integer.parseInt(numbers[1]) >= 2);
    }

    private static Map<String, String> properties(String info) {
        Map<String, String> properties = new HashMap<>();
        for (String line : info.split("\r?\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                properties.put(line.substring(0, colon), line.substring(colon + 1));
            }
        }
        return properties;
    }
}
