package dev.etagere.index;

import dev.etagere.index.shared.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the published groups before this node listed them, as the log tells it entry by entry: from the oldest
 * one that it still has, or the last one that moved everything, to the one from which on they were listed. Used by one
 * thread.
 */
final class Past {
    // It is not worth following the log less well.
    private static final int MOST_FAILURES = 5;

    private final PublishedGroups begun;
    private final long start;
    private final long last;
    private final long lastStamp;
    private final int bound;
    // Group to stamp, oldest change first.
    private final Map<String, Long> stamps = new LinkedHashMap<>();
    private long position;
    private long number;
    private long horizon;
    private boolean lost;
    private int failures;

    /**
     * @param begun what is listed, and has been so only since the last entry
     * @param start of the epoch, in nanoseconds since 1970
     * @param last the number of the last entry to be read
     * @param lastStamp its stamp
     * @param bound how many groups at most
     */
    Past(PublishedGroups begun, long start, long last, long lastStamp, int bound) {
        this.begun = begun;
        this.start = start;
        this.last = last;
        this.lastStamp = lastStamp;
        this.bound = bound;
        this.position = start - 1;
        this.horizon = start;
    }

    /** The stamp after which to read on. */
    long position() {
        return position;
    }

    /** Whether the last entry has been read. */
    boolean isComplete() {
        return position == lastStamp && !lost;
    }

    /** Whether it never will be: the log does not have that entry any more. */
    boolean isLost() {
        return lost;
    }

    /** Whether it has failed to be read once too often. */
    boolean isGivenUp() {
        failures++;
        return failures >= MOST_FAILURES;
    }

    /** Takes what follows. */
    void read(List<Entry> entries) {
        lost |= entries.isEmpty();
        for (Entry entry : entries) {
            if (lost || isComplete()) {
                return;
            }
            read(entry);
        }
    }

    private void read(Entry entry) {
        boolean ofAnother = entry.kind() == Entry.Kind.EPOCH && entry.stamp() > start;
        // Numbers begin anew with each epoch, and stamps tell which server's entry it is.
        if (ofAnother || entry.number() > last || (entry.number() == last) != (entry.stamp() == lastStamp)) {
            lost = true;
            return;
        }
        if (entry.number() != number + 1) {
            forget(entry.stamp() - 1); // What came before this one has been removed.
        }
        switch (entry.kind()) {
            case TOUCH, END, EXPIRE -> move(entry);
            case TOUCH_ALL, EPOCH -> forget(entry.stamp());
            case BEGIN, DISCARD -> {
                // Nothing has moved.
            }
        }
        position = entry.stamp();
        number = entry.number();
    }

    private void move(Entry entry) {
        for (String group : entry.groups()) {
            if (group.equals(GroupIndex.APP)) {
                forget(entry.stamp()); // Every response may have changed.
                return;
            }
            if (begun.publishes(group)) {
                stamps.remove(group);
                stamps.put(group, entry.stamp());
            }
        }
        while (stamps.size() > bound) {
            Map.Entry<String, Long> oldest = stamps.entrySet().iterator().next();
            stamps.remove(oldest.getKey());
            horizon = Math.max(horizon, oldest.getValue()); // Before it is told of to anybody (R14).
        }
    }

    private void forget(long stamp) {
        stamps.clear();
        horizon = stamp;
    }

    /** Whether nothing but touches of groups has come since it began. */
    boolean isOf(PublishedGroups now) {
        return now.isListedLike(begun);
    }

    /**
     * That picture with what was read besides: it reaches back as far as the past does.
     *
     * @param now the one that it began with, and what has been touched since
     */
    PublishedGroups merged(PublishedGroups now) {
        Map<String, Long> all = new LinkedHashMap<>(stamps);
        now.recorded()
                .forEachRemaining(group -> all.merge(group.name(), group.stamp().nanos(), Math::max));
        List<PublishedGroup> groups = new ArrayList<>(all.size());
        all.forEach((name, stamp) -> groups.add(new PublishedGroup(new Stamp(stamp), name)));
        Collections.sort(groups);
        return now.reachingBackTo(horizon).listing(groups, bound);
    }
}
