package dev.etagere.index.shared;

import java.util.List;

/**
 * What the log itself has of some groups. Immutable.
 *
 * @param ack how far the log has got
 * @param start of the epoch, in nanoseconds since 1970
 * @param stamps of the groups, each the smaller of its two slots and at least the floor
 * @param flux whether a scope holds one of them
 */
public record Look(Ack ack, long start, List<Long> stamps, boolean flux) {
    public Look {
        stamps = List.copyOf(stamps);
    }
}
