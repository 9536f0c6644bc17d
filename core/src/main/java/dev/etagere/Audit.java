package dev.etagere;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Turns the audit on for everything, whatever the engines are set to: for tests. While somebody watches, every request
 * that would be answered 304 runs its handler, and every answer is compared with the last one under the same entity
 * tag.
 *
 * <p>Safe for use by several threads.
 */
public final class Audit {
    private static final List<AuditListener> WATCHERS = new CopyOnWriteArrayList<>();
    private static volatile boolean watched;

    private Audit() {}

    /** Ends the watching. */
    @FunctionalInterface
    public interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Watches all engines of this process until closed. */
    public static Watch watch(AuditListener listener) {
        synchronized (WATCHERS) {
            WATCHERS.add(listener);
            watched = true;
        }
        return () -> end(listener);
    }

    private static void end(AuditListener listener) {
        synchronized (WATCHERS) {
            WATCHERS.remove(listener);
            watched = !WATCHERS.isEmpty();
        }
    }

    static boolean isWatched() {
        return watched;
    }

    static List<AuditListener> watchers() {
        return WATCHERS;
    }
}
