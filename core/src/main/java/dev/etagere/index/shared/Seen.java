package dev.etagere.index.shared;

import java.util.List;

/**
 * What somebody has read of groups. Immutable.
 *
 * @param epoch in which he read it
 * @param groups that he read
 * @param stamps of the groups, in the same order, in nanoseconds since 1970
 */
public record Seen(long epoch, List<LogGroup> groups, List<Long> stamps) {
    public Seen {
        groups = List.copyOf(groups);
        stamps = List.copyOf(stamps);
    }
}
