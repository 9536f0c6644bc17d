package dev.etagere.index;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The published groups as one picture: what the group-timestamps endpoint lists. It costs nothing to take, however many
 * there are, and nobody has to wait for whoever reads it. Immutable.
 */
public final class PublishedGroups {
    private static final Comparator<PublishedGroup> BY_NAME = Comparator.comparing(PublishedGroup::name);
    private static final Stamp NO_STAMP = new Stamp(0);

    private final long epoch;
    private final long horizon;
    // What every group reports at least: the last time that everything moved. Never past the horizon.
    private final long floor;
    private final List<String> patterns;
    private final SortedTree<PublishedGroup> byName;
    private final SortedTree<PublishedGroup> byStamp;

    private PublishedGroups(
            long epoch,
            long horizon,
            long floor,
            List<String> patterns,
            SortedTree<PublishedGroup> byName,
            SortedTree<PublishedGroup> byStamp) {
        this.epoch = epoch;
        this.horizon = horizon;
        this.floor = floor;
        this.patterns = patterns;
        this.byName = byName;
        this.byStamp = byStamp;
    }

    static PublishedGroups none(long epoch, long horizon) {
        return new PublishedGroups(
                epoch, horizon, 0, List.of(), SortedTree.empty(BY_NAME), SortedTree.empty(Comparator.naturalOrder()));
    }

    /** The 64 random bits that name the incarnation of the log. */
    public long epoch() {
        return epoch;
    }

    /** How far back the list reaches: a published group that is not listed has not changed since. */
    public Stamp horizon() {
        return new Stamp(horizon);
    }

    /** The highest stamp among them, or the horizon if none was touched since. */
    public Stamp head() {
        PublishedGroup newest = byStamp.last();
        return new Stamp(
                newest == null ? horizon : Math.max(horizon, newest.stamp().nanos()));
    }

    /**
     * The names that are listed once they are touched, sorted; one that ends with {@code *} stands for all that begin
     * so.
     */
    public List<String> patterns() {
        return patterns;
    }

    /** How many are listed. */
    public int size() {
        return byName.size();
    }

    /** When the group last changed; {@code null} if it is not listed, for whatever reason. */
    public @Nullable Stamp stamp(String group) {
        PublishedGroup found = byName.find(new PublishedGroup(NO_STAMP, group));
        return found == null ? null : raised(found).stamp();
    }

    /** All of them, by name. */
    public Iterable<PublishedGroup> all() {
        return () -> raised(byName.ascending());
    }

    /** All of them, what changed last first. */
    public Iterable<PublishedGroup> newestFirst() {
        return () -> raised(byStamp.descending());
    }

    /**
     * Those that come after that one in the order of their stamps, and of their names where they have the same. To
     * begin costs a search, and each one that follows costs a step, however many there are. True of what is not older
     * than the horizon only.
     */
    public Iterable<PublishedGroup> after(PublishedGroup bound) {
        return () -> raised(byStamp.after(bound));
    }

    /** Those that have changed after that moment, oldest change first; see {@link #after}. */
    public Iterable<PublishedGroup> changedAfter(Stamp stamp) {
        // No name comes before the empty one, which is none.
        return stamp.nanos() == Long.MAX_VALUE
                ? List.of()
                : after(new PublishedGroup(new Stamp(stamp.nanos() + 1), ""));
    }

    /** All of them, with the stamps of their own last touches, whatever moved everything since. */
    Iterator<PublishedGroup> recorded() {
        return byName.ascending();
    }

    /** Whether the group is listed once it is touched. */
    boolean publishes(String group) {
        for (String pattern : patterns) {
            if (GroupName.matches(pattern, group)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it lists the same names and reaches as far back. */
    boolean isListedLike(PublishedGroups other) {
        return epoch == other.epoch && horizon == other.horizon && patterns.equals(other.patterns);
    }

    private Iterator<PublishedGroup> raised(Iterator<PublishedGroup> groups) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return groups.hasNext();
            }

            @Override
            public PublishedGroup next() {
                return raised(groups.next());
            }
        };
    }

    private PublishedGroup raised(PublishedGroup group) {
        return group.stamp().nanos() >= floor ? group : new PublishedGroup(new Stamp(floor), group.name());
    }

    PublishedGroups with(PublishedGroup group) {
        PublishedGroup before = byName.find(group);
        SortedTree<PublishedGroup> others = before == null ? byStamp : byStamp.without(before);
        return new PublishedGroups(epoch, horizon, floor, patterns, byName.with(group), others.with(group));
    }

    /** Drops what changed longest ago; the picture tells of it by its horizon. */
    PublishedGroups withoutOldest() {
        PublishedGroup oldest = byStamp.first();
        if (oldest == null) {
            return this;
        }
        return withHorizon(oldest.stamp().nanos()).dropping(oldest);
    }

    private PublishedGroups dropping(PublishedGroup group) {
        return new PublishedGroups(epoch, horizon, floor, patterns, byName.without(group), byStamp.without(group));
    }

    PublishedGroups withHorizon(long stamp) {
        return new PublishedGroups(epoch, Math.max(horizon, stamp), floor, patterns, byName, byStamp);
    }

    PublishedGroups publishing(Collection<String> names) {
        List<String> sorted = names.stream().sorted().toList();
        return new PublishedGroups(epoch, horizon, floor, sorted, byName, byStamp);
    }

    /** The same after everything moved. */
    PublishedGroups restarted(long newEpoch, long stamp) {
        if (newEpoch != epoch && head().nanos() >= stamp) {
            // The clock of the new epoch is behind: next to its stamps, those of the old one would be in the future.
            return none(newEpoch, stamp).publishing(patterns);
        }
        return new PublishedGroups(newEpoch, Math.max(horizon, stamp), stamp, patterns, byName, byStamp);
    }

    /** The same of what is known to reach back to that moment, and of nothing that moved everything since. */
    PublishedGroups reachingBackTo(long stamp) {
        return new PublishedGroups(epoch, stamp, stamp, patterns, byName, byStamp);
    }

    /**
     * With these instead, oldest change first. Of more than the bound the oldest are dropped; the picture tells of it
     * by its horizon.
     */
    PublishedGroups listing(List<PublishedGroup> groups, int bound) {
        int dropped = Math.max(0, groups.size() - bound);
        return dropped == 0
                ? listing(groups)
                : withHorizon(groups.get(dropped - 1).stamp().nanos()).listing(groups.subList(dropped, groups.size()));
    }

    private PublishedGroups listing(List<PublishedGroup> groups) {
        return new PublishedGroups(
                epoch,
                horizon,
                floor,
                patterns,
                SortedTree.ofSorted(BY_NAME, groups.stream().sorted(BY_NAME).toList()),
                SortedTree.ofSorted(
                        Comparator.naturalOrder(), groups.stream().sorted().toList()));
    }
}
