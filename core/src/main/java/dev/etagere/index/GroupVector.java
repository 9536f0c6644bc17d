package dev.etagere.index;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The sorted, distinct groups that a response depends on, resolved to their places in one index. Immutable and safe for
 * use by several threads; reading takes no lock and, as long as nothing moved, allocates nothing.
 */
public final class GroupVector {
    private final Replica replica;
    private final BooleanSupplier recovery;
    private final List<String> groups;
    private final long[] places;

    /** @param recovery ends what has been in flux for too long, and says whether anything was */
    GroupVector(Replica replica, BooleanSupplier recovery, Collection<String> groups) {
        this.replica = replica;
        this.recovery = recovery;
        this.groups = List.copyOf(new TreeSet<>(groups));
        this.places = this.groups.stream().mapToLong(replica::place).toArray();
    }

    /** The names, sorted, each once. */
    public List<String> groups() {
        return groups;
    }

    /**
     * Reads what the groups report now: flux first, then the stamps (R10).
     *
     * @param last an earlier reading of this vector, returned as it is if nothing has moved since
     * @return {@code null} if one of the groups is in flux
     */
    public @Nullable Reading read(@Nullable Reading last) {
        if (inFlux()) {
            return null;
        }
        Era era = replica.era();
        if (last != null && last.epoch() == era.epoch() && unmoved(last)) {
            return last;
        }
        long[] stamps = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            stamps[i] = replica.stamp(places[i]);
        }
        return new Reading(era, stamps);
    }

    /** Whether a change scope holds one of the groups. */
    public boolean inFlux() {
        return isHeld() && !(recovery.getAsBoolean() && !isHeld());
    }

    private boolean isHeld() {
        Flux flux = replica.flux();
        if (flux.none()) {
            return false;
        }
        for (long place : places) {
            if (flux.holds(place)) {
                return true;
            }
        }
        return false;
    }

    boolean stillAt(Reading reading) {
        return replica.era().epoch() == reading.epoch() && unmoved(reading);
    }

    private boolean unmoved(Reading reading) {
        for (int i = 0; i < places.length; i++) {
            if (replica.stamp(places[i]) != reading.stamp(i)) {
                return false;
            }
        }
        return true;
    }
}
