package dev.etagere.redis;

import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.Entry.Kind;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for entries on a connection of its own, since waiting holds up whatever else is asked on it. */
final class Reader {
    private static final int MOST = 1_000;
    private static final Map<String, Kind> KINDS = Map.of(
            "epoch", Kind.EPOCH,
            "touch", Kind.TOUCH,
            "all", Kind.TOUCH_ALL,
            "begin", Kind.BEGIN,
            "end", Kind.END,
            "expire", Kind.EXPIRE,
            "discard", Kind.DISCARD);

    private final Link link;
    private final byte[] log;
    private final Duration patience;

    Reader(Link link, Keys keys, Duration patience) {
        this.link = link;
        this.log = keys.log();
        this.patience = patience;
    }

    @SuppressWarnings("unchecked") // The array of streams that Java makes for Lettuce.
    List<Entry> read(long after, Duration wait) throws ExecutionException, TimeoutException, InterruptedException {
        StatefulRedisConnection<byte[], byte[]> connection = link.connection();
        XReadArgs args = new XReadArgs().count(MOST);
        if (!wait.isZero()) {
            // Redis takes zero for "for ever", and any other wait for tens of milliseconds at least.
            args.block(Math.max(1, wait.toMillis()));
        }
        RedisFuture<List<StreamMessage<byte[], byte[]>>> future =
                connection.async().xread(args, StreamOffset.from(log, Ids.id(after)));
        boolean done = false;
        try {
            List<StreamMessage<byte[], byte[]>> messages =
                    future.get(wait.plus(patience).toMillis(), TimeUnit.MILLISECONDS);
            done = true;
            return messages.stream().map(Reader::entry).toList();
        } finally {
            if (!done) {
                // Whatever comes on it next would be the answer to this.
                link.drop(connection);
            }
        }
    }

    private static Entry entry(StreamMessage<byte[], byte[]> message) {
        Map<String, String> fields = new HashMap<>();
        message.getBody().forEach((name, value) -> fields.put(text(name), text(value)));
        Kind kind = KINDS.get(fields.getOrDefault("k", ""));
        if (kind == null) {
            throw new IllegalStateException("the log has an entry of unknown kind: " + fields.get("k"));
        }
        return new Entry(
                Long.parseLong(fields.getOrDefault("n", "")),
                Ids.stamp(message.getId()),
                kind,
                fields.getOrDefault("s", ""),
                Reply.names(fields.getOrDefault("g", "")));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
