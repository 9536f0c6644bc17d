package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedSettings;
import dev.etagere.index.shared.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node keeps of a shared log, and keeps up: the copy that it answers from, and the heartbeats that prove it
 * fresh (R19). Safe for use by several threads; nobody waits for the log while holding its lock.
 */
final class LogNode {
    private static final System.Logger LOG = System.getLogger(LogNode.class.getName());

    /** Heartbeats in a lease, so that one may get lost. */
    private static final int BEATS = 4;

    /** After how many leases in which nothing came of what the log has, it is loaded anew. */
    private static final int DEAF = 10;

    /** How much longer than a heartbeat it may take to load everything. */
    private static final int LOAD = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final Listeners listeners = new Listeners();
    private final SharedLog shared;
    private final SharedSettings settings;
    private final Sources sources;
    private final Replica replica;
    private final Published published;
    private final History history;
    private final Holds holds;
    private final LogCopy copy;
    private final Liveness liveness;
    private final Outbox outbox;
    private final NodeScopes scopes;
    private final LogCalls calls;
    private final Heartbeats heartbeats;
    private final Runnable stopBeating;
    private final LogFollower follower;
    private long loads;
    private long epochs;
    private long gaps;
    private long lastHeard;
    private volatile long lag;
    private volatile boolean closed;

    /** Groups as the log wants to hear of them. */
    record Addressed(LogKey key, List<LogGroup> groups) {}

    LogNode(SharedLog shared, Sources sources, Repeater repeater) {
        this.shared = shared;
        this.settings = shared.settings();
        this.sources = sources;
        this.heartbeats = new Heartbeats(this, shared, sources);
        SipHash hash =
                new SipHash(sources.random().getAsLong(), sources.random().getAsLong());
        // Until the log has been loaded: an epoch that nothing was ever told of.
        Era none = new Era(sources.random().getAsLong(), 0);
        this.replica = new Replica(new Slots(hash, new long[settings.slots()]), none, 0, 0);
        this.published = new Published(settings.published(), none.epoch(), 0);
        this.history = new History(this, shared, published);
        this.holds = new Holds(replica.table());
        this.copy = new LogCopy(replica, published, holds);
        this.liveness = new Liveness(sources.ticker(), settings.staleness());
        this.scopes = new NodeScopes(sources.ticker(), settings.lease());
        this.calls = new LogCalls(sources.ticker());
        this.outbox = new Outbox(this, shared, sources.ticker());
        this.follower = new LogFollower(this, settings.staleness());
        this.lastHeard = sources.ticker().getAsLong();
        this.stopBeating = repeater.repeat(this::beat, settings.staleness().dividedBy(BEATS));
    }

    /** Begins to follow the log, on a thread of its own. */
    void start() {
        follower.start();
    }

    ReentrantLock lock() {
        return lock;
    }

    Replica replica() {
        return replica;
    }

    NodeScopes scopes() {
        return scopes;
    }

    LogCalls calls() {
        return calls;
    }

    Outbox outbox() {
        return outbox;
    }

    Holds holds() {
        return holds;
    }

    boolean isLive() {
        return liveness.isLive();
    }

    /** Whether everything is to be touched and the log may not know of it yet. */
    boolean isMovingAll() {
        lock.lock();
        try {
            return outbox.isMovingAll();
        } finally {
            lock.unlock();
        }
    }

    long asOf() {
        return liveness.asOf();
    }

    PublishedGroups published() {
        return published.picture();
    }

    void publish(Collection<String> patterns) {
        locked(() -> {
            if (published.publish(patterns, asOf()) && copy.isLoaded()) {
                history.begin(replica.era().start(), copy);
            }
        });
    }

    Runnable listen(TouchListener listener) {
        return listeners.add(listener);
    }

