package dev.etagere.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/** The time of day and a steady clock, which go on together, and only when told. Begins now: servers add a date. */
final class ManualClock implements InstantSource, LongSupplier {
    private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private volatile long nanos = 1_000_000_000_000L;

    synchronized void step(Duration by) {
        now = now.plus(by);
        nanos += by.toNanos();
    }

    /** What an administrator does: the steady clock hears nothing of it. */
    synchronized void set(Instant time) {
        now = time;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
