package dev.etagere.index;

import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** How an embedded log begins: anew, or where a clean stop has left it. */
final class EmbeddedLogs {

    private EmbeddedLogs() {}

    /** A log that begins now and ends with the process. */
    static EmbeddedLog fresh(InstantSource clock, LogSettings settings) {
        return fresh(Sources.of(clock), settings);
    }

    static EmbeddedLog fresh(Sources sources, LogSettings settings) {
        return begin(new Ratchet(sources.clock(), 0), sources, settings, null);
    }

    /**
     * The log kept in a directory, if it was closed cleanly; otherwise a new era that begins above the reserved mark.
     */
    static EmbeddedLog kept(InstantSource clock, LogSettings settings, IndexDirectory directory) {
        return kept(Sources.of(clock), settings, directory);
    }

    static EmbeddedLog kept(Sources sources, LogSettings settings, IndexDirectory directory) {
        KeptState state = directory.load(settings.slots());
        long notBefore = Math.max(directory.highWater(), state == null ? 0 : state.high());
        Ratchet ratchet = new Ratchet(sources.clock(), notBefore);
        ratchet.limit(directory.reserveFrom(ratchet.high()));
        EmbeddedLog log = state == null
                ? begin(ratchet, sources, settings, directory)
                : resume(ratchet, sources, state, settings, directory);
        directory.keepReserving(ratchet);
        return log;
    }

    private static EmbeddedLog begin(
            Ratchet ratchet, Sources sources, LogSettings settings, @Nullable IndexDirectory directory) {
        LongSupplier random = sources.random();
        long start = ratchet.next();
        ratchet.applied();
        Era era = new Era(random.getAsLong(), start);
        SipHash hash = new SipHash(random.getAsLong(), random.getAsLong());
        Replica replica = new Replica(new Slots(hash, new long[settings.slots()]), era, start, start);
        Published published = new Published(settings.published(), era.epoch(), start);
        OpenScopes scopes = new OpenScopes(sources.ticker(), settings.lease());
        return new EmbeddedLog(ratchet, random, replica, published, scopes, directory, null);
    }

    private static EmbeddedLog resume(
            Ratchet ratchet, Sources sources, KeptState state, LogSettings settings, IndexDirectory directory) {
        Replica replica = new Replica(state.slots(), state.era(), state.floor(), state.head());
        Published published = new Published(settings.published(), state.era().epoch(), state.horizon());
        published.publish(state.patterns(), state.horizon());
        published.restore(state.published());
        OpenScopes scopes = new OpenScopes(sources.ticker(), settings.lease());
        return new EmbeddedLog(ratchet, sources.random(), replica, published, scopes, directory, state.revision());
    }
}
