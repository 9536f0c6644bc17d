package dev.etagere.index;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.function.LongSupplier;

/**
 * What a log cannot make itself, so that tests can.
 *
 * @param clock the time of day, which stamps follow
 * @param ticker a monotonic clock in nanoseconds, which leases follow
 * @param random 64 random bits at a time: epochs, and the keys of the hash
 * @param waiting how a thread waits for another one
 */
record Sources(InstantSource clock, LongSupplier ticker, LongSupplier random, Waiting waiting) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** As {@link Condition#awaitNanos} does. */
    @FunctionalInterface
    interface Waiting {
        long await(Condition condition, long nanos) throws InterruptedException;
    }

    Sources(InstantSource clock, LongSupplier ticker, LongSupplier random) {
        this(clock, ticker, random, Condition::awaitNanos);
    }

    /** Those of the system, but for the time of day. */
    static Sources of(InstantSource clock) {
        return of(clock, System::nanoTime);
    }

    static Sources of(InstantSource clock, LongSupplier ticker) {
        return new Sources(clock, ticker, RANDOM::nextLong);
    }
}
