package dev.etagere.index;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many open change scopes hold each place. Counted, not flagged: two writers of one group must both be gone. A
 * place is shared by many groups, which pauses more 304s than needed and never too few.
 */
final class Flux {
    // Few scopes are open at any time, so a small table suffices and stays in the processor's cache.
    private static final int MOST = 1 << 14;

    private final AtomicIntegerArray held;
    private final int mask;
    private final AtomicInteger open = new AtomicInteger();

    /** @param slots how many stamps there are, a power of two; there is no use in more counts than that */
    Flux(int slots) {
        int count = Math.min(slots, MOST);
        held = new AtomicIntegerArray(count);
        mask = count - 1;
    }

    void enter(long place) {
        held.getAndIncrement(first(place));
        held.getAndIncrement(second(place));
        open.getAndIncrement();
    }

    void leave(long place) {
        open.getAndDecrement();
        held.getAndDecrement(second(place));
        held.getAndDecrement(first(place));
    }

    boolean holds(long place) {
        return open.get() != 0 && held.get(first(place)) != 0 && held.get(second(place)) != 0;
    }

    /** Whether nothing at all is in flux: one read that spares the others. */
    boolean none() {
        return open.get() == 0;
    }

    private int first(long place) {
        return (int) place & mask;
    }

    private int second(long place) {
        return (int) (place >>> 32) & mask;
    }
}
