package dev.etagere.client;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known from the feed, and how old that knowledge is: measured from when the request for it was sent, on a
 * clock that nobody sets. One thread writes; any number read.
 */
final class Feed {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String origin;
    private final long maxAge;
    /** What the user has told; what the server tells counts if this is empty. */
    private final List<String> published;

    private final LongSupplier nanoTime;
    private final ChangeDispatcher dispatcher;
    private volatile @Nullable State state;

    /**
     * @param askedAt when what is known was asked for, by the steady clock
     * @param asOf up to where nothing is missing, by the clock of the log; 0 if it was not said
     * @param doubted whether something has happened that makes it worth nothing until it is read anew
     */
    private record State(
            Era era, long askedAt, long asOf, @Nullable String cursor, boolean doubted) {}

    Feed(URI feed, Duration maxAge, List<String> published, LongSupplier nanoTime, ChangeDispatcher dispatcher) {
        origin = Key.origin(feed);
        this.maxAge = maxAge.toNanos();
        this.published = published;
        this.nanoTime = nanoTime;
        this.dispatcher = dispatcher;
    }

    /**
     * Takes in the full list.
     *
     * @param askedAt when the request for it was sent
     * @param reach what the answer says it reaches to; from its cursor if it does not
     */
    void replace(Listing listing, long askedAt, @Nullable Reach reach) {
        Reach known = reach != null ? reach : Reach.parse(listing.cursor());
        if (known == null) {
            state = null; // Without an epoch there is nothing to compare with.
            return;
        }
        State before = state;
        State last = before != null && before.era.epoch() == known.epoch() ? before : null;
        Era era = last == null ? new Era(known.epoch()) : last.era;
        // In this order: what is forgotten is judged by the horizon from then on.
        era.raiseHorizon(listing.horizon());
        Set<String> moved = era.apply(listing.groups(), last == null ? 0 : last.asOf);
        era.retain(listing.groups().keySet());
        era.publish(published.isEmpty() ? listing.published() : published);
        publish(new State(era, askedAt, reach == null ? 0 : reach.stamp(), listing.cursor(), false));
        if (last == null || last.doubted || listing.reset()) {
            dispatcher.reset(era.listed());
        } else {
            dispatcher.changed(moved);
        }
    }

    /** Takes in what has moved after the cursor that was asked with. */
    void update(Listing delta, long askedAt, @Nullable Reach reach) {
        State last = state;
        if (delta.reset() || last == null || isForeign(last, reach)) {
            replace(delta, askedAt, reach);
            return;
        }
        last.era.raiseHorizon(delta.horizon());
        Set<String> moved = last.era.apply(delta.groups(), last.asOf);
        long asOf = reach == null ? last.asOf : Math.max(last.asOf, reach.stamp());
        publish(new State(last.era, later(askedAt, last), asOf, delta.cursor(), false));
        dispatcher.changed(moved);
    }

    /** A 304: all is as it was. Returns false if it is about something else than what is known. */
    boolean confirm(long askedAt, @Nullable Reach reach) {
        State last = state;
        if (last == null || isForeign(last, reach)) {
            return false;
        }
        long asOf = reach == null ? last.asOf : Math.max(last.asOf, reach.stamp());
        publish(new State(last.era, later(askedAt, last), asOf, last.cursor, false));
        return true;
    }

    /**
     * Takes in an event. It makes nothing younger: when it was sent cannot be told.
     *
     * @return false if it is about another epoch, or nothing is known that it could add to
     */
    boolean event(Listing delta) {
        State last = state;
        Reach reach = Reach.parse(delta.cursor());
        if (last == null || reach == null || last.era.epoch() != reach.epoch()) {
            return false;
        }
        Set<String> moved = last.era.apply(delta.groups(), last.asOf);
        publish(new State(last.era, last.askedAt, Math.max(last.asOf, reach.stamp()), delta.cursor(), last.doubted));
        dispatcher.changed(moved);
        return true;
    }

