package dev.etagere.filter;

import dev.etagere.feed.Feed;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.index.GroupIndex;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** All who wait for the feed or are written to, on a fixed number of threads. Safe for use by several threads. */
final class FeedHub {
    private static final System.Logger LOG = System.getLogger(GroupTimestampsServlet.class.getName());
    private static final long SWEEP_MILLIS = 100;
    private static final long GRACE_MILLIS = 2000;

    private final FeedSettings settings;
    private final ScheduledThreadPoolExecutor threads;
    private final Feed feed;
    private final Set<Open> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> callers = new ConcurrentHashMap<>();
    private final AtomicInteger subscribers = new AtomicInteger();
    private volatile boolean closing;

    /** A request that is not answered in full yet. */
    interface Open {
        /** Called a few times a second, by one thread at a time. */
        void tick(long nanoTime);

        /** Ends it, and well, if its reader takes the rest. */
        void end();
    }

    FeedHub(GroupIndex index, GroupVisibility visibility, FeedSettings settings) {
        this.settings = settings;
        AtomicInteger number = new AtomicInteger();
        threads = new ScheduledThreadPoolExecutor(settings.threads(), task -> {
            Thread thread = new Thread(task, "etagere-feed-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        feed = new Feed(index, visibility, threads);
        var unused = threads.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    Feed feed() {
        return feed;
    }

    FeedSettings settings() {
        return settings;
    }

    boolean closing() {
        return closing;
    }

    /**
     * Admits one more subscriber.
     *
     * @return what has to run once when he is gone; {@code null} if there are too many
     */
    @Nullable
    Runnable admit(String caller) {
        if (subscribers.incrementAndGet() > settings.subscribers()) {
            subscribers.decrementAndGet();
            return null;
        }
        int his = callers.merge(caller, 1, Integer::sum);
        if (his > settings.perCaller()) {
            leave(caller);
            return null;
        }
        return () -> leave(caller);
    }

    private void leave(String caller) {
        callers.computeIfPresent(caller, (same, count) -> count == 1 ? null : count - 1);
        subscribers.decrementAndGet();
    }

    int subscribers() {
        return subscribers.get();
    }

    /** A span that is up to a tenth shorter, so that not all come back at once. */
    static long jittered(long nanos) {
        return nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1);
    }

    void add(Open request) {
        open.add(request);
        if (closing) {
            request.end();
        }
    }

    void remove(Open request) {
        open.remove(request);
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Open request : open) {
            guarded(() -> request.tick(now));
        }
    }

    private static void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a request to the feed failed", e);
        }
    }

    static void debug(String message, Throwable thrown) {
        LOG.log(System.Logger.Level.DEBUG, message, thrown);
    }

    /**
     * Answers all who wait and ends all streams, and lets them take what is left for a moment; whoever comes from now
     * on is sent away.
     */
    void drain() {
        closing = true;
        open.forEach(request -> guarded(request::end));
        long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
        try {
            while (!open.isEmpty() && System.nanoTime() < patience) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drains, and stops the threads. */
    void close() {
        drain();
        feed.close();
        threads.shutdownNow();
    }
}
