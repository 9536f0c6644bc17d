package dev.etagere.index;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The real index on a clock, a monotonic ticker and random bits of the caller's, so that a run can be repeated bit by
 * bit; it can be killed, too.
 */
public final class SimulatedIndex {
    private static final int PUBLISHED = 8;
    private static final int KEPT_SLOTS = 1 << 10;

    private final GroupIndex index;
    private final Replica replica;
    private final @Nullable IndexDirectory directory;

    private SimulatedIndex(EmbeddedLog log, @Nullable IndexDirectory directory) {
        this.index = new GroupIndex(log, null);
        this.replica = log.replica();
        this.directory = directory;
    }

    /** One that lives as long as its process. */
    public static SimulatedIndex inMemory(
            InstantSource clock, LongSupplier ticker, Duration lease, SplittableRandom random) {
        return new Memory(Slots.MIN_COUNT << random.nextInt(8), random).start(clock, ticker, lease, random);
    }

    /** One in that directory, continued from there if it was closed cleanly. */
    public static SimulatedIndex kept(InstantSource clock, LongSupplier ticker, Duration lease, Path directory) {
        IndexDirectory locked = IndexDirectory.lock(directory);
        LogSettings settings = new LogSettings(KEPT_SLOTS, PUBLISHED, lease);
        return new SimulatedIndex(EmbeddedLogs.kept(clock, ticker, settings, locked), locked);
    }

    public GroupIndex index() {
        return index;
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
            Ratchet ratchet = new Ratchet(clock, 0);
            long start = ratchet.next();
            ratchet.applied();
            Era era = new Era(random.nextLong(), start);
            Arrays.fill(slots, 0);
            if (replica.flux().none()) {
                replica.startEra(era.epoch(), start);
            } else {
                replica = replica(era);
            }
            OpenScopes scopes = new OpenScopes(ticker, lease);
            return new SimulatedIndex(
                    new EmbeddedLog(ratchet, replica, new Published(PUBLISHED, era.epoch(), start), scopes, null, null),
                    null);
        }
    }
}
