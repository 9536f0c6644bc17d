package dev.etagere.index;

import java.util.Set;

/** Hears of every touch. */
@FunctionalInterface
public interface TouchListener {

    /**
     * Called once for each stamp, in the order of the stamps, when every reader already sees it, by the thread that
     * touched and under the log's lock: it has to be quick and must not touch. An exception is logged and ignored.
     *
     * @param stamp the stamp that the groups were given
     * @param groups their names; empty if everything moved
     */
    void touched(Stamp stamp, Set<String> groups);
}
