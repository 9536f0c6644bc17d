package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entered;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Look;
import dev.etagere.index.shared.OtherKeyException;
import dev.etagere.index.shared.Seen;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedSettings;
import dev.etagere.index.shared.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A node's end of a log that several nodes share. It answers from its own copy, which a thread keeps up with the log,
 * and only as long as heartbeats prove that the copy is fresh enough (R19, R20). Changes go to the log first, and while
 * their outcome is unknown their groups are in flux here; what cannot be brought to the log is repeated until it is
 * there.
 */
final class SharedTouchLog implements TouchLog {
    private static final System.Logger LOG = System.getLogger(SharedTouchLog.class.getName());

    /** How much is remembered of what has to be repeated; of more, everything is touched. */
    private static final int MOST_REMEMBERED = 10_000;

    /** Heartbeats in a lease, so that one may get lost. */
    private static final int BEATS = 4;

    private static final int MOST_BEATS_UNDER_WAY = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final List<TouchListener> listeners = new CopyOnWriteArrayList<>();
    private final Claims claims = new Claims(lock.newCondition());
    private final Map<ChangeScope, SharedScope> scopesById = new HashMap<>();
    private final SharedLog shared;
    private final SharedSettings settings;
    private final Sources sources;
    private final String node;
    private final Replica replica;
    private final Published published;
    private final Holds holds;
    private final LogCopy copy;
    private final Liveness liveness;
    private final RecentTouches recent;
    private final Errands errands = new Errands(MOST_REMEMBERED);
    private final OpenScopes scopes;
    private final LogCalls calls;
    private final Runnable stopBeating;
    private final Thread follower;
    private String revision = "";
    private int beatsUnderWay;
    // How much is under way that moves everything: nothing is confirmed until it is shown.
    private int halts;
    private boolean failing;
    private long loads;
    private long epochs;
    private long gaps;
    private volatile long lag;
    private volatile boolean closed;

    /** What the log knows of a scope. */
    private static final class SharedScope {
        private final String id;
        private final Holds.Hold hold;
        // Whether the log may know it.
        private boolean told;

        SharedScope(String id, Holds.Hold hold, boolean told) {
            this.id = id;
            this.hold = hold;
            this.told = told;
        }
    }

    /** Groups as the log wants to hear of them. */
    private record Addressed(LogKey key, List<LogGroup> groups) {}

    SharedTouchLog(SharedLog shared, Sources sources, Repeater repeater) {
        this.shared = shared;
        this.settings = shared.settings();
        this.sources = sources;
        this.node = Long.toHexString(sources.random().getAsLong());
        SipHash hash =
                new SipHash(sources.random().getAsLong(), sources.random().getAsLong());
        // Until the log has been loaded: an epoch that nothing was ever told of.
        Era none = new Era(sources.random().getAsLong(), 0);
        this.replica = new Replica(new Slots(hash, new long[settings.slots()]), none, 0, 0);
        this.published = new Published(settings.published(), none.epoch(), 0);
        this.holds = new Holds(replica.table());
        this.copy = new LogCopy(replica, published, holds);
        this.liveness = new Liveness(sources.ticker(), settings.staleness());
        this.recent = new RecentTouches(sources.ticker(), MOST_REMEMBERED);
        this.scopes = new OpenScopes(sources.ticker(), settings.lease());
        this.calls = new LogCalls(sources.ticker());
        this.stopBeating = repeater.repeat(this::beat, settings.staleness().dividedBy(BEATS));
        this.follower = new Thread(this::follow, "etagere-log-follower");
        follower.setDaemon(true);
        follower.start();
    }

