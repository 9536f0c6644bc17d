package dev.etagere.index;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A touch in two halves around a commit. While it is open its groups are in flux: no validator is sent for them and no
 * 304 answered. Closing it moves their stamps and then ends the flux, on rollback too, since nobody knows who read what
 * was rolled back (R10).
 *
 * <pre>{@code
 * try (ChangeScope scope = index.begin("products", "product:42")) {
 *     transaction.commit();
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads; closing twice does nothing more. An open scope costs needless 200s for as long as
 * it is open, so close it in every case.
 */
public final class ChangeScope implements AutoCloseable {
    private final TouchLog log;
    private final Map<String, Long> places = new LinkedHashMap<>();
    private boolean open = true;

    ChangeScope(TouchLog log) {
        this.log = log;
    }

    /** Takes one more group into the scope; a closed scope just touches it. Names are encoded as in a touch. */
    public void add(String group) {
        log.enter(this, GroupIndex.name(group));
    }

    /** Moves the stamps of the groups, then ends their flux. */
    @Override
    public void close() {
        log.leave(this, true);
    }

    /**
     * Ends the flux without moving the stamps. Right only if nothing was written, not even something that was rolled
     * back: a request may have read it.
     */
    public void discard() {
        log.leave(this, false);
    }

    // The rest is called by the log, under its lock.

    boolean isOpen() {
        return open;
    }

    boolean hold(String group, long place) {
        return places.putIfAbsent(group, place) == null;
    }

    Set<String> groups() {
        return places.keySet();
    }

    Collection<Long> end() {
        open = false;
        return places.values();
    }
}
