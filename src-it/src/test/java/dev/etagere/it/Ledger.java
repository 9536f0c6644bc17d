package dev.etagere.it;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What has happened to the items of an application. It is the oracle: the settled version of an item is the last of
 * which nobody may be told any more, by an answer to a request that begins from now on, that an older one is current.
 * Under P2 that is so once the commit has returned, under P1 alone once the touch has.
 *
 * <p>A client reads it before it sends, so that "the request began after the commit returned" needs no comparison of
 * clocks. Safe for use by several threads.
 */
final class Ledger {
    private final AtomicLongArray settled;
    private final AtomicLongArray settledAt;
    private final AtomicLongArray touches;
    private final AtomicLongArray scopes;
    private final AtomicIntegerArray open;
    private final AtomicLongArray second;

    Ledger(int items) {
        settled = new AtomicLongArray(items);
        settledAt = new AtomicLongArray(items);
        touches = new AtomicLongArray(items);
        scopes = new AtomicLongArray(items);
        open = new AtomicIntegerArray(items);
        second = new AtomicLongArray(items);
    }

    /** Nobody may be told any more that an older version of the item is current. */
    void settle(int item, long version) {
        if (settled.accumulateAndGet(item, version, Math::max) == version) {
            settledAt.set(item, System.nanoTime());
        }
    }

    /** The item has been found in this version, after a restart that may have lost later ones. */
    void reset(int item, long version) {
        settled.set(item, version);
    }

    long settled(int item) {
        return settled.get(item);
    }

    void touched(int item, long epochSecond) {
        touches.incrementAndGet(item);
        second.set(item, epochSecond);
    }

    void scopeOpens(int item) {
        open.incrementAndGet(item);
        scopes.incrementAndGet(item);
    }

    void scopeCloses(int item, long epochSecond) {
        scopes.incrementAndGet(item);
        open.decrementAndGet(item);
        second.set(item, epochSecond);
    }

    /** Whether one of the items moved in that second, as far as is known. */
    boolean movedIn(int[] items, long epochSecond) {
        for (int item : items) {
            if (second.get(item) == epochSecond) {
                return true;
            }
        }
        return false;
    }

    Reading read(int[] items) {
        return new Reading(this, items);
    }

    /** What was known of some items at one moment. */
    static final class Reading {
        private final Ledger ledger;
        private final int[] items;
        private final long[] settled;
        private final long touches;
        private final long scopes;
        private final boolean open;

        private Reading(Ledger ledger, int[] items) {
            this.ledger = ledger;
            this.items = items;
            this.settled = new long[items.length];
            long touchesSoFar = 0;
            long scopesSoFar = 0;
            boolean anyOpen = false;
            for (int i = 0; i < items.length; i++) {
                settled[i] = ledger.settled.get(items[i]);
                touchesSoFar += ledger.touches.get(items[i]);
                scopesSoFar += ledger.scopes.get(items[i]);
                anyOpen |= ledger.open.get(items[i]) > 0;
            }
            this.touches = touchesSoFar;
            this.scopes = scopesSoFar;
            this.open = anyOpen;
        }

        /** Whether a body of these versions was out of date already. */
        boolean outdates(long[] versions) {
            for (int i = 0; i < items.length; i++) {
                if (versions[i] < settled[i]) {
                    return true;
                }
            }
            return false;
        }

        boolean isSettled(long[] versions) {
            return Arrays.equals(versions, settled);
        }

        boolean sawTouchSince(Reading earlier) {
            return touches != earlier.touches;
        }

        boolean sawScopeSince(Reading earlier) {
            return scopes != earlier.scopes || open || earlier.open;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("settled");
            long now = System.nanoTime();
            for (int i = 0; i < items.length; i++) {
                long age = (now - ledger.settledAt.get(items[i])) / 1_000;
                text.append(' ').append(items[i]).append('=').append(settled[i]).append(" (latest ");
                text.append(age).append(" us ago)");
            }
            return text.toString();
        }
    }
}