    /** Waits until the copy may be answered from, for as long as a lease at most. */
    void awaitLive() {
        beat();
        if (!await(this::live, settings.staleness())) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the shared log of the group index is not reached yet; until then reads get no validators and"
                            + " declared writes are refused");
        }
    }

    @Override
    public Replica replica() {
        return replica;
    }

    @Override
    public long touch(Collection<String> groups) {
        Holds.Hold hold = held(groups);
        return carriedOut(new Errands.Errand("touch", () -> touchOf(groups), hold), groups);
    }

    private CompletionStage<Ack> touchOf(Collection<String> groups) {
        Addressed to = addressed(groups);
        return shared.touch(to.key(), to.groups());
    }

    @Override
    public long touchAll() {
        return carriedOut(touchOfAll(), null);
    }

    private Errands.Errand touchOfAll() {
        lock.lock();
        try {
            failIfClosed();
            halts++;
            liveness.doubt();
            return new Errands.Errand("touchAll", () -> shared.touchAll(key()), holds.open(() -> halts--));
        } finally {
            lock.unlock();
        }
    }

    /** @param groups {@code null} for all */
    private long carriedOut(Errands.Errand errand, @Nullable Collection<String> groups) {
        try {
            Ack ack = calls.await(errand.kind(), errand.operation(), settings.staleness());
            done(errand, ack);
            remember(groups);
            awaitShown(errand.hold(), settings.staleness());
            return ack.stamp();
        } catch (IndexUnavailableException | OtherKeyException e) {
            remember(groups);
            later(errand);
            throw new IndexUnavailableException(
                    e.getMessage() + "; the touch is repeated until it is done, and until then only this node knows"
                            + " of it",
                    e);
        }
    }

    private void remember(@Nullable Collection<String> groups) {
        lock.lock();
        try {
            if (groups == null) {
                recent.addAll();
            } else {
                recent.add(groups);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ChangeScope begin(Collection<String> groups) {
        ChangeScope scope = opened(Claim.NONE, newId(), false);
        if (!groups.isEmpty()) {
            try {
                enter(scope, groups);
            } catch (IndexUnavailableException e) {
                leave(scope, false);
                throw e;
            }
        }
        return scope;
    }

    private ChangeScope opened(Claim claim, String id, boolean told) {
        lock.lock();
        try {
            failIfClosed();
            ChangeScope scope = scopes.open(this, claim);
            scopesById.put(scope, new SharedScope(id, holds.open(), told));
            return scope;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable ChangeScope claim(Claim claim, GroupVector target, Duration patience) {
        long begin = sources.ticker().getAsLong();
        if (!claimHere(claim, target, patience)) {
            return null;
        }
        boolean granted = false;
        String id = newId();
        try {
            granted = claimEverywhere(claim, id, begin, patience);
            return granted ? opened(claim, id, true) : null;
        } finally {
            if (!granted) {
                releaseHere(claim);
            }
        }
    }

    /** First among the writers of this node, so that they need not ask the log again and again. */
    private boolean claimHere(Claim claim, GroupVector target, Duration patience) {
        lock.lock();
        try {
            failIfClosed();
            return claims.acquire(claim, whileNobodyChanges(target), patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private Claims.Others whileNobodyChanges(GroupVector target) {
        return new Claims.Others() {
            @Override
            public void recover() {
                // Whoever beats next does it.
            }

            @Override
            public long untilDue() {
                // Somebody else's change ends without a signal of ours.
                return TimeUnit.MILLISECONDS.toNanos(20);
            }

            @Override
            public boolean areQuiet() {
                return !target.inFlux();
            }
        };
    }

    private boolean claimEverywhere(Claim claim, String id, long begin, Duration patience) {
        try {
            while (!calls.await(
                    "claim",
                    () -> shared.claim(key(), id, settings.lease(), claim.alone(), claim.beside()),
                    settings.budget())) {
                long left = patience.toNanos() - (sources.ticker().getAsLong() - begin);
                if (left <= 0 || !pause(Math.min(left, TimeUnit.MILLISECONDS.toNanos(10)))) {
                    return false;
                }
            }
            return true;
        } catch (IndexUnavailableException | OtherKeyException e) {
            LOG.log(System.Logger.Level.DEBUG, "a write is refused", e);
            // It may have been granted all the same.
            later(new Errands.Errand("end", () -> shared.end(key(), id, false, List.of()), held(List.of())));
            return false;
        }
    }

    private void releaseHere(Claim claim) {
        lock.lock();
        try {
            claims.release(claim);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void enter(ChangeScope scope, Collection<String> groups) {
        SharedScope known = taken(scope, groups);
        if (known == null) {
            // An owner that is late may still commit what it has just named: its close touches once more.
            touch(groups);
            return;
        }
        calls("begin", () -> {
            Addressed to = addressed(groups);
            return shared.begin(to.key(), known.id, settings.lease(), to.groups());
        });
    }

    /** Puts the groups into flux here; {@code null} if the scope is not open any more. */
    private @Nullable SharedScope taken(ChangeScope scope, Collection<String> groups) {
        lock.lock();
        try {
            failIfClosed();
            expire(scope);
            groups.forEach(group -> scope.hold(group, replica.place(group)));
            SharedScope known = scopesById.get(scope);
            if (scope.state() != ChangeScope.State.OPEN || known == null) {
                return null;
            }
            known.told = true;
            holds.add(known.hold, groups);
            return known;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean enterUnlessMoved(ChangeScope scope, GroupVector read, Reading at, Collection<String> groups) {
        SharedScope known = taken(scope, groups);
        if (known == null) {
            return false;
        }
        Entered entered = calls("enter", () -> {
            Addressed to = addressed(groups);
            return shared.enterUnlessMoved(to.key(), known.id, seen(read, at), to.groups());
        });
        if (!entered.open()) {
            // So that whoever compares again sees what has moved.
            await(() -> copy.shows(entered.ack()), settings.budget());
        }
        return entered.open();
    }

    private Seen seen(GroupVector read, Reading at) {
        List<Long> stamps = new ArrayList<>();
        for (int i = 0; i < read.groups().size(); i++) {
            stamps.add(at.stamp(i));
        }
        return new Seen(at.epoch(), addressed(read.groups()).groups(), stamps);
    }

    @Override
    public void ensureActive(ChangeScope scope) {
        SharedScope known = taken(scope, List.of());
        if (known == null) {
            throw noLongerOpen(scope);
        }
        if (!scope.groups().isEmpty() && !calls("isOpen", () -> shared.isOpen(key(), known.id))) {
            throw noLongerOpen(scope);
        }
    }

    private IllegalStateException noLongerOpen(ChangeScope scope) {
        return new IllegalStateException("the change scope is no longer open (it was closed, its lease of "
                + settings.lease().toSeconds()
                + " s has run out, or the shared log has begun anew), so that its groups "
                + scope.groups() + " may be confirmed again; roll the change back and try it anew");
    }

    @Override
    public void leave(ChangeScope scope, boolean move) {
        SharedScope known = closed(scope);
        if (known == null) {
            return;
        }
        List<String> groups = List.copyOf(scope.groups());
        Errands.Errand errand = new Errands.Errand(
                "end",
                () -> {
                    Addressed to = addressed(groups);
                    return shared.end(to.key(), known.id, move, to.groups());
                },
                known.hold);
        try {
            if (known.told) {
                end(errand, move ? groups : List.of());
            } else {
                released(errand.hold());
            }
        } finally {
            releaseHere(scope.claim());
        }
    }

    /** Does not throw: the log ends the scope itself if it never hears of it, and until then it holds its groups. */
    private void end(Errands.Errand errand, Collection<String> moved) {
        remember(moved);
        try {
            Ack ack = calls.await(errand.kind(), errand.operation(), settings.budget());
            done(errand, ack);
            awaitShown(errand.hold(), settings.budget());
        } catch (IndexUnavailableException | OtherKeyException e) {
            LOG.log(System.Logger.Level.DEBUG, "the end of a change is repeated until it is done", e);
            later(errand);
        }
    }

    /** {@code null} if it was already. */
    private @Nullable SharedScope closed(ChangeScope scope) {
        lock.lock();
        try {
            if (scope.state() == ChangeScope.State.CLOSED) {
                return null;
            }
            scope.become(ChangeScope.State.CLOSED);
            scopes.remove(scope);
            return scopesById.remove(scope);
        } finally {
            lock.unlock();
        }
    }

    /** Called under the lock. The log has a lease of its own on it, which began later. */
    private void expire(ChangeScope scope) {
        if (scope.state() == ChangeScope.State.OPEN && sources.ticker().getAsLong() - scope.deadline() >= 0) {
            scope.become(ChangeScope.State.EXPIRED);
            scopes.remove(scope);
        }
    }

    /** Reads do not wait for the log: whichever node beats next has the leases run out. */
    @Override
    public boolean recover() {
        return false;
    }

    @Override
    public @Nullable Reading readThrough(GroupVector vector, @Nullable Reading last) {
        try {
            Look look = calls("look", () -> {
                Addressed to = addressed(vector.groups());
                return shared.look(to.key(), to.groups());
            });
            if (look.flux() || vector.inFlux()) {
                return null;
            }
            Reading now = new Reading(
                    new Era(look.ack().epoch(), look.start()),
                    look.stamps().stream().mapToLong(Long::longValue).toArray());
            return last != null && now.isSame(last) ? last : now;
        } catch (IndexUnavailableException e) {
            return null;
        }
    }

    @Override
    public long asOf() {
        return liveness.asOf();
    }

    @Override
    public boolean reached(long nanos) {
        // Another node may be ahead of this one, and what it has given out is true here, too.
        return nanos
                <= Math.max(asOf(), replica.head()) + 2 * settings.staleness().toNanos();
    }

    @Override
    public boolean live() {
        return liveness.isLive();
    }

    @Override
    public boolean outlivesProcess() {
        return true;
    }

    @Override
    public void revision(String seen) {
        lock.lock();
        try {
            revision = seen;
            // Only a heartbeat that tells of the revision counts from now on (R4).
            liveness.doubt();
        } finally {
            lock.unlock();
        }
        awaitLive();
    }

    @Override
    public void publish(Collection<String> patterns) {
        lock.lock();
        try {
            published.publish(patterns, asOf());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PublishedGroups published() {
        return published.picture();
    }

    @Override
    public Runnable listen(TouchListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public IndexStatistics statistics() {
        lock.lock();
        try {
            return new IndexStatistics(
                    live(),
                    liveness.age(),
                    lag,
                    errands.size(),
                    loads,
                    epochs,
                    gaps,
                    calls.refuses(),
                    calls.statistics());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        stopBeating.run();
        sendErrands();
        await(() -> errands.size() == 0, settings.staleness());
        closed = true;
        calls.counted("leave", () -> shared.leave(key(), node, revision, app()))
                .toCompletableFuture()
                .completeOnTimeout(new Ack(0, 0, 0), settings.staleness().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> new Ack(0, 0, 0))
                .join();
        shared.close();
        follower.interrupt();
    }

    // What keeps the copy up with the log.

    private void follow() {
        long failures = 0;
        while (!closed) {
            try {
                if (!isLoaded()) {
                    load();
                }
                follow(shared.read(last(), settings.staleness().dividedBy(2)));
                failures = 0;
                recovered();
            } catch (Exception e) {
                failed(e);
                failures++;
                long longest = settings.staleness().toNanos() / 4;
                long pause = Math.min(longest, TimeUnit.MILLISECONDS.toNanos(10) << Math.min(failures, 10));
                if (!closed && !pause(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1))) {
                    return;
                }
            }
        }
    }

    private void failed(Exception e) {
        if (!failing && !closed) {
            failing = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the shared log of the group index cannot be followed ({0}); until it can, nothing is confirmed",
                    e.toString());
        }
        LOG.log(System.Logger.Level.DEBUG, "the shared log cannot be followed", e);
    }

    private void recovered() {
        if (failing) {
            failing = false;
            LOG.log(System.Logger.Level.INFO, "the shared log of the group index is followed again");
        }
    }

    private void load() throws Exception {
        long load;
        lock.lock();
        try {
            load = copy.beginLoad();
        } finally {
            lock.unlock();
        }
        Duration patience = settings.staleness().multipliedBy(10);
        Snapshot snapshot = calls.counted("snapshot", () -> shared.snapshot(key()))
                .toCompletableFuture()
                .get(patience.toNanos(), TimeUnit.NANOSECONDS);
        lock.lock();
        try {
            install(snapshot, load);
        } finally {
            lock.unlock();
        }
        beat();
    }

    private void install(Snapshot snapshot, long load) {
        boolean another = copy.isAnother(snapshot);
        if (another) {
            liveness.restart(snapshot.ack().stamp());
        }
        copy.install(snapshot, load);
        liveness.shown(snapshot.ack().stamp());
        if (another && loads > 0) {
            epochs++;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the shared log of the group index has begun anew, so every validator changes");
            repeatTouches();
            repeatScopes();
        }
        loads++;
        settle();
        tell(snapshot.ack().stamp(), Set.of());
    }

    /** The log may have lost them, and its new epoch may have been read from before they were made (R18). */
    private void repeatTouches() {
        if (recent.isAll()) {
            errands.add(touchOfAll());
            return;
        }
        Set<String> groups = recent.groups();
        if (!groups.isEmpty()) {
            Holds.Hold hold = holds.open();
            holds.add(hold, groups);
            errands.add(new Errands.Errand("touch", () -> touchOf(groups), hold));
        }
    }

    private void repeatScopes() {
        scopesById.forEach((scope, known) -> {
            long left = scope.deadline() - sources.ticker().getAsLong();
            if (known.told && scope.state() == ChangeScope.State.OPEN && left > 0) {
                Addressed to = addressed(List.copyOf(scope.groups()));
                var unused = calls.counted(
                        "begin", () -> shared.begin(to.key(), known.id, Duration.ofNanos(left), to.groups()));
            }
        });
    }

    private void follow(List<Entry> entries) {
        lock.lock();
        try {
            for (Entry entry : entries) {
                if (!copy.isNext(entry)) {
                    if (copy.isLoaded() && entry.kind() != Entry.Kind.EPOCH) {
                        gaps++;
                    }
                    doubt();
                    return;
                }
                copy.apply(entry);
                liveness.shown(entry.stamp());
                if (entry.kind() == Entry.Kind.EXPIRE) {
                    warnOfExpiry(entry);
                }
                tell(entry);
            }
            if (!entries.isEmpty()) {
                settle();
            }
        } finally {
            lock.unlock();
        }
    }

    private void warnOfExpiry(Entry entry) {
        scopesById.forEach((scope, known) -> {
            if (known.id.equals(entry.scope())) {
                if (scope.state() == ChangeScope.State.OPEN) {
                    scope.become(ChangeScope.State.EXPIRED);
                    scopes.remove(scope);
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a change of {0} has not ended within its lease of {1} s, so they are touched for it; let"
                                + " transactions take half of that at most, or set ?lease= on the index",
                        scope.groups(),
                        settings.lease().toSeconds());
            }
        });
    }

    private void tell(Entry entry) {
        switch (entry.kind()) {
            case TOUCH, END, EXPIRE -> tell(entry.stamp(), Set.copyOf(entry.groups()));
            case TOUCH_ALL -> tell(entry.stamp(), Set.of());
            default -> {
                // Nothing has moved.
            }
        }
    }

    private void tell(long stamp, Set<String> groups) {
        for (TouchListener listener : listeners) {
            try {
                listener.touched(new Stamp(stamp), groups);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a touch listener failed; the touch stands", e);
            }
        }
    }

    /** Called under the lock whenever the copy shows more. */
    private void settle() {
        holds.settle(copy);
        if (halts == 0) {
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

    // What proves that it does.

    private void beat() {
        String told;
        lock.lock();
        try {
            if (closed || beatsUnderWay >= MOST_BEATS_UNDER_WAY) {
                return;
            }
            beatsUnderWay++;
            told = revision;
        } finally {
            lock.unlock();
        }
        long sentAt = sources.ticker().getAsLong();
        var unused = calls.counted("heartbeat", () -> shared.heartbeat(key(), node, told, app()))
                .whenComplete((ack, failure) -> beaten(sentAt, told, ack, failure));
        sendErrands();
    }

    private void beaten(long sentAt, String told, @Nullable Ack ack, @Nullable Throwable failure) {
        lock.lock();
        try {
            beatsUnderWay--;
            doubtUnless(!LogCalls.isOfAnotherKey(failure));
            if (ack == null || !told.equals(revision)) {
                return;
            }
            lag = copy.behind(ack);
            doubtUnless(copy.isOfEpoch(ack.epoch()));
            if (halts == 0 && copy.isLoaded()) {
                liveness.answered(sentAt, ack, copy);
                progress.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void sendErrands() {
        List<Errands.Errand> idle;
        lock.lock();
        try {
            idle = errands.take();
        } finally {
            lock.unlock();
        }
        for (Errands.Errand errand : idle) {
            var unused = calls.counted(errand.kind(), errand.operation()).whenComplete((ack, failure) -> {
                if (ack != null) {
                    done(errand, ack);
                } else {
                    lock.lock();
                    try {
                        errands.again(errand);
                    } finally {
                        lock.unlock();
                    }
                }
            });
        }
    }

    private void later(Errands.Errand errand) {
        lock.lock();
        try {
            if (!errands.add(errand)) {
                halt(errand);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Too much to remember: nothing is confirmed here until everything was touched. */
    private void halt(Errands.Errand last) {
        LOG.log(
                System.Logger.Level.WARNING,
                "more than {0} touches wait for the shared log; everything is touched instead",
                MOST_REMEMBERED);
        Errands.Errand instead = touchOfAll();
        errands.clear().forEach(errand -> holds.release(errand.hold()));
        holds.release(last.hold());
        errands.add(instead);
    }

    private void done(Errands.Errand errand, Ack ack) {
        lock.lock();
        try {
            errands.done(errand);
            holds.done(errand.hold(), ack, copy);
            doubtUnless(copy.isOfEpoch(ack.epoch()));
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // Small parts.

    private <T> T calls(String kind, Supplier<CompletionStage<T>> operation) {
        try {
            return calls.await(kind, operation, settings.budget());
        } catch (OtherKeyException e) {
            lock.lock();
            try {
                doubt();
            } finally {
                lock.unlock();
            }
            throw new IndexUnavailableException("the shared log of the group index is being loaded anew", e);
        }
    }

    private Holds.Hold held(Collection<String> groups) {
        lock.lock();
        try {
            failIfClosed();
            Holds.Hold hold = holds.open();
            holds.add(hold, groups);
            return hold;
        } finally {
            lock.unlock();
        }
    }

    private void released(Holds.Hold hold) {
        lock.lock();
        try {
            holds.release(hold);
        } finally {
            lock.unlock();
        }
    }

    private void awaitShown(Holds.Hold hold, Duration patience) {
        await(() -> !holds.contains(hold), patience);
    }

    /** Waits under the lock until something is so; false if it takes longer, or this thread is interrupted. */
    private boolean await(BooleanSupplier condition, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = progress.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static boolean pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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

    private String newId() {
        return node + '-' + Long.toHexString(sources.random().getAsLong());
    }

    private LogKey key() {
        return key(replica.slots());
    }

    private static LogKey key(Slots slots) {
        return new LogKey(slots.hash().k0(), slots.hash().k1(), slots.count());
    }

    private LogGroup app() {
        return addressed(List.of(GroupIndex.APP)).groups().get(0);
    }

    private Addressed addressed(Collection<String> groups) {
        Slots slots = replica.slots();
        List<LogGroup> named = new ArrayList<>(groups.size());
        for (String group : groups) {
            long place = slots.place(group);
            named.add(new LogGroup(group, slots.first(place), slots.second(place)));
        }
        return new Addressed(key(slots), named);
    }

    private void failIfClosed() {
        if (closed) {
            throw new IllegalStateException("the group index is closed; a touch would be lost");
        }
    }
}
