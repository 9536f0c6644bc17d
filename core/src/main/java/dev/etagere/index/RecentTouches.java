package dev.etagere.index;

import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The groups that this node has touched in the last minutes: a log that begins a new epoch may have lost some of them,
 * so they are touched again (R18). Guarded by the lock of its log.
 */
final class RecentTouches {
    private static final long KEPT = Duration.ofMinutes(2).toNanos();

    private final LongSupplier ticker;
    private final int most;
    private final Map<String, Long> times = new LinkedHashMap<>();
    private boolean full;
    private long fullAt;

    /** @param most how many are remembered; of more, everything is touched */
    RecentTouches(LongSupplier ticker, int most) {
        this.ticker = ticker;
        this.most = most;
    }

    void add(Collection<String> groups) {
        long now = ticker.getAsLong();
        for (String group : groups) {
            times.remove(group);
            times.put(group, now);
        }
        forgetOld(now);
        if (times.size() > most) {
            addAll();
        }
    }

    /** Everything was touched. */
    void addAll() {
        times.clear();
        full = true;
        fullAt = ticker.getAsLong();
    }

    Set<String> groups() {
        forgetOld(ticker.getAsLong());
        return Set.copyOf(times.keySet());
    }

    /** Whether they are not known by name. */
    boolean isAll() {
        forgetOld(ticker.getAsLong());
        return full;
    }

    private void forgetOld(long now) {
        full = full && now - fullAt <= KEPT;
        Iterator<Long> oldest = times.values().iterator();
        while (oldest.hasNext() && now - oldest.next() > KEPT) {
            oldest.remove();
        }
    }
}
