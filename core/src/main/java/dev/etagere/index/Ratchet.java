package dev.etagere.index;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one clock of a log (R16). Every reading that is given out raises the floor of later stamps, so that a clock which
 * steps back can neither repeat a stamp nor slip one in under a reading. Readings may be taken by any thread, stamps
 * under the log's lock only.
 */
final class Ratchet {
    private static final long NOTHING_PENDING = Long.MAX_VALUE;

    private final InstantSource clock;
    private final AtomicLong high;

    // How far readings may go: what a durable log has reserved on disk.
    private volatile long limit = Long.MAX_VALUE;

    // Lower bound of a stamp that is assigned and not yet applied.
    private volatile long pending = NOTHING_PENDING;

    Ratchet(InstantSource clock, long notBefore) {
        this.clock = clock;
        this.high = new AtomicLong(Math.max(notBefore, Math.max(0, clockNanos())));
    }

    /**
     * As-of: below every stamp to come, and nothing at or below it is missing from the replica. Under a touch it may
     * lag behind what another thread was told a moment ago; both are true.
     */
    long asOf() {
        long reading = high.get();
        long now = Math.min(clockNanos(), limit);
        if (now > reading) {
            reading = Math.max(now, high.accumulateAndGet(now, Math::max));
        }
        // Read after the high mark: a stamp that the mark already covers is then seen as pending, or is applied.
        return Math.min(reading, pending - 1);
    }

    /** The next stamp. {@link #applied()} has to follow once the replica shows it. */
    long next() {
        pending = high.get() + 1;
        long now = clockNanos();
        return high.updateAndGet(before -> Math.max(now, before + 1));
    }

    void applied() {
        pending = NOTHING_PENDING;
    }

    /** Whether the next stamp would overflow the count within its millisecond: a gap (R3). */
    boolean exhausted() {
        long last = high.get();
        return last % Stamp.NANOS_PER_MILLI == Stamp.NANOS_PER_MILLI - 1 && clockNanos() <= last;
    }

    long high() {
        return high.get();
    }

    void limit(long nanos) {
        limit = nanos;
    }

    long clockNanos() {
        return clock.millis() * Stamp.NANOS_PER_MILLI;
    }
}
