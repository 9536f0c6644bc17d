package dev.etagere.index;

import dev.etagere.feed.Cursor;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.SharedSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Nodes of one shared log, their readers and writers, a network that delays, reorders and loses, nodes that die, and a
 * log that is trimmed or begins anew. One thread does all of it, in an order that the seed tells; whoever waits lets
 * others take steps meanwhile. An oracle knows what had to be told when.
 */
final class SharedSimulation {
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final Duration STALENESS = Duration.ofMillis(200);
    static final Duration LEASE = Duration.ofMillis(800);
    private static final SharedSettings SETTINGS = new SharedSettings(16, 100, LEASE, STALENESS, Duration.ofMillis(50));
    private static final int STEPS = 600;
    private static final int DEEPEST = 3;
    private static final int GROUPS = 3;
    private static final List<Courier.Way> WAYS = List.of(Courier.Way.values());

    private final SplittableRandom random;
    private final boolean forgets;
    private final Map<Hit, Long> hits;
    private MemoryLog log;
    private final Courier courier;
    private final List<SimulatedNode> nodes = new ArrayList<>();
    private final List<Subject> subjects = new ArrayList<>();
    private final SimulatedFollower follower = new SimulatedFollower(this);
    private long now = TimeUnit.DAYS.toNanos(20_000);
    private long logAhead;
    private int depth;
    private boolean resting;
    private long trace;
    private @Nullable List<String> story;

    /** What has to be met for a run to mean something. */
    enum Hit {
        CONFIRMED,
        CONFIRMED_WITHIN_THE_LEASE_THOUGH_OLD,
        READ_THROUGH,
        IN_FLUX,
        NOT_LIVE,
        COMMITTED,
        REFUSED,
        ENTERED_UNMOVED,
        REFUSED_AS_MOVED,
        LEASE_RUN_OUT,
        DIED_WITH_AN_OPEN_SCOPE,
        ARRIVED_LATE,
        LOST,
        LOADED_ANEW,
        ANOTHER_EPOCH,
        REACHES_FARTHER_BACK,
        FOLLOWED,
        BEGAN_ANEW
    }

