package dev.etagere.client;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts. Safe for use by several threads. */
final class Counters {
    enum Count {
        HIT,
        STALE,
        MISS,
        CONFIRMED,
        CHANGED,
        JOINED,
        REFRESHED,
        FAILED,
        REFUSED,
        DROPPED,
        EAGER,
        PASSED
    }

    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);

    Counters() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    void add(Count count) {
        LongAdder adder = counts.get(count);
        if (adder != null) {
            adder.increment();
        }
    }

    private long of(Count count) {
        LongAdder adder = counts.get(count);
        return adder == null ? 0 : adder.sum();
    }

    ClientStatistics snapshot(long feedAgeNanos) {
        return new ClientStatistics(
                of(Count.HIT),
                of(Count.STALE),
                of(Count.MISS),
                of(Count.CONFIRMED),
                of(Count.CHANGED),
                of(Count.JOINED),
                of(Count.REFRESHED),
                of(Count.FAILED),
                of(Count.REFUSED),
                of(Count.DROPPED),
                of(Count.EAGER),
                of(Count.PASSED),
                feedAgeNanos == Long.MAX_VALUE ? Optional.empty() : Optional.of(Duration.ofNanos(feedAgeNanos)));
    }
}
