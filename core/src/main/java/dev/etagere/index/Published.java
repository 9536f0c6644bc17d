package dev.etagere.index;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bounded list of published groups, oldest touch first. It raises its horizon before it drops an entry (R14).
 * Guarded by its log's lock, but for {@link #picture}.
 */
final class Published {
    private final int bound;
    private final LinkedHashMap<String, Long> stamps = new LinkedHashMap<>();
    private final Set<String> patterns = new TreeSet<>();
    private long horizon;
    private volatile @Nullable PublishedGroups picture;

    Published(int bound, long horizon) {
        this.bound = bound;
        this.horizon = horizon;
    }

    /** Lists groups of these names, too, from now on; earlier touches of them were not recorded. */
    void publish(Collection<String> more, long now) {
        if (patterns.addAll(more)) {
            horizon = Math.max(horizon, now);
            picture = null;
        }
    }

    void touched(Collection<String> groups, long stamp) {
        for (String group : groups) {
            if (isPublished(group)) {
                put(group, stamp);
            }
        }
    }

    /** Everything moved: every group that is not listed may have changed just now. */
    void restart(long stamp) {
        horizon = Math.max(horizon, stamp);
        stamps.replaceAll((group, before) -> stamp);
        picture = null;
    }

    void restore(String group, long stamp) {
        put(group, stamp);
    }

    Map<String, Long> stamps() {
        return stamps;
    }

    Set<String> patterns() {
        return patterns;
    }

    long horizon() {
        return horizon;
    }

    @Nullable
    PublishedGroups lastPicture() {
        return picture;
    }

    PublishedGroups picture(long epoch) {
        PublishedGroups last = picture;
        if (last != null && last.epoch() == epoch) {
            return last;
        }
        TreeMap<String, Stamp> copy = new TreeMap<>();
        long head = horizon;
        for (Map.Entry<String, Long> entry : stamps.entrySet()) {
            copy.put(entry.getKey(), new Stamp(entry.getValue()));
            head = Math.max(head, entry.getValue());
        }
        PublishedGroups made = new PublishedGroups(epoch, new Stamp(head), new Stamp(horizon), copy);
        picture = made;
        return made;
    }

    private void put(String group, long stamp) {
        // Taken out first, so that the order of the map is the order of the stamps.
        stamps.remove(group);
        if (stamps.size() >= bound) {
            Map.Entry<String, Long> oldest = stamps.entrySet().iterator().next();
            horizon = Math.max(horizon, oldest.getValue());
            stamps.remove(oldest.getKey());
        }
        stamps.put(group, stamp);
        picture = null;
    }

    private boolean isPublished(String group) {
        for (String pattern : patterns) {
            if (matches(pattern, group)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String pattern, String group) {
        return pattern.endsWith("*")
                ? group.startsWith(pattern.substring(0, pattern.length() - 1))
                : group.equals(pattern);
    }
}
