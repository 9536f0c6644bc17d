package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.LongSupplier;

/**
 * Until when a copy may be answered from: a heartbeat that wrote on the log is younger than the lease, counted from
 * when it was sent, and the copy shows all that the log had then (R19). Guarded by the lock of its log, but for
 * {@link #isLive} and {@link #asOf}.
 */
final class Liveness {
    // More are sent only while the copy is behind.
    private static final int MOST = 64;

    private record Beat(long sentAt, Ack ack) {}

    private final LongSupplier ticker;
    private final long lease;
    private final Deque<Beat> waiting = new ArrayDeque<>();
    private volatile boolean proven;
    private volatile long provenAt;
    private volatile long asOf;

    /** @param ticker a monotonic clock, in nanoseconds */
    Liveness(LongSupplier ticker, Duration lease) {
        this.ticker = ticker;
        this.lease = lease.toNanos();
    }

    boolean isLive() {
        return proven && ticker.getAsLong() - provenAt <= lease;
    }

    long asOf() {
        return asOf;
    }

    Duration age() {
        return proven ? Duration.ofNanos(ticker.getAsLong() - provenAt) : Duration.ofDays(1);
    }

    /** A heartbeat has come back. */
    void answered(long sentAt, Ack ack, LogCopy copy) {
        if (waiting.size() < MOST) {
            waiting.add(new Beat(sentAt, ack));
        }
        settle(copy);
    }

    /** Counts those that the copy shows by now. */
    void settle(LogCopy copy) {
        for (Iterator<Beat> rest = waiting.iterator(); rest.hasNext(); ) {
            Beat beat = rest.next();
            if (copy.shows(beat.ack())) {
                rest.remove();
                asOf = Math.max(asOf, beat.ack().stamp());
                if (!proven || beat.sentAt() - provenAt > 0) {
                    provenAt = beat.sentAt();
                    proven = true;
                }
            }
        }
    }

    /** The copy shows everything up to there. */
    void shown(long stamp) {
        asOf = Math.max(asOf, stamp);
    }

    /** What is about to be shown begins there. */
    void restart(long stamp) {
        proven = false;
        waiting.clear();
        asOf = stamp;
    }

    /** Nothing is proven until a heartbeat that is yet to be sent. */
    void doubt() {
        proven = false;
        waiting.clear();
    }
}
