package dev.etagere.index;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The touch log inside the process: a lock around (next stamp, apply, publish head). Every write to the data has to go
 * through this process, or this index never hears of it.
 */
final class EmbeddedLog implements TouchLog {
    private static final System.Logger LOG = System.getLogger(EmbeddedLog.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final Listeners listeners = new Listeners();
    private final Claims claims = new Claims(lock.newCondition());
    private final Ratchet ratchet;
    private final LongSupplier random;
    private final Replica replica;
    private final Published published;
    private final OpenScopes scopes;
    private final @Nullable IndexDirectory directory;
    private @Nullable String revision;
    private boolean closed;

    /** Made by {@link EmbeddedLogs}. */
    EmbeddedLog(
            Ratchet ratchet,
            LongSupplier random,
            Replica replica,
            Published published,
            OpenScopes scopes,
            @Nullable IndexDirectory directory,
            @Nullable String revision) {
        this.ratchet = ratchet;
        this.random = random;
        this.replica = replica;
        this.published = published;
        this.scopes = scopes;
        this.directory = directory;
        this.revision = revision;
    }

    @Override
    public Replica replica() {
        return replica;
    }

    @Override
    public long touch(Collection<String> groups) {
        lock.lock();
        try {
            return move(groups, groups.stream().map(replica::place).toList());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long touchAll() {
        lock.lock();
        try {
            long stamp = nextStamp();
            replica.applyAll(stamp);
            published.restart(replica.era().epoch(), stamp);
            ratchet.applied();
            listeners.tell(stamp, Set.of());
            return stamp;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ChangeScope begin(Collection<String> groups) {
        lock.lock();
        try {
            expire();
            ChangeScope scope = scopes.open(this, Claim.NONE);
            groups.forEach(group -> hold(scope, group));
            return scope;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable ChangeScope claim(Claim claim, GroupVector target, Duration patience) {
        lock.lock();
        try {
            failIfClosed();
            return claims.acquire(claim, whileNobodyChanges(target), patience.toNanos())
                    ? scopes.open(this, claim)
                    : null;
        } finally {
            lock.unlock();
        }
    }

    private Claims.Others whileNobodyChanges(GroupVector target) {
        return new Claims.Others() {
            @Override
            public void recover() {
                expire();
            }

            @Override
            public long untilDue() {
                return scopes.untilDue();
            }

            @Override
            public boolean areQuiet() {
                return !target.inFlux();
            }
        };
    }

    @Override
    public void enter(ChangeScope scope, Collection<String> groups) {
        lock.lock();
        try {
            expire();
            if (scope.state() == ChangeScope.State.OPEN) {
                groups.forEach(group -> hold(scope, group));
            } else {
                move(groups, groups.stream().map(replica::place).toList());
                // An owner that is late may still commit what it has just named: its close touches once more.
                groups.forEach(group -> scope.hold(group, replica.place(group)));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean enterUnlessMoved(ChangeScope scope, GroupVector read, Reading at, Collection<String> groups) {
        lock.lock();
        try {
            expire();
            if (scope.state() != ChangeScope.State.OPEN || read.inFlux() || !read.stillAt(at)) {
                return false;
            }
            groups.forEach(group -> hold(scope, group));
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ensureActive(ChangeScope scope) {
        lock.lock();
        try {
            expire();
            if (scope.state() != ChangeScope.State.OPEN) {
                throw new IllegalStateException("the change scope is no longer open ("
                        + (scope.state() == ChangeScope.State.CLOSED
                                ? "it was closed"
                                : "its lease of " + scopes.lease().toSeconds() + " s has run out")
                        + "), so that its groups " + scope.groups()
                        + " may be confirmed again; roll the change back and try it anew");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void leave(ChangeScope scope, boolean move) {
        lock.lock();
        try {
            if (scope.state() == ChangeScope.State.OPEN) {
                end(scope, move, ChangeScope.State.CLOSED);
            } else if (scope.state() == ChangeScope.State.EXPIRED) {
                scope.become(ChangeScope.State.CLOSED);
                if (move && !scope.groups().isEmpty()) {
                    // What was touched at the end of the lease may have been committed only now (R12).
                    move(scope.groups(), scope.places());
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void end(ChangeScope scope, boolean move, ChangeScope.State state) {
        scope.become(state);
        scopes.remove(scope);
        try {
            if (move && !scope.groups().isEmpty()) {
                move(scope.groups(), scope.places());
            }
        } finally {
            // After the stamps have moved: a reader that sees no flux any more sees the new stamps (R10).
            scope.places().forEach(replica.flux()::leave);
            claims.release(scope.claim());
        }
    }

    @Override
    public boolean recover() {
        if (!scopes.isDue()) {
            return false;
        }
        lock.lock();
        try {
            return expire();
        } finally {
            lock.unlock();
        }
    }

    /** Called under the lock. Touch and removal are one step: an expired scope is in flux until it is touched for. */
    private boolean expire() {
        if (!scopes.isDue() || closed) {
            return false;
        }
        for (ChangeScope scope : scopes.due()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a change of {0} has not ended within its lease of {1} s, so they are touched for it; let"
                            + " transactions take half of that at most, or set ?lease= on the index",
                    scope.groups(),
                    scopes.lease().toSeconds());
            end(scope, true, ChangeScope.State.EXPIRED);
        }
        return true;
    }

    @Override
    public @Nullable Reading readThrough(GroupVector vector, @Nullable Reading last) {
        return vector.read(last);
    }

    @Override
    public long asOf() {
        return ratchet.asOf();
    }

    @Override
    public long written() {
        return Math.max(asOf(), replica.head());
    }

    @Override
    public boolean reached(long nanos) {
        return nanos <= ratchet.asOf() || nanos <= ratchet.high();
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public boolean outlivesProcess() {
        return directory != null;
    }

    @Override
    public void revision(String seen) {
        lock.lock();
        try {
            if (!seen.equals(revision)) {
                revision = seen;
                touch(List.of(GroupIndex.APP));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void publish(Collection<String> patterns) {
        lock.lock();
        try {
            published.publish(patterns, ratchet.asOf());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public PublishedGroups published() {
        recover();
        return published.picture();
    }

    @Override
    public Runnable listen(TouchListener listener) {
        return listeners.add(listener);
    }

    @Override
    public IndexStatistics statistics() {
        return IndexStatistics.EMBEDDED;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            expire();
            if (!closed && directory != null) {
                letGo(directory);
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void letGo(IndexDirectory kept) {
        if (replica.flux().none()) {
            kept.close(KeptState.of(replica, published, ratchet.high(), revision));
        } else {
            // What is being changed may still be written, and its touch comes too late to be kept (R15).
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the group index is closed during a change; the next start begins anew");
            kept.abandon();
        }
    }

    private void hold(ChangeScope scope, String group) {
        failIfClosed();
        long place = replica.place(group);
        if (scope.hold(group, place)) {
            replica.flux().enter(place);
        }
    }

    private long move(Collection<String> groups, Collection<Long> places) {
        long stamp = nextStamp();
        replica.apply(stamp, places);
        published.touched(groups, stamp);
        ratchet.applied();
        listeners.tell(stamp, Set.copyOf(groups));
        return stamp;
    }

    private long nextStamp() {
        failIfClosed();
        if (ratchet.exhausted()) {
            LOG.log(System.Logger.Level.WARNING, "a million touches in one millisecond of the log's clock: new epoch");
            long start = ratchet.next();
            replica.startEra(random.getAsLong(), start);
            published.restart(replica.era().epoch(), start);
            ratchet.applied();
        }
        long stamp = ratchet.next();
        if (directory != null) {
            reserve(directory, stamp);
        }
        return stamp;
    }

    private void failIfClosed() {
        if (closed) {
            throw new IllegalStateException("the group index is closed; a touch would be lost");
        }
    }

    private void reserve(IndexDirectory kept, long stamp) {
        try {
            ratchet.limit(kept.reserveFor(stamp));
        } catch (IllegalStateException e) {
            // The data is written already, so the touch has to stand; only a crash now could hand the stamp out again.
            LOG.log(System.Logger.Level.ERROR, "the high-water mark could not be written; the touch stands", e);
        }
    }
}
