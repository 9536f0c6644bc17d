package dev.etagere.index;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;

/**
 * The published groups as one immutable picture: what the group-timestamps endpoint lists.
 *
 * @param epoch the 64 random bits that name the incarnation of the log
 * @param head the highest stamp among them, or the horizon if none was touched
 * @param horizon how far back the list reaches: a published group that is not listed has not changed since
 * @param stamps group to stamp of its last touch, sorted by name
 */
public record PublishedGroups(long epoch, Stamp head, Stamp horizon, SortedMap<String, Stamp> stamps) {

    /** Keeps the map as it is: it is made for this picture and never written again. */
    public PublishedGroups {
        stamps = Collections.unmodifiableSortedMap(stamps);
    }

    /** The same for one group; {@code null} if it is not listed, for whatever reason. */
    public @org.jspecify.annotations.Nullable Stamp stamp(String group) {
        return ((Map<String, Stamp>) stamps).get(group);
    }
}
