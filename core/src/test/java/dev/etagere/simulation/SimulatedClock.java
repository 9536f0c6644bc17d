package dev.etagere.simulation;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that moves only when told, in either direction, and lets others run before and after it is read. */
final class SimulatedClock implements InstantSource {
    private final Runnable before;
    private final Runnable after;
    private long now;

    SimulatedClock(Runnable before, Runnable after) {
        this.before = before;
        this.after = after;
    }

    void set(long millis) {
        now = millis;
    }

    long peek() {
        return now;
    }

    @Override
    public long millis() {
        before.run();
        long read = now;
        after.run();
        return read;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
