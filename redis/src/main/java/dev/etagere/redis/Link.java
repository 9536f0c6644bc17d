package dev.etagere.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulRedisConnection;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection that is made again whenever it is lost. Lettuce's own way back replays what was not answered and keeps
 * a connection without looking at the server again; here a lost one is gone with all that was asked on it, and the next
 * one is found and inspected from the start. Safe for use by several threads.
 */
final class Link {
    private static final Logger LOGGER = System.getLogger(Link.class.getName());
    private static final long FIRST_DELAY = 10;
    private static final long LAST_DELAY = 1_000;

    private final Connector connector;
    private final ScheduledExecutorService timer;
    private final Runnable again;
    private final Object lock = new Object();
    private volatile @Nullable StatefulRedisConnection<byte[], byte[]> current;
    private volatile @Nullable Throwable reason;
    private long delay = FIRST_DELAY;
    private boolean closed;
    private boolean lost;

    /** @param again called when a connection has replaced one that was lost */
    Link(Connector connector, ScheduledExecutorService timer, Runnable again) {
        this.connector = connector;
        this.timer = timer;
        this.again = again;
    }

    /** Returns at once. */
    void open() {
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        connector.connect().whenComplete((connection, e) -> {
            if (connection == null) {
                failed(Causes.unwrapped(e));
            } else {
                connected(connection);
            }
        });
    }

    /** @throws IllegalStateException if there is none at the moment */
    StatefulRedisConnection<byte[], byte[]> connection() {
        StatefulRedisConnection<byte[], byte[]> connection = current;
        if (connection != null) {
            return connection;
        }
        Throwable why = reason;
        if (why instanceof Refused refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
        throw new IllegalStateException("no connection to Redis at the moment", why);
    }

    /** Gives up a connection that answers no more, and looks for another one. */
    void drop(StatefulRedisConnection<byte[], byte[]> connection) {
        synchronized (lock) {
            if (current != connection) {
                return;
            }
            current = null;
            lost = true;
            retry();
        }
        var unused = connection.closeAsync();
    }

    /** Looks for the server anew. */
    void renew() {
        StatefulRedisConnection<byte[], byte[]> connection = current;
        if (connection != null) {
            drop(connection);
        }
    }

    void close() {
        StatefulRedisConnection<byte[], byte[]> connection;
        synchronized (lock) {
            closed = true;
            connection = current;
            current = null;
        }
        if (connection != null) {
            // Waits, for what is still being closed when its client shuts down is complained of.
            connection.close();
        }
    }

    private void connected(StatefulRedisConnection<byte[], byte[]> connection) {
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> lost) {
                drop(connection);
            }
        });
        boolean replaced = false;
        synchronized (lock) {
            if (!closed) {
                replaced = lost;
                current = connection;
                reason = null;
                delay = FIRST_DELAY;
            }
        }
        // It may have broken before anybody listened.
        if (current != connection) {
            var unused = connection.closeAsync();
        } else if (!connection.isOpen()) {
            drop(connection);
        }
        if (replaced) {
            again.run();
        }
    }

    private void failed(@Nullable Throwable e) {
        synchronized (lock) {
            if (reason == null && !closed) {
                LOGGER.log(
                        Level.WARNING, "no connection to Redis ({0}); trying again", e == null ? "" : Causes.root(e));
            }
            LOGGER.log(Level.DEBUG, "no connection to Redis", e);
            reason = e;
            retry();
        }
    }

    private void retry() {
        if (!closed) {
            var unused = timer.schedule(this::open, delay, TimeUnit.MILLISECONDS);
            delay = Math.min(LAST_DELAY, delay * 2);
        }
    }
}