    /** Waits until the copy may be answered from, for as long as a lease at most. */
    void awaitLive() {
        beat();
        if (!await(this::isLive, settings.staleness())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the shared log of the group index is not reached yet; until then reads get no validators and"
                            + " declared writes are refused");
        }
    }

    /** Only a heartbeat that tells of the revision counts from now on (R4). */
    void revision(String seen) {
        locked(() -> {
            heartbeats.tell(seen);
            liveness.doubt();
        });
        awaitLive();
    }

    IndexStatistics statistics() {
        lock.lock();
        try {
            return new IndexStatistics(
                    isLive(),
                    liveness.age(),
                    lag,
                    outbox.size(),
                    loads,
                    epochs,
                    gaps,
                    calls.refuses(),
                    calls.statistics());
        } finally {
            lock.unlock();
        }
    }

    /** Does what is left to do, for as long as a lease at most. */
    void close() {
        if (closed) {
            return;
        }
        stopBeating.run();
        outbox.send();
        await(() -> outbox.size() == 0, settings.staleness());
        closed = true;
        Ack none = new Ack(0, 0, 0);
        heartbeats
                .leave()
                .toCompletableFuture()
                .completeOnTimeout(none, settings.staleness().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> none)
                .join();
        shared.close();
        follower.stop();
    }

    void failIfClosed() {
        if (closed) {
            throw new IllegalStateException("the group index is closed; a touch would be lost");
        }
    }

    // How the copy follows the log.

    /** Loads the copy if need be, waits for more entries and shows them. */
    void follow(Duration wait) throws Exception {
        if (!isLoaded()) {
            load();
        }
        boolean behind = lag > 0;
        List<Entry> entries = shared.read(last(), history.isPending() ? Duration.ZERO : wait);
        long now = sources.ticker().getAsLong();
        if (!behind || !entries.isEmpty()) {
            lastHeard = now;
        } else if (now - lastHeard > settings.staleness().toNanos() * DEAF) {
            lastHeard = now;
            // Somebody has removed what it was to read: otherwise the next entry would tell, whenever that comes.
            locked(this::missed);
        }
        show(entries);
        history.readOn();
    }

    private void missed() {
        gaps++;
        doubt();
    }

    private void load() throws Exception {
        long load;
        lock.lock();
        try {
            load = copy.beginLoad();
        } finally {
            lock.unlock();
        }
        Snapshot snapshot = calls.counted("snapshot", () -> shared.snapshot(key()))
                .toCompletableFuture()
                .get(settings.staleness().toNanos() * LOAD, TimeUnit.NANOSECONDS);
        locked(() -> install(snapshot, load));
        beat();
    }

    private void install(Snapshot snapshot, long load) {
        boolean another = copy.isAnother(snapshot);
        if (another) {
            liveness.restart(snapshot.ack().stamp());
        }
        copy.install(snapshot, load);
        history.begin(replica.era().start(), copy);
        liveness.shown(snapshot.ack().stamp());
        if (another && loads > 0) {
            epochs++;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the shared log of the group index has begun anew, so every validator changes");
            outbox.repeatTouches();
            repeatScopes();
        }
        loads++;
        settle();
        if (holds.needAnotherLoad(copy)) {
            doubt();
        }
        lag = 0;
        listeners.tell(snapshot.ack().stamp(), Set.of());
    }

    private void repeatScopes() {
        scopes.forEachOpen((scope, id, left) -> {
            Addressed to = addressed(List.copyOf(scope.groups()));
            // If it fails, whoever wants to commit is told that the scope is not open.
            var unused = calls.counted("begin", () -> shared.begin(to.key(), id, left, to.groups()));
        });
    }

    private void show(List<Entry> entries) {
        if (!entries.isEmpty()) {
            locked(() -> {
                entries.stream().takeWhile(this::showNext).forEach(this::tell);
                settle();
            });
        }
    }

    /** False if the copy has to be loaded anew first. */
    private boolean showNext(Entry entry) {
        if (!copy.isNext(entry)) {
            if (copy.isLoaded() && entry.kind() != Entry.Kind.EPOCH) {
                missed();
            } else {
                doubt();
            }
            return false;
        }
        copy.apply(entry);
        liveness.shown(entry.stamp());
        if (entry.kind() == Entry.Kind.EXPIRE) {
            scopes.expired(entry.scope(), entry.groups());
        }
        return true;
    }

    private void tell(Entry entry) {
        switch (entry.kind()) {
            case TOUCH, END, EXPIRE -> listeners.tell(entry.stamp(), Set.copyOf(entry.groups()));
            case TOUCH_ALL -> listeners.tell(entry.stamp(), Set.of());
            default -> {
                // Nothing has moved.
            }
        }
    }

    /** Called under the lock whenever the copy shows more. */
    private void settle() {
        holds.settle(copy);
        if (!outbox.isMovingAll()) {
            liveness.settle(copy);
        }
        progress.signalAll();
    }

    /** Called under the lock: the copy is emptied (R19). */
    private void doubt() {
        copy.doubt();
        liveness.doubt();
    }

    private void doubtUnless(boolean sure) {
        if (!sure && copy.isLoaded()) {
            doubt();
        }
    }

    /** The log has another key than this node believes. */
    void doubtKey() {
        locked(this::doubt);
    }

    /** The log has told its epoch. */
    void doubtUnlessOf(long epoch) {
        locked(() -> doubtUnless(copy.isOfEpoch(epoch)));
    }

    /** The log has said how far it is; called under the lock. */
    void heard(Holds.Hold hold, Ack ack) {
        holds.done(hold, ack, copy);
        doubtUnless(copy.isOfEpoch(ack.epoch()));
        progress.signalAll();
    }

    /** Nothing is confirmed until a heartbeat that is yet to be sent; called under the lock. */
    void confirmNothing() {
        liveness.doubt();
    }

    private boolean isLoaded() {
        lock.lock();
        try {
            return copy.isLoaded();
        } finally {
            lock.unlock();
        }
    }

    private long last() {
        lock.lock();
        try {
            return copy.last();
        } finally {
            lock.unlock();
        }
    }

    // What proves that it does.

    private void beat() {
        if (!closed && heartbeats.send()) {
            outbox.send();
        }
    }

    /**
     * A heartbeat has come back, or got lost; called under the lock.
     *
     * @param key what this node believed to be the key when it was sent
     */
    void beaten(long sentAt, LogKey key, @Nullable Ack ack, @Nullable Throwable failure) {
        // It may have been sent before the log was loaded, which has told the key by now.
        doubtUnless(!LogCalls.isOfAnotherKey(failure) || !key.equals(key()));
        if (ack == null) {
            return;
        }
        lag = copy.behind(ack);
        doubtUnless(copy.isOfEpoch(ack.epoch()));
        if (!outbox.isMovingAll() && copy.isLoaded()) {
            liveness.answered(sentAt, ack, copy);
            progress.signalAll();
        }
    }

    /** Waits until the copy shows that much, for so long at most. */
    void awaitShown(Ack ack, Duration patience) {
        await(() -> copy.shows(ack), patience);
    }

    // Small parts.

    LogKey key() {
        return key(replica.slots());
    }

    private static LogKey key(Slots slots) {
        return new LogKey(slots.hash().k0(), slots.hash().k1(), slots.count());
    }

    Addressed addressed(Collection<String> groups) {
        Slots slots = replica.slots();
        List<LogGroup> named = new ArrayList<>(groups.size());
        for (String group : groups) {
            long place = slots.place(group);
            named.add(new LogGroup(group, slots.first(place), slots.second(place)));
        }
        return new Addressed(key(slots), named);
    }

    /** The id of a new scope. */
    String newId() {
        return heartbeats.name() + '-' + Long.toHexString(sources.random().getAsLong());
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Waits under the lock until something is so; false if it takes longer, or this thread is interrupted. */
    boolean await(BooleanSupplier condition, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = sources.waiting().await(progress, left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
