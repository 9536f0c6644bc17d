package dev.etagere.index;

import dev.etagere.feed.Cursor;
import dev.etagere.feed.Feed;
import dev.etagere.feed.FeedEvent;
import dev.etagere.feed.FeedEvent.Kind;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.feed.Interest;
import dev.etagere.feed.Subscription;
import dev.etagere.index.shared.Entry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows the groups of a simulated cluster, each time by another node, as somebody behind a load balancer does. */
final class SimulatedFollower {
    static final Collection<String> PUBLISHED = List.of("g*");
    private static final Interest ALL = Interest.of(null, List.of());

    private final SharedSimulation world;
    private @Nullable Cursor cursor;

    SimulatedFollower(SharedSimulation world) {
        this.world = world;
    }

    /**
     * Hears what there is, and is told a lie if something is missing between where he was and where he is told to be.
     */
    void ask(SimulatedNode node) {
        Cursor before = cursor;
        Map<String, Long> told = new HashMap<>();
        boolean reset = false;
        Feed feed = Feed.polled(node.index, GroupVisibility.EVERYTHING);
        try (Subscription subscription = feed.subscribe(ALL, before, () -> {})) {
            FeedEvent event = subscription.heartbeat();
            for (int i = 0; event != null && event.kind() != Kind.HEARTBEAT && i < 10; i++) {
                reset |= event.kind() == Kind.RESET;
                event.groups()
                        .forEach(group -> told.merge(group.name(), group.stamp().nanos(), Math::max));
                cursor = event.id();
                event = subscription.heartbeat();
            }
            if (event != null) {
                cursor = event.id();
            }
        }
        if (reset || before == null) {
            world.hit(SharedSimulation.Hit.BEGAN_ANEW);
        } else {
            world.hit(SharedSimulation.Hit.FOLLOWED);
            judge(node, before, cursor, told);
        }
    }

    private void judge(SimulatedNode node, Cursor from, Cursor to, Map<String, Long> told) {
        for (Entry entry : world.moves(from, to)) {
            if (entry.kind() == Entry.Kind.TOUCH_ALL || entry.groups().contains(GroupIndex.APP)) {
                throw new SharedSimulation.Lie(node.name + " lets a follower go on from " + from + " to " + to
                        + " though everything has moved by " + entry);
            }
            for (String group : entry.groups()) {
                if (told.getOrDefault(group, 0L) < entry.stamp()) {
                    throw new SharedSimulation.Lie(node.name + " does not tell a follower of " + group + " at "
                            + entry.stamp() + " between " + from + " and " + to + ", only of " + told);
                }
            }
        }
    }
}
