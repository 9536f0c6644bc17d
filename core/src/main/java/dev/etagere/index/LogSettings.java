package dev.etagere.index;

import java.time.Duration;

/**
 * What can be set of a log.
 *
 * @param slots how many stamps the index remembers; a power of two
 * @param published how many published groups it lists at most
 * @param lease for how long a change scope may be open
 */
record LogSettings(int slots, int published, Duration lease) {
    static final LogSettings DEFAULT = new LogSettings(1 << 20, 1 << 20, Duration.ofSeconds(60));

    LogSettings withSlots(int count) {
        return new LogSettings(count, published, lease);
    }

    LogSettings withPublished(int count) {
        return new LogSettings(slots, count, lease);
    }

    LogSettings withLease(Duration span) {
        return new LogSettings(slots, published, span);
    }
}
