package dev.etagere.feed;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.PublishedGroups;
import dev.etagere.index.Stamp;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The published groups of an index as others follow them: all at once, what changed after a cursor, or change by
 * change. What it costs grows with what changed, not with how many groups there are, and nothing of it holds up a
 * touch.
 *
 * <p>Safe for use by several threads.
 */
public final class Feed implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Feed.class.getName());

    // How many waiters one task wakes, so that several threads share the work.
    private static final int SLICE = 512;

    private final GroupIndex index;
    private final GroupVisibility visibility;
    private final Executor executor;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Runnable deaf;
    private volatile @Nullable PublishedGroups last;

    /** Equal to none but itself. */
    private static final class Waiter {
        private final Runnable wakeUp;

        Waiter(Runnable wakeUp) {
            this.wakeUp = wakeUp;
        }
    }

    /**
     * A feed of the published groups of this index.
     *
     * @param visibility who may hear of which group
     * @param executor runs the wake-ups, which touches bring about; it must neither run them on the thread that hands
     *     them over nor wait for it
     */
    public Feed(GroupIndex index, GroupVisibility visibility, Executor executor) {
        this.index = index;
        this.visibility = visibility;
        this.executor = executor;
        this.deaf = index.listen((stamp, groups) -> wake());
    }

    /** One that nobody waits for: {@link #onChange} and {@link #subscribe} are not to be used. */
    public static Feed polled(GroupIndex index, GroupVisibility visibility) {
        return new Feed(index, visibility);
    }

    private Feed(GroupIndex index, GroupVisibility visibility) {
        this.index = index;
        this.visibility = visibility;
        this.executor = task -> {
            throw new RejectedExecutionException("this feed is only polled");
        };
        this.deaf = () -> {};
    }

    /** All groups, or those asked for. */
    public GroupTimestamps read(Interest interest) {
        // Read first: the answer is complete up to there, whatever happens meanwhile (R21).
        long asOf = index.asOf();
        PublishedGroups picture = index.published();
        return GroupTimestamps.full(cursor(picture, asOf), picture, view(interest));
    }

    /** What changed after the cursor; all groups, as a reset, where nobody can know. */
    public GroupTimestamps since(Cursor cursor, Interest interest) {
        long asOf = index.asOf();
        PublishedGroups picture = index.published();
        Stamp since = cursor.stamp();
        if (cursor.epoch() != picture.epoch()
                || since.compareTo(picture.horizon()) < 0
                || !index.reached(since.nanos())) {
            return GroupTimestamps.reset(cursor(picture, asOf), picture, view(interest));
        }
        // Under a touch, as-of may lag behind what the reader has been told already.
        return GroupTimestamps.changed(cursor(picture, Math.max(asOf, since.nanos())), picture, view(interest), since);
    }

    /**
     * Adds a subscriber.
     *
     * @param from where to begin; {@code null} if he knows nothing yet
     * @param wakeUp runs after touches on a thread of the executor, several at once for one subscriber too: there may
     *     be something new then
     */
    public Subscription subscribe(Interest interest, @Nullable Cursor from, Runnable wakeUp) {
        // In this order, or a touch between the two would wake nobody.
        Runnable end = onChange(wakeUp);
        return new Subscription(index, view(interest), from, end);
    }

    /**
     * Adds somebody who is woken after touches, as a subscriber is. Look at the feed afterwards, not before: a change
     * in between would be missed.
     *
     * @return what ends it
     */
    public Runnable onChange(Runnable wakeUp) {
        Waiter waiter = new Waiter(wakeUp);
        waiters.add(waiter);
        return () -> waiters.remove(waiter);
    }

    /** How many wait for a change. */
    public int waiting() {
        return waiters.size();
    }

    /** Wakes nobody any more. */
    @Override
    public void close() {
        deaf.run();
        waiters.clear();
    }

    private View view(Interest interest) {
        return new View(interest, visibility);
    }

    private static Cursor cursor(PublishedGroups picture, long asOf) {
        return new Cursor(picture.epoch(), new Stamp(asOf));
    }

    /** Called under the log's lock. Touches that come before the task runs share it. */
    private void wake() {
        if (!waiters.isEmpty() && woken.compareAndSet(false, true)) {
            hand(this::wakeAll);
        }
    }

    private void wakeAll() {
        // First, so that a touch from now on hands over a task of its own.
        woken.set(false);
        PublishedGroups picture = index.published();
        if (isLast(picture)) {
            return;
        }
        last = picture;
        Waiter[] all = waiters.toArray(new Waiter[0]);
        for (int from = SLICE; from < all.length; from += SLICE) {
            Waiter[] slice = Arrays.copyOfRange(all, from, Math.min(from + SLICE, all.length));
            hand(() -> wake(slice));
        }
        wake(Arrays.copyOf(all, Math.min(SLICE, all.length)));
    }

    @SuppressWarnings("ReferenceEquality") // It is the same picture until something published moves.
    private boolean isLast(PublishedGroups picture) {
        return last == picture;
    }

    private static void wake(Waiter... slice) {
        for (Waiter waiter : slice) {
            try {
                waiter.wakeUp.run();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "somebody who waits for the feed failed when woken", e);
            }
        }
    }

    private void hand(Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            woken.set(false);
            LOG.log(System.Logger.Level.DEBUG, "the feed is closing; nobody is woken any more", e);
        }
    }
}
