package dev.etagere.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What lies behind a failure. */
final class Causes {
    private Causes() {}

    /** What a step of a chain has failed with. */
    static @Nullable Throwable unwrapped(@Nullable Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    /** The failure and all that has led to it, for a cluster at each node that was asked; the deepest is the last. */
    static List<Throwable> of(Throwable e) {
        Set<Throwable> all = new LinkedHashSet<>();
        Queue<Throwable> rest = new ArrayDeque<>(List.of(e));
        for (Throwable next = rest.poll(); next != null; next = rest.poll()) {
            if (all.add(next)) {
                rest.addAll(Arrays.asList(next.getSuppressed()));
                if (next.getCause() != null) {
                    rest.add(next.getCause());
                }
            }
        }
        return new ArrayList<>(all);
    }

    static Throwable root(Throwable e) {
        List<Throwable> all = of(e);
        return all.get(all.size() - 1);
    }
}
