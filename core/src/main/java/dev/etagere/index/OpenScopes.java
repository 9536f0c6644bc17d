package dev.etagere.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The change scopes that are open, and when their leases run out. Guarded by its log's lock, but for {@link #isDue()}.
 */
final class OpenScopes {
    private static final long NEVER = Long.MAX_VALUE;

    private final LongSupplier ticker;
    private final long lease;

    // All have one lease, so the one that was opened first runs out first.
    private final Set<ChangeScope> open = new LinkedHashSet<>();

    private volatile boolean some;
    private volatile long first = NEVER;

    /** @param ticker a monotonic clock, in nanoseconds: leases do not step with the time of day */
    OpenScopes(LongSupplier ticker, Duration lease) {
        this.ticker = ticker;
        this.lease = lease.toNanos();
    }

    ChangeScope open(TouchLog log, Claim claim) {
        ChangeScope scope = new ChangeScope(log, claim, ticker.getAsLong() + lease);
        open.add(scope);
        noteFirst();
        return scope;
    }

    void remove(ChangeScope scope) {
        if (open.remove(scope)) {
            noteFirst();
        }
    }

    /** Whether the lease of one has run out. Takes no lock. */
    boolean isDue() {
        return some && ticker.getAsLong() - first >= 0;
    }

    /** Those whose lease has run out; they are still open. */
    List<ChangeScope> due() {
        List<ChangeScope> due = new ArrayList<>();
        long now = ticker.getAsLong();
        for (ChangeScope scope : open) {
            if (now - scope.deadline() < 0) {
                break;
            }
            due.add(scope);
        }
        return due;
    }

    /** In how many nanoseconds the first lease runs out; {@link Long#MAX_VALUE} if none is open. */
    long untilDue() {
        return some ? Math.max(1, first - ticker.getAsLong()) : NEVER;
    }

    Duration lease() {
        return Duration.ofNanos(lease);
    }

    private void noteFirst() {
        if (open.isEmpty()) {
            some = false;
        } else {
            first = open.iterator().next().deadline();
            some = true;
        }
    }
}
