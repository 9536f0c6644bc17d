package dev.etagere.index.shared;

import java.time.Duration;

/**
 * What a URI can say of a shared log.
 *
 * @param slots how many stamps a log has that begins now; a power of two
 * @param published how many published groups each node lists at most
 * @param lease for how long a change scope may be open
 * @param staleness after what time without a heartbeat a node says no 304 any more (R19)
 * @param budget how long a request waits for the log at most
 */
public record SharedSettings(int slots, int published, Duration lease, Duration staleness, Duration budget) {
    public static final SharedSettings DEFAULT =
            new SharedSettings(1 << 20, 1 << 20, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMillis(20));
}
