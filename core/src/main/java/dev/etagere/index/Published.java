package dev.etagere.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The bounded list of published groups. It raises its horizon before it drops an entry (R14). Guarded by its log's
 * lock, but for {@link #picture}.
 */
final class Published {
    private final int bound;
    private volatile PublishedGroups picture;

    Published(int bound, long epoch, long horizon) {
        this.bound = bound;
        this.picture = PublishedGroups.none(epoch, horizon);
    }

    /** Lists groups of these names, too, from now on; earlier touches of them were not recorded. False if it does. */
    boolean publish(Collection<String> more, long now) {
        Set<String> all = new TreeSet<>(picture.patterns());
        if (!all.addAll(more)) {
            return false;
        }
        picture = picture.withHorizon(now).publishing(all);
        return true;
    }

    void touched(Collection<String> groups, long stamp) {
        PublishedGroups next = picture;
        Stamp at = new Stamp(stamp);
        for (String group : groups) {
            if (next.publishes(group)) {
                next = listing(next, new PublishedGroup(at, group));
            }
        }
        // Every response may have changed, whatever groups it is made of.
        picture = groups.contains(GroupIndex.APP) ? next.restarted(next.epoch(), stamp) : next;
    }

    private PublishedGroups listing(PublishedGroups groups, PublishedGroup one) {
        PublishedGroups next = groups.with(one);
        return next.size() > bound ? next.withoutOldest() : next;
    }

    /** Everything moved: every group that is not listed may have changed just now. */
    void restart(long epoch, long stamp) {
        picture = picture.restarted(epoch, stamp);
    }

    /** Takes up what was kept, oldest touch first. */
    void restore(Map<String, Long> stamps) {
        List<PublishedGroup> kept = new ArrayList<>(stamps.size());
        stamps.forEach((group, stamp) -> kept.add(new PublishedGroup(new Stamp(stamp), group)));
        picture = picture.listing(kept, bound);
    }

    /**
     * Has the picture reach farther back, unless something but touches has come since.
     *
     * @param before the picture that it was made of
     * @param farther the one that tells more
     */
    void replace(PublishedGroups before, PublishedGroups farther) {
        PublishedGroups now = picture;
        if (!now.isListedLike(before)) {
            return;
        }
        PublishedGroups next = farther;
        for (PublishedGroup group : now.changedAfter(before.head())) {
            next = listing(next, group);
        }
        picture = next;
    }

    int bound() {
        return bound;
    }

    /** Group to stamp, oldest touch first. */
    Map<String, Long> stamps() {
        Map<String, Long> stamps = new LinkedHashMap<>();
        picture.changedAfter(new Stamp(0))
                .forEach(group -> stamps.put(group.name(), group.stamp().nanos()));
        return stamps;
    }

    long horizon() {
        return picture.horizon().nanos();
    }

    /** As it is now; the same one until something of it changes. */
    PublishedGroups picture() {
        return picture;
    }
}
