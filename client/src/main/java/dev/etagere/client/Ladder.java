package dev.etagere.client;

import java.time.Duration;

/**
 * Which form the feed is followed in: the one asked for, or one that asks less of the way to the server. Used by one
 * thread.
 */
final class Ladder {
    private static final int FAILURES_ALLOWED = 1;
    private static final Follow.Kind[] KINDS = Follow.Kind.values();

    private final int top;
    private final long retryAfter;
    private int at;
    private int failures;
    private long fellAt;

    /** @param retryAfter how long to make do before the better form is tried again */
    Ladder(Follow.Kind wanted, Duration retryAfter) {
        top = position(wanted);
        at = top;
        this.retryAfter = retryAfter.toNanos();
    }

    private static int position(Follow.Kind kind) {
        for (int i = 0; i < KINDS.length; i++) {
            if (KINDS[i] == kind) {
                return i;
            }
        }
        throw new AssertionError(kind);
    }

    Follow.Kind current(long now) {
        if (at > top && now - fellAt > retryAfter) {
            at = top;
            failures = 0;
        }
        return KINDS[at];
    }

    void worked() {
        failures = 0;
    }

    /** The server does not offer this form. */
    void unsupported(long now) {
        if (at < KINDS.length - 1) {
            at++;
            fellAt = now;
        }
        failures = 0;
    }

    void failed(long now) {
        failures++;
        if (failures > FAILURES_ALLOWED && at < KINDS.length - 1) {
            unsupported(now);
        }
    }
}
