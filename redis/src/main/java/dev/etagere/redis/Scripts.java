package dev.etagere.redis;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Calls scripts by their hash, and sends one in full that the server does not have yet. Safe for several threads. */
final class Scripts {
    private final Link link;
    private final Keys keys;
    private final boolean replaceable;
    private final AtomicLong answered = new AtomicLong(System.nanoTime());
    private final AtomicInteger snapshots = new AtomicInteger();

    /** @param replaceable whether another server may have taken over from one that refuses to write alone */
    Scripts(Link link, Keys keys, boolean replaceable) {
        this.link = link;
        this.keys = keys;
        this.replaceable = replaceable;
    }

    CompletionStage<Reply> call(Script script, Args args, Duration patience) {
        long sent = System.nanoTime();
        StatefulRedisConnection<byte[], byte[]> connection;
        try {
            connection = link.connection();
        } catch (IllegalStateException e) {
            return CompletableFuture.failedStage(e);
        }
        boolean large = script == Script.SNAPSHOT;
        if (large) {
            snapshots.incrementAndGet();
        }
        return send(connection, script, args)
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((reply, e) -> {
                    if (large) {
                        snapshots.decrementAndGet();
                    }
                    watch(connection, sent, Causes.unwrapped(e));
                })
                .thenApply(Reply::of);
    }

    private CompletableFuture<List<?>> send(
            StatefulRedisConnection<byte[], byte[]> connection, Script script, Args args) {
        byte[][] values = args.toArray();
        CompletableFuture<List<?>> reply = new CompletableFuture<>();
        connection
                .async()
                .<List<?>>evalsha(script.sha, ScriptOutputType.MULTI, keys.all(), values)
                .whenComplete((found, e) -> {
                    if (e instanceof RedisNoScriptException) {
                        connection
                                .async()
                                .<List<?>>eval(script.text, ScriptOutputType.MULTI, keys.all(), values)
                                .whenComplete((sent, failure) -> complete(reply, sent, failure));
                    } else {
                        complete(reply, found, e);
                    }
                });
        return reply;
    }

    private static void complete(CompletableFuture<List<?>> future, @Nullable List<?> value, @Nullable Throwable e) {
        if (e != null) {
            future.completeExceptionally(e);
        } else if (value != null) {
            future.complete(value);
        } else {
            future.completeExceptionally(new IllegalStateException("Redis answered nothing"));
        }
    }

    /**
     * Gives the connection up if nothing has come on it since a request that got no answer, or if it is the wrong one.
     */
    private void watch(StatefulRedisConnection<byte[], byte[]> connection, long sent, @Nullable Throwable e) {
        if (e == null || e instanceof RedisCommandExecutionException) {
            answered.set(System.nanoTime());
            if (e != null && elsewhere(e.getMessage())) {
                link.drop(connection);
            }
        } else if (e instanceof TimeoutException && answered.get() - sent < 0 && snapshots.get() == 0) {
            link.drop(connection);
        }
    }

    // A primary without its replicas may be an old one that nobody has been able to tell so.
    private boolean elsewhere(@Nullable String message) {
        return message != null
                && (message.matches("(?s).*(READONLY|MOVED|MASTERDOWN|CLUSTERDOWN).*")
                        || (replaceable && message.contains("NOREPLICAS")));
    }
}
