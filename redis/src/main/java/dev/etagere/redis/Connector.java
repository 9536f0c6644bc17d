package dev.etagere.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletionStage;

/** Makes a connection to the server that keeps the log now. */
@FunctionalInterface
interface Connector {
    CompletionStage<StatefulRedisConnection<byte[], byte[]>> connect();
}
