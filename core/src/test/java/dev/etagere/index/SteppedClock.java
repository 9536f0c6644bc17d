package dev.etagere.index;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told, and in either direction. */
public final class SteppedClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-01T12:00:00Z");

    /** Steps on, or back if the duration is negative. */
    public void step(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** The time that it shows, in nanoseconds since 1970. */
    public long nanos() {
        return now.toEpochMilli() * 1_000_000L;
    }
}
