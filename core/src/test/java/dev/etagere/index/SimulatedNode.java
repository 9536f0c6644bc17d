package dev.etagere.index;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A node of a simulated cluster. Whoever has to wait on it lets others take steps. */
final class SimulatedNode {
    private final SharedSimulation world;
    final String name;
    final CarriedLog way;
    final long tickerAhead;
    final LogNode node;
    final GroupIndex index;
    final List<SimulatedWriter> writers = new ArrayList<>();
    // What was committed here: nobody who asks here may be told of less.
    final Map<Subject, Integer> written = new HashMap<>();
    Runnable beat = () -> {};
    boolean following;

    SimulatedNode(SharedSimulation world, String name) {
        this.world = world;
        this.name = name;
        way = world.way(name);
        tickerAhead = world.random().nextLong(TimeUnit.DAYS.toNanos(1));
        SplittableRandom own = world.random().split();
        Sources sources = new Sources(world::timeOfDay, () -> world.now() + tickerAhead, own::nextLong, this::waiting);
        node = new LogNode(way, sources, (task, every) -> {
            beat = task;
            return () -> {};
        });
        index = new GroupIndex(new SharedTouchLog(way, sources.ticker(), node), null);
        index.publish(SimulatedFollower.PUBLISHED);
        for (int i = 0; i < 2; i++) {
            writers.add(new SimulatedWriter(world, this));
        }
    }

    /** Whoever waits is waked by what others do meanwhile, or for no reason. */
    private long waiting(Condition condition, long nanos) {
        long begun = world.now();
        world.waits(world::step);
        return nanos - (world.now() - begun);
    }

    void follow() {
        if (following) {
            return; // It has one thread for it.
        }
        following = true;
        PublishedGroups before = index.published();
        try {
            world.trace(name + " follows");
            node.follow(Duration.ZERO);
            world.trace(name + " has followed");
            if (index.published().horizon().compareTo(before.horizon()) < 0
                    && index.published().epoch() == before.epoch()) {
                world.hit(SharedSimulation.Hit.REACHES_FARTHER_BACK);
            }
        } catch (SharedSimulation.Lie e) {
            throw e;
        } catch (Exception e) {
            world.trace(name + " cannot follow");
        } finally {
            following = false;
        }
    }

    boolean isBusy() {
        return following || writers.stream().anyMatch(writer -> writer.busy);
    }

    GroupVector vector(Subject subject) {
        return index.vector(List.of(subject.group, GroupIndex.APP));
    }
}
