package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.Snapshot;
import io.lettuce.core.RedisException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What the tests of the log on one server share: an index of its own for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisContract {
    static final LogKey KEY = new LogKey(0x1122334455667788L, -2, 64);
    static final LogKey OTHER = new LogKey(3, 4, 64);
    static final Duration LEASE = Duration.ofSeconds(30);
    static final Duration SHORT = Duration.ofMillis(1);
    static final LogGroup A = new LogGroup("a", 1, 2);
    static final LogGroup B = new LogGroup("b", 3, 4);
    static final LogGroup AB = new LogGroup("a/b", 2, 3);
    static final LogGroup APP = new LogGroup("@app", 9, 10);
    static final String[] PARTS = {"log", "meta", "slots", "scopes", "due", "flux", "alone", "beside", "nodes"};

    RedisServer server;
    RedisLog log;
    String index;
    private final List<SharedLog> opened = new ArrayList<>();
    private int count;

    abstract Path program() throws Exception;

    @BeforeAll
    void startServer() throws Exception {
        server = new RedisServer(program(), "--appendonly", "yes", "--appendfsync", "always");
    }

    @AfterAll
    void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void openLog() throws Exception {
        index = "shop" + ++count;
        log = open(server.uri(index + "?slots=64&skew=0"));
    }

    @AfterEach
    void closeLogs() {
        opened.forEach(SharedLog::close);
        opened.clear();
    }

    RedisLog open(String uri) throws Exception {
        RedisLog opening = RedisLog.open(RedisUri.parse(uri));
        opened.add(opening);
        return opening;
    }

    String key(String part) {
        return "etagere:{" + index + "}:" + part;
    }

    /** The answer, once there is a connection. */
    static <T> T of(java.util.function.Supplier<CompletionStage<T>> operation) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (true) {
            try {
                return get(operation.get());
            } catch (ExecutionException e) {
                // There is none yet, or not any more: it breaks before everybody has heard of it.
                boolean waiting = String.valueOf(e.getCause().getMessage()).contains("no connection")
                        || e.getCause() instanceof ClosedChannelException
                        || e.getCause() instanceof RedisException;
                if (!waiting || System.nanoTime() > end) {
                    throw e;
                }
                Thread.sleep(5);
            }
        }
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static <T extends Throwable> T fails(Class<T> type, CompletionStage<?> stage) {
        return assertInstanceOf(
                type, assertThrows(ExecutionException.class, () -> get(stage)).getCause());
    }

    Snapshot snapshot() throws Exception {
        return of(() -> log.snapshot(KEY));
    }

    Ack touch(LogGroup... groups) throws Exception {
        return of(() -> log.touch(KEY, List.of(groups)));
    }

    Ack heartbeat(String node, String revision) throws Exception {
        return of(() -> log.heartbeat(KEY, node, revision, APP));
    }

    /** The entries after that stamp that are there now, with the reader's connection made. */
    List<Entry> entries(long after) throws Exception {
        for (int i = 0; i < 500; i++) {
            try {
                return log.read(after, Duration.ofMillis(50));
            } catch (IllegalStateException e) {
                Thread.sleep(10);
            }
        }
        return fail("no connection to read from");
    }

    static long stampOf(Snapshot snapshot, LogGroup group) {
        return Math.max(snapshot.floor(), Math.min(snapshot.slots()[group.first()], snapshot.slots()[group.second()]));
    }

    /** Lets leases of a millisecond run out. */
    static void pause() throws InterruptedException {
        Thread.sleep(15);
    }
}
