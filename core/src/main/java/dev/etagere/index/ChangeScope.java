package dev.etagere.index;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A touch in two halves around a commit. While it is open its groups are in flux: no validator is sent for them and no
 * 304 answered. Closing it moves their stamps and then ends the flux, on rollback too, since nobody knows who read what
 * was rolled back (R10).
 *
 * <pre>{@code
 * try (ChangeScope scope = index.begin("products", "product:42")) {
 *     update(connection);
 *     scope.ensureActive();
 *     connection.commit();
 * }
 * }</pre>
 *
 * <p>A scope has a lease, a setting of its index: one that nobody has closed by then is taken for dead, and its groups
 * are touched for it (R11). A transaction may therefore take half the lease at most, and {@link #ensureActive()}
 * belongs right before its commit (R12).
 *
 * <p>Safe for use by several threads; closing twice does nothing more. An open scope costs needless 200s for as long as
 * it is open, so close it in every case.
 */
public final class ChangeScope implements AutoCloseable {

    enum State {
        OPEN,
        /** Its lease ran out: it has been touched for, and holds nothing any more. */
        EXPIRED,
        CLOSED
    }

    private final TouchLog log;
    private final Claim claim;
    private final long deadline;
    private final Map<String, Long> places = new LinkedHashMap<>();
    private State state = State.OPEN;

    /** @param deadline when its lease runs out, by the log's monotonic clock */
    ChangeScope(TouchLog log, Claim claim, long deadline) {
        this.log = log;
        this.claim = claim;
        this.deadline = deadline;
    }

    /**
     * Takes one more group into the scope; a scope that is no longer open just touches it. Names are encoded as in a
     * touch.
     */
    public void add(String group) {
        addAll(List.of(group));
    }

    /** The same for several groups, in one step. */
    public void addAll(Collection<String> groups) {
        log.enter(this, GroupIndex.names(groups));
    }

    /**
     * Takes groups into the scope if none of the groups read is in flux or has moved since; compared and begun in one
     * step.
     *
     * @return whether it has taken them
     */
    public boolean addUnlessMoved(GroupVector read, Reading at, Collection<String> groups) {
        return log.enterUnlessMoved(this, read, at, GroupIndex.names(groups));
    }

    /**
     * To be called right before the commit.
     *
     * @throws IllegalStateException if the scope is no longer open: others have been told that the change is over, so
     *     it must be rolled back
     */
    public void ensureActive() {
        log.ensureActive(this);
    }

    /** Moves the stamps of the groups, then ends their flux. Moves them also if the lease has run out long ago. */
    @Override
    public void close() {
        log.leave(this, true);
    }

    /**
     * Ends the flux without moving the stamps. Right only if nothing was written, not even something that was rolled
     * back: where a store lets others read what is not committed, a request may have read it.
     */
    public void discard() {
        log.leave(this, false);
    }

    // The rest is called by the log, under its lock.

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    Claim claim() {
        return claim;
    }

    long deadline() {
        return deadline;
    }

    boolean hold(String group, long place) {
        return places.putIfAbsent(group, place) == null;
    }

    Set<String> groups() {
        return places.keySet();
    }

    Collection<Long> places() {
        return places.values();
    }
}
