package dev.etagere.feed;

import dev.etagere.index.GroupName;
import java.security.Principal;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who asks the feed, and for which groups. Immutable.
 *
 * @param principal who asks; {@code null} if nobody has been authenticated
 * @param groups the names of those asked for, sorted; empty for all
 */
public record Interest(@Nullable Principal principal, SortedSet<String> groups) {

    /** Keeps a set of its own. */
    public Interest {
        groups = Collections.unmodifiableSortedSet(new TreeSet<>(groups));
    }

    /**
     * In these groups only, or in all if there are none; the order and repetitions do not matter.
     *
     * @throws IllegalArgumentException if a name is empty
     */
    public static Interest of(@Nullable Principal principal, Collection<String> groups) {
        SortedSet<String> names = new TreeSet<>();
        groups.forEach(group -> names.add(GroupName.encode(group)));
        return new Interest(principal, names);
    }

    boolean inAll() {
        return groups.isEmpty();
    }
}
