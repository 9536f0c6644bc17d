package dev.etagere.index;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who hear of the touches of a log. Told under its lock, so that they hear in the order of the stamps. */
final class Listeners {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final List<TouchListener> all = new CopyOnWriteArrayList<>();

    /** Returns what ends the listening. */
    Runnable add(TouchListener listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    /** @param groups none if everything moved */
    void tell(long stamp, Set<String> groups) {
        for (TouchListener listener : all) {
            try {
                listener.touched(new Stamp(stamp), groups);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a touch listener failed; the touch stands", e);
            }
        }
    }
}
