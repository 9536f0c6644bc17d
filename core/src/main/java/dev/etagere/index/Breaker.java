package dev.etagere.index;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A circuit breaker: when half of the last calls have failed, nobody waits for the log any more for a second; then one
 * tries. Safe for use by several threads.
 */
final class Breaker {
    private static final int WINDOW = 20;
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();

    private final LongSupplier ticker;
    private final boolean[] failed = new boolean[WINDOW];
    private int at;
    private int failures;
    private boolean open;
    private long openedAt;

    /** @param ticker a monotonic clock, in nanoseconds */
    Breaker(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /** Whether a call may be made: always while closed, one a second while open. */
    synchronized boolean admits() {
        if (!open) {
            return true;
        }
        long now = ticker.getAsLong();
        if (now - openedAt < PAUSE) {
            return false;
        }
        // The others wait for what becomes of this one.
        openedAt = now;
        return true;
    }

    synchronized boolean isOpen() {
        return open;
    }

    synchronized void succeeded() {
        if (open) {
            open = false;
            failures = 0;
            Arrays.fill(failed, false);
        }
        note(false);
    }

    synchronized void failed() {
        note(true);
        if (failures >= WINDOW / 2 && !open) {
            open = true;
            openedAt = ticker.getAsLong();
        }
    }

    private void note(boolean failure) {
        failures += (failure ? 1 : 0) - (failed[at] ? 1 : 0);
        failed[at] = failure;
        at = (at + 1) % WINDOW;
    }
}
