package dev.etagere.client;

import java.util.Set;

/**
 * What the feed has told. Immutable.
 *
 * @param groups those that have changed, as far as the listener has asked for them
 * @param reset whether any other group may have changed as well, so that whoever keeps something has to read all of it
 *     again: at the beginning, and when the server cannot tell any more what has changed
 */
public record Change(Set<String> groups, boolean reset) {

    /** Copies the set. */
    public Change {
        groups = Set.copyOf(groups);
    }
}
