package dev.etagere.it;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The real time, and as much later as it was told; or one moment, once it was stopped. */
final class TestClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;
    private volatile Instant stopped;

    void stopAt(Instant moment) {
        stopped = moment;
    }

    void step(Duration by) {
        synchronized (this) {
            ahead = ahead.plus(by);
        }
    }

    @Override
    public Instant instant() {
        Instant moment = stopped;
        return moment == null ? Instant.now().plus(ahead) : moment;
    }
}
