package dev.etagere.index;

import java.util.Arrays;

/**
 * What a {@link GroupVector} reported at one moment: the epoch and a stamp for each group, in the vector's order.
 * Immutable.
 */
public final class Reading {
    private final Era era;
    private final long[] stamps;
    private final long newest;

    Reading(Era era, long[] stamps) {
        this.era = era;
        this.stamps = stamps;
        this.newest = Arrays.stream(stamps).max().orElse(era.start());
    }

    /** The 64 random bits that name the incarnation of the log. */
    public long epoch() {
        return era.epoch();
    }

    /** The start of the epoch, in nanoseconds since 1970. */
    public long epochStart() {
        return era.start();
    }

    /** The stamp of the group at that place in the vector, in nanoseconds since 1970. */
    public long stamp(int index) {
        return stamps[index];
    }

    /** The highest stamp, in nanoseconds since 1970. */
    public long newest() {
        return newest;
    }

    /** The place of the highest stamp in the vector. */
    public int newestIndex() {
        int best = 0;
        for (int i = 1; i < stamps.length; i++) {
            best = stamps[i] > stamps[best] ? i : best;
        }
        return best;
    }

    /** Whether the other reports the same. */
    boolean isSame(Reading other) {
        return era.equals(other.era) && Arrays.equals(stamps, other.stamps);
    }
}
