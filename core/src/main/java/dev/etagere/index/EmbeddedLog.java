package dev.etagere.index;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The touch log inside the process: a lock around (next stamp, apply, publish head). Every write to the data has to go
 * through this process, or this index never hears of it.
 */
final class EmbeddedLog implements TouchLog {
    private static final System.Logger LOG = System.getLogger(EmbeddedLog.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ReentrantLock lock = new ReentrantLock();
    private final List<TouchListener> listeners = new CopyOnWriteArrayList<>();
    private final Ratchet ratchet;
    private final Replica replica;
    private final Published published;
    private final @Nullable IndexDirectory directory;
    private @Nullable String revision;
    private boolean closed;

    private EmbeddedLog(Ratchet ratchet, Replica replica, Published published, @Nullable IndexDirectory directory) {
        this.ratchet = ratchet;
        this.replica = replica;
        this.published = published;
        this.directory = directory;
    }

    /** A log that begins now and ends with the process. */
    static EmbeddedLog fresh(InstantSource clock, int slots, int publishedBound) {
        return begin(new Ratchet(clock, 0), slots, publishedBound, null);
    }

    /**
     * The log kept in a directory, if it was closed cleanly; otherwise a new era that begins above the reserved mark.
     */
    static EmbeddedLog kept(InstantSource clock, int slots, int publishedBound, IndexDirectory directory) {
        KeptState state = directory.load(slots);
        long notBefore = Math.max(directory.highWater(), state == null ? 0 : state.high());
        Ratchet ratchet = new Ratchet(clock, notBefore);
        ratchet.limit(directory.reserveFrom(ratchet.high()));
        EmbeddedLog log = state == null
                ? begin(ratchet, slots, publishedBound, directory)
                : resume(ratchet, state, publishedBound, directory);
        directory.keepReserving(ratchet);
        return log;
    }

    private static EmbeddedLog begin(
            Ratchet ratchet, int slots, int publishedBound, @Nullable IndexDirectory directory) {
        long start = ratchet.next();
        ratchet.applied();
        Era era = new Era(RANDOM.nextLong(), start);
        SipHash hash = new SipHash(RANDOM.nextLong(), RANDOM.nextLong());
        Replica replica = new Replica(new Slots(hash, new long[slots]), era, start, start);
        return new EmbeddedLog(ratchet, replica, new Published(publishedBound, start), directory);
    }

    private static EmbeddedLog resume(Ratchet ratchet, KeptState state, int publishedBound, IndexDirectory directory) {
        Replica replica = new Replica(state.slots(), state.era(), state.floor(), state.head());
        Published published = new Published(publishedBound, state.horizon());
        published.publish(state.patterns(), state.horizon());
        state.published().forEach(published::restore);
        EmbeddedLog log = new EmbeddedLog(ratchet, replica, published, directory);
        log.revision = state.revision();
        return log;
    }

    Replica replica() {
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
            published.restart(stamp);
            ratchet.applied();
            tell(stamp, Set.of());
            return stamp;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ChangeScope begin(Collection<String> groups) {
        ChangeScope scope = new ChangeScope(this);
        lock.lock();
        try {
            groups.forEach(group -> hold(scope, group));
        } finally {
            lock.unlock();
        }
        return scope;
    }

    @Override
    public @Nullable ChangeScope beginUnlessMoved(GroupVector read, Reading at, Collection<String> groups) {
        lock.lock();
        try {
            return read.inFlux() || !read.stillAt(at) ? null : begin(groups);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void enter(ChangeScope scope, String group) {
        lock.lock();
        try {
            if (scope.isOpen()) {
                hold(scope, group);
            } else {
                touch(List.of(group));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void leave(ChangeScope scope, boolean move) {
        lock.lock();
        try {
            if (!scope.isOpen()) {
                return;
            }
            Collection<Long> places = scope.end();
            try {
                if (move && !places.isEmpty()) {
                    move(scope.groups(), places);
                }
            } finally {
                // After the stamps have moved: a reader that sees no flux any more sees the new stamps (R10).
                places.forEach(replica.flux()::leave);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long asOf() {
        return ratchet.asOf();
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

    void publish(Collection<String> patterns) {
        lock.lock();
        try {
            published.publish(patterns, ratchet.asOf());
        } finally {
            lock.unlock();
        }
    }

    PublishedGroups published() {
        PublishedGroups last = published.lastPicture();
        if (last != null && last.epoch() == replica.era().epoch()) {
            return last;
        }
        lock.lock();
        try {
            return published.picture(replica.era().epoch());
        } finally {
            lock.unlock();
        }
    }

    Runnable listen(TouchListener listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void close() {
        lock.lock();
        try {
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
        tell(stamp, Set.copyOf(groups));
        return stamp;
    }

    private long nextStamp() {
        failIfClosed();
        if (ratchet.exhausted()) {
            LOG.log(System.Logger.Level.WARNING, "a million touches in one millisecond of the log's clock: new epoch");
            long start = ratchet.next();
            replica.startEra(RANDOM.nextLong(), start);
            published.restart(start);
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

    private void tell(long stamp, Set<String> groups) {
        for (TouchListener listener : listeners) {
            try {
                listener.touched(new Stamp(stamp), groups);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a touch listener failed; the touch stands", e);
            }
        }
    }
}
