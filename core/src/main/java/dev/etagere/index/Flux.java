package dev.etagere.index;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many open change scopes hold each place. Counted, not flagged: two writers of one group must both be gone. A
 * place is shared by many groups, which pauses more 304s than needed and never too few.
 */
final class Flux {
    // Few scopes are open at any time, so a small table suffices and stays in the processor's cache.
    private static final int COUNT = 1 << 14;
    private static final int MASK = COUNT - 1;

    private final AtomicIntegerArray held = new AtomicIntegerArray(COUNT);
    private final AtomicInteger open = new AtomicInteger();

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

    private static int first(long place) {
        return (int) place & MASK;
    }

    private static int second(long place) {
        return (int) (place >>> 32) & MASK;
    }
}
