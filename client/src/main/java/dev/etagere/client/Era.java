package dev.etagere.client;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupName;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What has been told of the groups in one epoch of the log. Stamps only grow (R14). Written by one thread, read by
 * many.
 */
final class Era {
    /** What {@link #movedAfter} returns where nothing has moved. */
    static final long UNMOVED = 0;
    /** What {@link #movedAfter} returns where nothing is known. */
    static final long UNKNOWN = -1;

    private final long epoch;
    private volatile List<String> published = List.of();
    private final ConcurrentHashMap<String, Move> moves = new ConcurrentHashMap<>();
    private final AtomicLong horizon = new AtomicLong();
    private final AtomicLong head = new AtomicLong();

    /**
     * The last move of a group.
     *
     * @param before the stamp of the one before, as far as was told
     * @param notBefore up to when the group had certainly not moved again after {@code before}
     */
    private record Move(long stamp, long before, long notBefore) {}

    Era(long epoch) {
        this.epoch = epoch;
    }

    long epoch() {
        return epoch;
    }

    /** The highest stamp that was told. */
    long head() {
        return head.get();
    }

    /**
     * Takes in what was told.
     *
     * @param knownUpTo how far the knowledge of before reached; 0 if that is not known
     * @return the groups that have moved
     */
    Set<String> apply(Map<String, Long> stamps, long knownUpTo) {
        Set<String> moved = new HashSet<>();
        stamps.forEach((group, stamp) -> {
            Move last = moves.get(group);
            if (last == null || stamp > last.stamp) {
                long before = last == null ? 0 : last.stamp;
                moves.put(group, new Move(stamp, before, Math.max(before, Math.min(knownUpTo, stamp))));
                head.accumulateAndGet(stamp, Math::max);
                moved.add(group);
            }
        });
        return moved;
    }

    /** Forgets what is not listed any more: it may have moved unseen, up to the horizon and beyond. */
    void retain(Collection<String> listed) {
        moves.keySet().retainAll(listed);
    }

    /**
     * Patterns of the groups that the server certainly lists; after the horizon that they came with, and the groups.
     */
    void publish(List<String> patterns) {
        published = patterns;
    }

    void raiseHorizon(long to) {
        horizon.accumulateAndGet(to, Math::max);
    }

    Set<String> listed() {
        return Set.copyOf(moves.keySet());
    }

    /**
     * Whether one of the groups has moved after the stamp: a moment at or before the first such move, {@link #UNMOVED}
     * or {@link #UNKNOWN}. A group never heard of is unknown, not unchanged (R22), unless it is certainly published and
     * the list reaches back far enough.
     */
    long movedAfter(Collection<String> groups, long reach) {
        long first = since(moves.get(GroupIndex.APP), reach);
        boolean unknown = false;
        for (String group : groups) {
            Move move = moves.get(group);
            unknown |= move == null && !(isPublished(group) && horizon.get() <= reach);
            long since = since(move, reach);
            first = first == UNMOVED || (since != UNMOVED && since < first) ? since : first;
        }
        return first == UNMOVED && unknown ? UNKNOWN : first;
    }

    private static long since(@Nullable Move move, long reach) {
        if (move == null || move.stamp <= reach) {
            return UNMOVED;
        }
        // What it was before its last two moves is not kept; then it may have moved right after the response.
        return move.before <= reach && move.notBefore > reach ? move.notBefore : reach + 1;
    }

    /** The highest stamp among the groups, as far as one was told, and no higher than the bound; 0 if none was. */
    long told(Collection<String> groups, long bound) {
        long highest = 0;
        for (String group : groups) {
            Move move = moves.get(group);
            highest = move == null ? highest : Math.max(highest, Math.min(move.stamp, bound));
        }
        return highest;
    }

    private boolean isPublished(String group) {
        return published.stream().anyMatch(pattern -> GroupName.matches(pattern, group));
    }
}
