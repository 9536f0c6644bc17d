package dev.etagere.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The index's memory: a fixed array of stamps, each group at two places given by a keyed hash of its name. Written with
 * max, read as the smaller of the two: groups that share a place move together, which costs a needless 200 and never a
 * lie. Nothing is ever evicted, so nothing is forgotten. Reads are wait-free.
 */
final class Slots {
    static final int MIN_COUNT = 1 << 4;
    static final int MAX_COUNT = 1 << 28;

    private static final VarHandle AT = MethodHandles.arrayElementVarHandle(long[].class);

    private final SipHash hash;
    private final long[] stamps;
    private final int mask;

    /**
     * Slots that hold these.
     *
     * @param stamps a power of two of them; owned from now on
     */
    Slots(SipHash hash, long[] stamps) {
        if (Integer.bitCount(stamps.length) != 1) {
            throw new IllegalArgumentException("slots: " + stamps.length + " is no power of two");
        }
        this.hash = hash;
        this.stamps = stamps;
        this.mask = stamps.length - 1;
    }

    /** Both places of a group in one number; meaningful for this key only, whatever the number of slots. */
    long place(String group) {
        return hash.hash(group);
    }

    long read(long place) {
        long first = (long) AT.getVolatile(stamps, first(place));
        long second = (long) AT.getVolatile(stamps, second(place));
        return Math.min(first, second);
    }

    void raise(long place, long stamp) {
        raiseAt(first(place), stamp);
        raiseAt(second(place), stamp);
    }

    /** Raises every slot to what another memory of the same key and size holds. */
    void raiseAll(long[] others) {
        for (int i = 0; i < stamps.length; i++) {
            raiseAt(i, others[i]);
        }
    }

    int count() {
        return stamps.length;
    }

    SipHash hash() {
        return hash;
    }

    /** A copy, consistent only while nobody writes. */
    long[] copy() {
        return Arrays.copyOf(stamps, stamps.length);
    }

    int first(long place) {
        return (int) place & mask;
    }

    int second(long place) {
        return (int) (place >>> 32) & mask;
    }

    private void raiseAt(int slot, long stamp) {
        long seen = (long) AT.getVolatile(stamps, slot);
        while (seen < stamp && !AT.compareAndSet(stamps, slot, seen, stamp)) {
            seen = (long) AT.getVolatile(stamps, slot);
        }
    }
}
