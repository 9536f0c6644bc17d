package dev.etagere.feed;

import dev.etagere.feed.FeedEvent.Kind;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.PublishedGroup;
import dev.etagere.index.PublishedGroups;
import dev.etagere.index.Stamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber's place in the feed. It keeps no queue but a position in the list of published groups, which holds each
 * group once, by its last stamp: however slow a reader is, it costs a few words of memory and gets each group's last
 * stamp only. If the list has dropped what he has not read yet, he gets a reset.
 *
 * <p>Used by one thread at a time, but for {@link #close()}.
 */
public final class Subscription implements AutoCloseable {
    /** How many groups an event tells of at most. */
    public static final int EVENT_GROUPS = 1000;

    private static final PublishedGroup FIRST = new PublishedGroup(new Stamp(0), "");

    // No name comes after this one: names are made of ASCII.
    private static final String LAST_NAME = "\uffff";

    private final GroupIndex index;
    private final View view;
    private final Runnable end;

    // Up to where all has been told, or null before the first event of a reader who came without a cursor.
    private @Nullable Cursor told;
    // The last one that was read of what follows the cursor.
    private PublishedGroup position = FIRST;

    Subscription(GroupIndex index, View view, @Nullable Cursor from, Runnable end) {
        this.index = index;
        this.view = view;
        this.end = end;
        if (from != null && index.reached(from.stamp().nanos())) {
            moveTo(from);
        }
    }

    /**
     * The next event; {@code null} if there is nothing new. Of the events that tell of one batch, only the last has a
     * new id, so that a reader who is cut off in the middle gets all of it again (R21).
     */
    public @Nullable FeedEvent next() {
        // Before the picture is taken: what is not in the picture has a higher stamp then.
        long asOf = index.asOf();
        PublishedGroups picture = index.published();
        Cursor before = told;
        if (before == null
                || before.epoch() != picture.epoch()
                || position.stamp().compareTo(picture.horizon()) < 0) {
            Cursor now = new Cursor(picture.epoch(), new Stamp(asOf));
            moveTo(now);
            return new FeedEvent(Kind.RESET, now, picture.horizon(), List.of());
        }
        Iterator<PublishedGroup> changed = view.after(picture, position);
        List<PublishedGroup> groups = new ArrayList<>();
        while (changed.hasNext() && groups.size() < EVENT_GROUPS) {
            groups.add(changed.next());
        }
        if (!groups.isEmpty()) {
            position = groups.get(groups.size() - 1);
        }
        Cursor id = before;
        if (!changed.hasNext()) {
            id = new Cursor(before.epoch(), later(new Stamp(asOf), before.stamp()));
            position = laterOf(position, endOf(id));
            told = id;
        }
        return groups.isEmpty() ? null : new FeedEvent(Kind.CHANGE, id, picture.horizon(), groups);
    }

    /** Tells how far everything has been told; the next change instead, if there is one. */
    public @Nullable FeedEvent heartbeat() {
        FeedEvent next = next();
        Cursor now = told;
        // Without an event there is a cursor: the first one of a reader without is a reset.
        return next == null && now != null ? new FeedEvent(Kind.HEARTBEAT, now, now.stamp(), List.of()) : next;
    }

    /** Ends the wake-ups. */
    @Override
    public void close() {
        end.run();
    }

    private void moveTo(Cursor cursor) {
        told = cursor;
        position = endOf(cursor);
    }

    private static PublishedGroup endOf(Cursor cursor) {
        return new PublishedGroup(cursor.stamp(), LAST_NAME);
    }

    private static Stamp later(Stamp one, Stamp other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static PublishedGroup laterOf(PublishedGroup one, PublishedGroup other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
