package dev.etagere.client;

import dev.etagere.index.GroupName;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells listeners of changes, each at its own pace: what a slow one has not heard yet is kept as a set of names. Safe
 * for use by several threads.
 */
final class ChangeDispatcher {
    private static final System.Logger LOG = System.getLogger(ChangeDispatcher.class.getName());
    private static final long RETRY_MILLIS = 1000;
    /** How many names a listener can be behind before it is told to read all again. */
    private static final int MOST_PENDING = 100_000;

    private final ScheduledExecutorService executor;
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
    private @Nullable Set<String> listed;

    ChangeDispatcher(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /** Begins with a reset, now or when the feed is known. */
    synchronized Runnable add(String pattern, ChangeListener listener) {
        Subscriber subscriber = new Subscriber(pattern, listener);
        subscribers.add(subscriber);
        Set<String> known = listed;
        if (known != null) {
            subscriber.offer(known, true);
        }
        return () -> subscribers.remove(subscriber);
    }

    synchronized void changed(Set<String> groups) {
        Set<String> known = listed;
        if (known != null && !groups.isEmpty()) {
            known.addAll(groups);
            subscribers.forEach(subscriber -> subscriber.offer(groups, false));
        }
    }

    synchronized void reset(Set<String> groups) {
        listed = new HashSet<>(groups);
        subscribers.forEach(subscriber -> subscriber.offer(groups, true));
    }

    private final class Subscriber {
        private final String pattern;
        private final ChangeListener listener;
        private Set<String> pending = new HashSet<>();
        private boolean reset;
        private boolean busy;

        Subscriber(String pattern, ChangeListener listener) {
            this.pattern = pattern;
            this.listener = listener;
        }

        synchronized void offer(Set<String> groups, boolean all) {
            groups.stream().filter(group -> GroupName.matches(pattern, group)).forEach(pending::add);
            reset |= all || pending.size() > MOST_PENDING;
            schedule(0);
        }

        private synchronized void schedule(long millis) {
            if (!busy && (reset || !pending.isEmpty()) && !executor.isShutdown()) {
                busy = true;
                Consumer<Change> tell = listener::onChange;
                var unused = executor.schedule(() -> run(tell), millis, TimeUnit.MILLISECONDS);
            }
        }

        private void run(Consumer<Change> tell) {
            Change change = take();
            boolean told = false;
            try {
                tell.accept(change);
                told = true;
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "a listener has failed; it is told again", e);
            } finally {
                done(told ? null : change);
            }
        }

        private synchronized Change take() {
            Change change = new Change(pending, reset);
            pending = new HashSet<>();
            reset = false;
            return change;
        }

        private synchronized void done(@Nullable Change untold) {
            busy = false;
            if (untold != null) {
                pending.addAll(untold.groups());
                reset |= untold.reset();
            }
            schedule(untold == null ? 0 : RETRY_MILLIS);
        }
    }
}
