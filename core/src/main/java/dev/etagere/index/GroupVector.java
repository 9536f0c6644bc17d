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
    private final Through through;
    private final List<String> groups;
    private volatile Places places;

    @SuppressWarnings("ArrayRecordComponent") // Nobody compares it.
    private record Places(SipHash hash, long[] at) {}

    /** Asks the log itself. */
    @FunctionalInterface
    interface Through {
        @Nullable
        Reading read(GroupVector vector, @Nullable Reading last);
    }

    /** @param recovery ends what has been in flux for too long, and says whether anything was */
    GroupVector(Replica replica, BooleanSupplier recovery, Through through, Collection<String> groups) {
        this.replica = replica;
        this.recovery = recovery;
        this.through = through;
        this.groups = List.copyOf(new TreeSet<>(groups));
        this.places = resolved(replica.table());
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
        Era era = replica.era();
        Table table = replica.table();
        long[] at = places(table);
        if (inFlux()) {
            return null;
        }
        if (last != null && last.epoch() == era.epoch() && unmoved(table, at, last)) {
            return last;
        }
        long[] stamps = new long[at.length];
        for (int i = 0; i < at.length; i++) {
            stamps[i] = replica.stamp(table, at[i]);
        }
        return new Reading(era, stamps);
    }

    /**
     * The same as the log itself has it, not as its copy in this process does: of an embedded index the same, of a
     * shared one the answer of the log, which is waited for.
     *
     * @return {@code null} also if the log does not answer in time
     */
    public @Nullable Reading readThrough(@Nullable Reading last) {
        return through.read(this, last);
    }

    /** Whether a change scope holds one of the groups. */
    public boolean inFlux() {
        return isHeld() && !(recovery.getAsBoolean() && !isHeld());
    }

    private boolean isHeld() {
        Table table = replica.table();
        Flux flux = table.flux();
        if (flux.none()) {
            return false;
        }
        for (long place : places(table)) {
            if (flux.holds(place)) {
                return true;
            }
        }
        return false;
    }

    boolean stillAt(Reading reading) {
        if (replica.era().epoch() != reading.epoch()) {
            return false;
        }
        Table table = replica.table();
        return unmoved(table, places(table), reading);
    }

    private boolean unmoved(Table table, long[] at, Reading reading) {
        for (int i = 0; i < at.length; i++) {
            if (replica.stamp(table, at[i]) != reading.stamp(i)) {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("ReferenceEquality") // Another one has another key, or costs to be resolved once.
    private long[] places(Table table) {
        Places known = places;
        if (known.hash() != table.slots().hash()) {
            known = resolved(table);
            places = known;
        }
        return known.at();
    }

    private Places resolved(Table table) {
        Slots slots = table.slots();
        return new Places(slots.hash(), groups.stream().mapToLong(slots::place).toArray());
    }
}
