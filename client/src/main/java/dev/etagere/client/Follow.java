package dev.etagere.client;

import java.time.Duration;
import java.util.Objects;

/**
 * How a client follows the feed. Where the server does not offer it, or it breaks twice in a row, the client falls back
 * from push to long-poll and from long-poll to poll, and tries the better one again after a while. Immutable.
 */
public final class Follow {
    /** Asks at intervals, every 2 seconds unless {@link #every} says otherwise. */
    public static final Follow POLL = new Follow(Kind.POLL, Duration.ofSeconds(2));

    /**
     * Asks and lets the server wait with its answer until something changes (RFC 7240, {@code Prefer: wait}), for 30
     * seconds at most unless {@link #every} says otherwise, and never for longer than a third of the feed's maximum
     * age.
     */
    public static final Follow LONG_POLL = new Follow(Kind.LONG_POLL, Duration.ofSeconds(30));

    /**
     * Is told by server-sent events. {@link #every} says how often the server sends its heartbeat, 15 seconds by
     * default: if two of them are missing, the connection is given up. As nothing that comes in by itself can prove
     * when it was sent, the client also asks once per half of the feed's maximum age.
     */
    public static final Follow SSE = new Follow(Kind.SSE, Duration.ofSeconds(15));

    enum Kind {
        SSE,
        LONG_POLL,
        POLL
    }

    private final Kind kind;
    private final Duration every;

    private Follow(Kind kind, Duration every) {
        this.kind = kind;
        this.every = every;
    }

    /**
     * The same with another interval.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Follow every(Duration interval) {
        if (Objects.requireNonNull(interval).isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("an interval of " + interval + " is none; give a positive one");
        }
        return new Follow(kind, interval);
    }

    Kind kind() {
        return kind;
    }

    Duration every() {
        return every;
    }

    @Override
    public String toString() {
        return kind + " every " + every;
    }
}
