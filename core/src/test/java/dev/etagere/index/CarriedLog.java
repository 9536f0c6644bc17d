package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entered;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Look;
import dev.etagere.index.shared.Seen;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedSettings;
import dev.etagere.index.shared.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A log that is asked by way of a courier. */
final class CarriedLog implements SharedLog {
    private final String name;
    private MemoryLog log;
    private MemoryLog.Connection there;
    private final Courier courier;
    private final SplittableRandom random;
    private Courier.Way way = Courier.Way.OPEN;

    CarriedLog(String name, MemoryLog log, Courier courier, SplittableRandom random) {
        this.name = name;
        this.log = log;
        this.there = log.connect();
        this.courier = courier;
        this.random = random;
    }

    void become(Courier.Way next) {
        way = next;
    }

    /** From now on it is asked there; what was sent to the old one still arrives at that. */
    void moveTo(MemoryLog other) {
        if (log != other) {
            log = other;
            there = other.connect();
        }
    }

    private <T> CompletionStage<T> send(String what, Function<SharedLog, CompletionStage<T>> operation) {
        SharedLog to = there;
        return courier.send(name + ' ' + what, () -> way, () -> operation.apply(to));
    }

    @Override
    public SharedSettings settings() {
        return there.settings();
    }

    @Override
    public CompletionStage<Snapshot> snapshot(LogKey offered) {
        return send("snapshot", to -> to.snapshot(offered));
    }

    /** Some of what there is. */
    @Override
    public List<Entry> read(long after, Duration wait) throws IOException {
        if (way == Courier.Way.CUT) {
            throw new IOException("cut");
        }
        List<Entry> found = way == Courier.Way.SILENT ? List.of() : log.after(after);
        return found.subList(0, random.nextInt(3) == 0 ? random.nextInt(found.size() + 1) : found.size());
    }

    @Override
    public CompletionStage<Ack> touch(LogKey key, Collection<LogGroup> groups) {
        return send("touch " + groups, to -> to.touch(key, groups));
    }

    @Override
    public CompletionStage<Ack> touchAll(LogKey key) {
        return send("touchAll", to -> to.touchAll(key));
    }

    @Override
    public CompletionStage<Ack> heartbeat(LogKey key, String node, String revision, LogGroup app) {
        return send("heartbeat", to -> to.heartbeat(key, node, revision, app));
    }

    @Override
    public CompletionStage<Ack> leave(LogKey key, String node, String revision, LogGroup app) {
        return send("leave", to -> to.leave(key, node, revision, app));
    }

    @Override
    public CompletionStage<Boolean> claim(
            LogKey key, String scope, Duration lease, Collection<String> alone, Collection<String> beside) {
        return send("claim", to -> to.claim(key, scope, lease, alone, beside));
    }

    @Override
    public CompletionStage<Ack> begin(LogKey key, String scope, Duration lease, Collection<LogGroup> groups) {
        return send("begin " + scope + groups, to -> to.begin(key, scope, lease, groups));
    }

    @Override
    public CompletionStage<Entered> enterUnlessMoved(LogKey key, String scope, Seen seen, Collection<LogGroup> groups) {
        return send("enterUnlessMoved", to -> to.enterUnlessMoved(key, scope, seen, groups));
    }

    @Override
    public CompletionStage<Boolean> isOpen(LogKey key, String scope) {
        return send("isOpen", to -> to.isOpen(key, scope));
    }

    @Override
    public CompletionStage<Ack> end(LogKey key, String scope, boolean move, Collection<LogGroup> groups) {
        return send("end " + scope + groups, to -> to.end(key, scope, move, groups));
    }

    @Override
    public CompletionStage<Look> look(LogKey key, Collection<LogGroup> groups) {
        return send("look", to -> to.look(key, groups));
    }

    @Override
    public void close() {}
}
