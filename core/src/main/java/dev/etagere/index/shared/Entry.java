package dev.etagere.index.shared;

import java.util.List;

/**
 * One step of the log. Immutable.
 *
 * @param number counts from 1 in each epoch, without gaps
 * @param stamp in nanoseconds since 1970
 * @param kind what happened
 * @param scope the id of the scope it happened to; empty if it was none
 * @param groups their names; none where everything moved
 */
public record Entry(long number, long stamp, Kind kind, String scope, List<String> groups) {

    /** What an entry tells. */
    public enum Kind {
        /** A new epoch has begun: whoever reads this has to load the log anew. */
        EPOCH,
        /** The groups have moved. */
        TOUCH,
        /** Everything has moved. */
        TOUCH_ALL,
        /** The scope holds the groups from now on, beside those that it holds already. */
        BEGIN,
        /** The groups have moved, and the scope holds nothing any more. */
        END,
        /** The same because its lease has run out. */
        EXPIRE,
        /** The scope holds nothing any more, and nothing has moved. */
        DISCARD
    }

    public Entry {
        groups = List.copyOf(groups);
    }
}
