package dev.etagere.index;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a writer wants to have for itself until it is done. Immutable.
 *
 * @param alone groups that it compares with what it has seen: nobody else may write to them
 * @param beside groups that it writes to without having compared them: others may, too
 */
record Claim(Set<String> alone, Set<String> beside) {
    static final Claim NONE = new Claim(Set.of(), Set.of());

    /** Pseudo-groups move with the application; no writer claims them. */
    static Claim of(Collection<String> alone, Collection<String> beside) {
        Set<String> own = new TreeSet<>(alone);
        own.removeIf(name -> name.startsWith("@"));
        Set<String> shared = new TreeSet<>(beside);
        shared.removeAll(own);
        return new Claim(own, shared);
    }
}