    /** What must never be. */
    static final class Lie extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Lie(String message) {
            super(message);
        }
    }

    /** @param forgets whether the log loses what it has, besides what the network does */
    SharedSimulation(long seed, boolean forgets, Map<Hit, Long> hits) {
        this.random = new SplittableRandom(seed);
        this.forgets = forgets;
        this.hits = hits;
        this.log = new MemoryLog(this::timeOfDay, SETTINGS);
        this.courier =
                new Courier(random.split(), () -> now, STALENESS.toNanos(), () -> waits(this::step), this::trace);
        for (int i = 0; i < GROUPS; i++) {
            subjects.add(new Subject("g" + i));
        }
    }

    SplittableRandom random() {
        return random;
    }

    boolean forgets() {
        return forgets;
    }

    /** The way of a new node to the log. */
    CarriedLog way(String name) {
        return new CarriedLog(name, log, courier, random.split());
    }

    Subject anySubject() {
        return subjects.get(random.nextInt(GROUPS));
    }

    /** In nanoseconds. */
    long now() {
        return now;
    }

    Instant timeOfDay() {
        return Instant.EPOCH.plusNanos(now + logAhead);
    }

    /** Returns what is the same whenever the seed is. */
    long run() {
        int count = 2 + random.nextInt(2);
        for (int i = 0; i < count; i++) {
            nodes.add(new SimulatedNode(this, "n" + i));
        }
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        rest();
        hits.merge(Hit.ARRIVED_LATE, courier.late(), Long::sum);
        hits.merge(Hit.LOST, courier.lost(), Long::sum);
        nodes.forEach(this::count);
        return trace;
    }

    private void count(SimulatedNode node) {
        IndexStatistics told = node.index.statistics();
        hits.merge(Hit.LOADED_ANEW, told.loads() - 1, Long::sum);
        hits.merge(Hit.ANOTHER_EPOCH, told.epochs(), Long::sum);
    }

    void hit(Hit hit) {
        hits.merge(hit, 1L, Long::sum);
        trace(hit.name());
    }

    void trace(String what) {
        trace = trace * 31 + what.hashCode();
        if (story != null) {
            story.add((now / 1000) % 100_000_000 + " us " + "  ".repeat(depth) + what);
        }
    }

    /** What happened; for whoever wants to know how a lie came about. */
    List<String> told() {
        story = new ArrayList<>();
        try {
            run();
        } catch (RuntimeException e) {
            trace(e.toString());
        }
        return story;
    }

    void waits(Runnable action) {
        depth++;
        try {
            action.run();
        } finally {
            depth--;
        }
    }

    /** Somebody does something. */
    void step() {
        now++; // Nothing happens at the same time.
        trace = trace * 31 + now;
        SimulatedNode node = nodes.get(random.nextInt(nodes.size()));
        int choice = random.nextInt(100);
        if (choice < 35) {
            courier.step();
        } else if (choice < 45) {
            node.beat.run();
        } else if (choice < 55) {
            now += random.nextLong(random.nextInt(20) == 0 ? 150 * MILLI : 6 * MILLI);
        } else if (choice < 58) {
            follower.ask(node);
        } else if (choice < 75 || depth > DEEPEST || resting) {
            read(node);
        } else if (choice < 87) {
            node.follow();
        } else if (choice < 98) {
            node.writers.get(random.nextInt(2)).step();
        } else {
            harm(node);
        }
    }

    private void harm(SimulatedNode node) {
        trace("harm to " + node.name);
        switch (random.nextInt(forgets ? 14 : 7)) {
            case 0, 1, 2 -> nodes.forEach(each -> each.way.become(Courier.Way.OPEN));
            case 3, 4 -> node.way.become(WAYS.get(random.nextInt(WAYS.size())));
            case 5 -> log.trim();
            case 6 -> die(node);
            case 7 -> log.startEpoch();
            case 8 -> log.wipe();
            case 9, 10 -> log = log.successor();
            case 11, 12 -> node.way.moveTo(log);
            default -> logAhead = random.nextLong(-3_600_000, 3_600_000) * MILLI;
        }
    }

    /** What it has not brought to the log dies with it, and with a log that forgets what it has brought there. */
    private void die(SimulatedNode node) {
        boolean open = node.writers.stream().anyMatch(writer -> writer.state != SimulatedWriter.State.IDLE);
        if (!node.isBusy() && node.index.statistics().pending() == 0 && !forgets) {
            if (open) {
                hit(Hit.DIED_WITH_AN_OPEN_SCOPE);
            }
            // What it has sent may still arrive.
            node.way.become(Courier.Way.OPEN);
            nodes.set(nodes.indexOf(node), new SimulatedNode(this, node.name + "'"));
        }
    }

    /** Those whose owners may still commit. */
    Set<SimulatedWriter> committers(Subject subject) {
        return nodes.stream()
                .flatMap(node -> node.writers.stream())
                .filter(writer -> writer.mayCommit(subject))
                .collect(Collectors.toSet());
    }

    /** What moved between two cursors of one epoch. */
    List<Entry> moves(Cursor from, Cursor to) {
        if (from.epoch() != to.epoch()) {
            throw new Lie("a follower goes on in another epoch");
        }
        return log.moves(from.epoch(), from.stamp().nanos(), to.stamp().nanos());
    }

    // Readers

    private void read(SimulatedNode node) {
        Subject subject = anySubject();
        int own = node.written.getOrDefault(subject, 0);
        long begun = now;
        boolean strict = depth <= DEEPEST && random.nextInt(10) == 0;
        if (!strict && !node.index.live()) {
            hit(Hit.NOT_LIVE);
            return;
        }
        interrupted();
        Reading reading = strict
                ? node.vector(subject).readThrough(null)
                : node.vector(subject).read(null);
        if (reading == null) {
            hit(Hit.IN_FLUX);
            return;
        }
        String label = Subject.label(reading);
        trace(node.name + " reads " + subject.group + " " + label + (strict ? " strictly" : ""));
        interrupted();
        Integer kept = subject.copies.get(label);
        if (kept == null) {
            subject.copies.put(label, subject.version);
            return;
        }
        hit(strict ? Hit.READ_THROUGH : Hit.CONFIRMED);
        if (kept < subject.version) {
            hit(Hit.CONFIRMED_WITHIN_THE_LEASE_THOUGH_OLD);
        }
        judge(node, subject, kept, own, strict ? begun : begun - STALENESS.toNanos() - 1);
    }

    private void judge(SimulatedNode node, Subject subject, int kept, int own, long dueBy) {
        if (kept < own) {
            throw new Lie(node.name + " confirms " + kept + " of " + subject.group + " and has itself written " + own);
        }
        if (!forgets && kept < subject.due(dueBy)) {
            throw new Lie(node.name + " confirms " + kept + " of " + subject.group + ", and " + subject.due(dueBy)
                    + " was due");
        }
    }

    /** Others may run between two lines of a reader. */
    private void interrupted() {
        if (depth < DEEPEST && random.nextInt(4) == 0) {
            waits(this::step);
        }
    }

    // At rest

    private void rest() {
        resting = true;
        nodes.forEach(node -> node.way.become(Courier.Way.OPEN));
        for (SimulatedNode node : nodes) {
            for (SimulatedWriter writer : node.writers) {
                while (writer.state != SimulatedWriter.State.IDLE) {
                    if (writer.state == SimulatedWriter.State.READ) {
                        writer.state = SimulatedWriter.State.IDLE;
                    } else {
                        writer.step();
                    }
                }
            }
        }
        // Or leases that began in what is the future now would hold their groups for as long.
        logAhead = Math.max(logAhead, Duration.ofHours(2).toNanos());
        nodes.forEach(node -> {
            node.way.moveTo(log);
            node.way.become(Courier.Way.OPEN);
        });
        long calm = 0;
        // What one of them shows last, all have to.
        for (int i = 0; calm * 10 * MILLI <= STALENESS.toNanos(); i++) {
            if (i == 2000) {
                throw new Lie("does not come to rest: "
                        + nodes.stream().map(node -> node.index.statistics()).toList());
            }
            now += 10 * MILLI;
            nodes.forEach(node -> node.beat.run());
            while (!courier.isIdle()) {
                courier.step();
            }
            nodes.forEach(SimulatedNode::follow);
            calm = isAtRest() ? calm + 1 : 0;
        }
        for (Subject subject : subjects) {
            String label = null;
            for (SimulatedNode node : nodes) {
                Reading reading = node.vector(subject).read(null);
                String its = reading == null ? "none" : Subject.label(reading);
                if (label != null && !label.equals(its)) {
                    throw new Lie("the nodes differ on " + subject.group + ": " + label + ", " + its);
                }
                label = its;
                if (subject.copies.getOrDefault(its, subject.version) < subject.version) {
                    throw new Lie(node.name + " would confirm " + subject.copies.get(its) + " of " + subject.group
                            + " for ever, and it is " + subject.version);
                }
            }
        }
    }

    private boolean isAtRest() {
        return courier.isIdle()
                && nodes.stream()
                        .allMatch(node -> node.index.live()
                                && node.index.statistics().pending() == 0
                                && subjects.stream()
                                        .noneMatch(
                                                subject -> node.vector(subject).inFlux()));
    }

    static Map<Hit, Long> none() {
        Map<Hit, Long> none = new EnumMap<>(Hit.class);
        for (Hit hit : Hit.values()) {
            none.put(hit, 0L);
        }
        return none;
    }
}
