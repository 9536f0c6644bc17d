package dev.etagere.index;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The real index on a clock, a monotonic ticker and random bits of the caller's, so that a run can be repeated bit by
 * bit; it can be killed, too, and one that is not kept can be taken apart.
 */
public final class SimulatedIndex {
    private static final int PUBLISHED = 8;
    private static final int KEPT_SLOTS = 1 << 10;

    private final GroupIndex index;
    private final Replica replica;
    private final @Nullable Parts parts;
    private final @Nullable IndexDirectory directory;

    private SimulatedIndex(EmbeddedLog log, @Nullable Parts parts, @Nullable IndexDirectory directory) {
        this.index = new GroupIndex(log, null);
        this.replica = log.replica();
        this.parts = parts;
        this.directory = directory;
    }

    /** One in that directory, continued from there if it was closed cleanly. */
    public static SimulatedIndex kept(
            InstantSource clock, LongSupplier ticker, Duration lease, Path directory, SplittableRandom random) {
        // A thread of its own would not step as it is told.
        IndexDirectory locked = IndexDirectory.lock(directory, (task, every) -> () -> {});
        LogSettings settings = new LogSettings(KEPT_SLOTS, PUBLISHED, lease);
        Sources sources = new Sources(clock, ticker, random::nextLong);
        return new SimulatedIndex(EmbeddedLogs.kept(sources, settings, locked), null, locked);
    }

    public GroupIndex index() {
        return index;
    }

    /** What it is made of; not of one that is kept. */
    public Parts parts() {
        return parts;
    }

    /** Ends it as {@code kill -9} would; the index is not to be used any more. */
    public void kill() {
        if (directory != null) {
            directory.abandon();
        }
    }

    /** Whether no group is in flux. */
    public boolean isQuiet() {
        return replica.flux().none();
    }

    /** The steps of which the log makes one under its lock, one by one. */
    public static final class Parts {
        private final Ratchet ratchet;
        private final Replica replica;
        private final Published published;

        Parts(Ratchet ratchet, Replica replica, Published published) {
            this.ratchet = ratchet;
            this.replica = replica;
            this.published = published;
        }

        /** The highest of all stamps and readings that were given out; as they are told, the clock is not read. */
        public long high() {
            return ratchet.high();
        }

        /** The first half of a touch. */
        public long assign() {
            return ratchet.next();
        }

        /** The second half of it. */
        public void show(long stamp, String group) {
            replica.apply(stamp, List.of(replica.place(group)));
            published.touched(List.of(group), stamp);
            ratchet.applied();
        }

        /** Half of the second half: one slot of the two. */
        public void raise(int slot, long stamp) {
            replica.slots().raise(bothAt(slot), stamp);
        }

        /** Half of a reading. */
        public long read(int slot) {
            return replica.slots().read(bothAt(slot));
        }

        private static long bothAt(int slot) {
            return (long) slot << 32 | slot;
        }
    }

    /**
     * The memory of an index, to be used for one after the other: clearing a few slots costs much less than a new table
     * of flux.
     */
    public static final class Memory {
        private final long[] slots;
        private final SipHash hash;
        private Replica replica;

        /** @param slots few of them make groups share their places */
        public Memory(int slots, SplittableRandom random) {
            this.slots = new long[slots];
            this.hash = new SipHash(random.nextLong(), random.nextLong());
            this.replica = replica(new Era(0, 0));
        }

        private Replica replica(Era era) {
            return new Replica(new Slots(hash, slots), era, era.start(), era.start());
        }

        /**
         * A new index in this memory, begun as {@link EmbeddedLogs} begins one; the last one is not to be used again.
         */
        public SimulatedIndex start(InstantSource clock, LongSupplier ticker, Duration lease, SplittableRandom random) {
            return start(clock, ticker, lease, random, 0);
        }

        /** The same above a mark, as a directory would have reserved it. */
        public SimulatedIndex start(
                InstantSource clock, LongSupplier ticker, Duration lease, SplittableRandom random, long mark) {
            Ratchet ratchet = new Ratchet(clock, mark);
            long start = ratchet.next();
            ratchet.applied();
            Era era = new Era(random.nextLong(), start);
            Arrays.fill(slots, 0);
            if (replica.flux().none()) {
                replica.startEra(era.epoch(), start);
            } else {
                replica = replica(era);
            }
            Published published = new Published(PUBLISHED, era.epoch(), start);
            EmbeddedLog log = new EmbeddedLog(
                    ratchet, random::nextLong, replica, published, new OpenScopes(ticker, lease), null, null);
            return new SimulatedIndex(log, new Parts(ratchet, replica, published), null);
        }
    }
}