    /** The server cannot tell what has changed. Nothing is trusted until the list was read again. */
    void doubt() {
        State last = state;
        if (last != null) {
            publish(new State(last.era, last.askedAt, last.asOf, last.cursor, true));
        }
    }

    private void publish(State next) {
        state = next;
    }

    private static boolean isForeign(State last, @Nullable Reach reach) {
        return reach != null && reach.epoch() != last.era.epoch();
    }

    private static long later(long askedAt, State last) {
        return last.doubted || askedAt - last.askedAt > 0 ? askedAt : last.askedAt;
    }

    /** Where to go on from; {@code null} if all is to be read. */
    @Nullable
    String cursor() {
        State last = state;
        return last == null || last.doubted ? null : last.cursor;
    }

    /** How old the knowledge is, in nanoseconds; {@link Long#MAX_VALUE} if there is none. */
    long age() {
        State last = state;
        return last == null || last.doubted ? Long.MAX_VALUE : Math.max(0, nanoTime.getAsLong() - last.askedAt);
    }

    boolean isFresh() {
        return age() <= maxAge;
    }

    /** The groups listed now; {@code null} before the first listing. */
    @Nullable
    Set<String> listed() {
        State last = state;
        return last == null ? null : last.era.listed();
    }

    /** What the feed says of a stored response, now. */
    Verdict judge(Entry entry) {
        Reach reach = entry.reach();
        if (reach == null || !entry.isGoverned()) {
            return Verdict.NOT_GOVERNED;
        }
        // Read before the stamps: they are then at least as new as it says.
        State last = state;
        boolean foreign = last == null || last.era.epoch() != reach.epoch();
        if (foreign || last == null) {
            boolean ours = Key.origin(entry.uri()).equals(origin);
            return ours ? new Verdict(Verdict.Kind.UNKNOWN, Verdict.SINCE_RECEIPT) : Verdict.NOT_GOVERNED;
        }
        long age = nanoTime.getAsLong() - last.askedAt;
        long since = last.era.movedAfter(entry.groups(), reach.stamp());
        if (since == Era.UNKNOWN) {
            return new Verdict(Verdict.Kind.UNKNOWN, Verdict.SINCE_RECEIPT);
        }
        if (since != Era.UNMOVED) {
            return new Verdict(Verdict.Kind.MOVED, last.asOf == 0 ? Verdict.SINCE_RECEIPT : millis(last, age, since));
        }
        return age <= maxAge && !last.doubted
                ? Verdict.CURRENT
                : new Verdict(Verdict.Kind.UNKNOWN, age / NANOS_PER_MILLI);
    }

    /**
     * Whether something that depends on the groups and reaches so far has certainly changed, or may have with the log.
     */
    boolean hasMoved(Collection<String> groups, Reach reach) {
        State last = state;
        return last != null
                && (last.era.epoch() != reach.epoch() || last.era.movedAfter(groups, reach.stamp()) > Era.UNMOVED);
    }

    /** How long ago that was by the log's clock, which has gone on since it was asked for. */
    private static long millis(State last, long age, long since) {
        return Math.max(0, last.asOf - since + age) / NANOS_PER_MILLI;
    }

    /** What a request that is sent now must get to, whatever its groups turn out to be. */
    Mark mark() {
        State last = state;
        return last == null ? Mark.NONE : new Mark(last.era, last.era.head());
    }

    /** How much had been told at some moment. */
    record Mark(@Nullable Era era, long head) {
        static final Mark NONE = new Mark(null, 0);

        /** How far an answer that depends on the groups must reach at least (R22); {@code null} if nothing was told. */
        @Nullable
        Reach least(Collection<String> groups) {
            long told = era == null ? 0 : era.told(groups, head);
            return era == null || told == 0 ? null : new Reach(era.epoch(), told);
        }
    }
}
