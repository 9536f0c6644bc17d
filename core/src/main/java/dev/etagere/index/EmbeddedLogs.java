package dev.etagere.index;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How an embedded log begins: anew, or where a clean stop has left it. */
final class EmbeddedLogs {
    private static final SecureRandom RANDOM = new SecureRandom();

    private EmbeddedLogs() {}

    /** A log that begins now and ends with the process. */
    static EmbeddedLog fresh(InstantSource clock, LogSettings settings) {
        return fresh(clock, System::nanoTime, settings);
    }

    /** @param ticker the monotonic clock of the leases, in nanoseconds */
    static EmbeddedLog fresh(InstantSource clock, LongSupplier ticker, LogSettings settings) {
        return begin(new Ratchet(clock, 0), ticker, settings, null);
    }

    /**
     * The log kept in a directory, if it was closed cleanly; otherwise a new era that begins above the reserved mark.
     */
    static EmbeddedLog kept(InstantSource clock, LogSettings settings, IndexDirectory directory) {
        return kept(clock, System::nanoTime, settings, directory);
    }

    static EmbeddedLog kept(InstantSource clock, LongSupplier ticker, LogSettings settings, IndexDirectory directory) {
        KeptState state = directory.load(settings.slots());
        long notBefore = Math.max(directory.highWater(), state == null ? 0 : state.high());
        Ratchet ratchet = new Ratchet(clock, notBefore);
        ratchet.limit(directory.reserveFrom(ratchet.high()));
        EmbeddedLog log = state == null
                ? begin(ratchet, ticker, settings, directory)
                : resume(ratchet, ticker, state, settings, directory);
        directory.keepReserving(ratchet);
        return log;
    }

    private static EmbeddedLog begin(
            Ratchet ratchet, LongSupplier ticker, LogSettings settings, @Nullable IndexDirectory directory) {
        long start = ratchet.next();
        ratchet.applied();
        Era era = new Era(RANDOM.nextLong(), start);
        SipHash hash = new SipHash(RANDOM.nextLong(), RANDOM.nextLong());
        Replica replica = new Replica(new Slots(hash, new long[settings.slots()]), era, start, start);
        Published published = new Published(settings.published(), era.epoch(), start);
        return new EmbeddedLog(ratchet, replica, published, new OpenScopes(ticker, settings.lease()), directory, null);
    }

    private static EmbeddedLog resume(
            Ratchet ratchet, LongSupplier ticker, KeptState state, LogSettings settings, IndexDirectory directory) {
        Replica replica = new Replica(state.slots(), state.era(), state.floor(), state.head());
        Published published = new Published(settings.published(), state.era().epoch(), state.horizon());
        published.publish(state.patterns(), state.horizon());
        published.restore(state.published());
        OpenScopes scopes = new OpenScopes(ticker, settings.lease());
        return new EmbeddedLog(ratchet, replica, published, scopes, directory, state.revision());
    }
}
