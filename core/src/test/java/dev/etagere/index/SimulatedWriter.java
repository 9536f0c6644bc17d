package dev.etagere.index;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody who changes data, step by step. */
final class SimulatedWriter {
    private final SharedSimulation world;
    final SimulatedNode node;
    State state = State.IDLE;
    boolean busy;
    Subject subject = new Subject("none");

    @Nullable
    ChangeScope scope;

    @Nullable
    Reading seen;

    int seenVersion;
    long begun;

    /** What it does next. */
    enum State {
        IDLE,
        READ,
        OPEN,
        COMMITTED
    }

    SimulatedWriter(SharedSimulation world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    /** Whether its commit may still come. */
    boolean mayCommit(Subject data) {
        return state == State.OPEN && subject == data && isInTime();
    }

    void step() {
        if (busy) {
            return;
        }
        busy = true;
        try {
            world.waits(this::next);
        } catch (IndexUnavailableException e) {
            world.hit(SharedSimulation.Hit.REFUSED);
            if (scope == null) {
                state = State.IDLE;
            }
        } finally {
            busy = false;
        }
    }

    private void next() {
        switch (state) {
            case IDLE -> begin();
            case READ -> enter();
            case OPEN -> decide();
            case COMMITTED -> close();
        }
    }

    private void begin() {
        subject = world.anySubject();
        begun = world.now();
        scope = null;
        int how = world.random().nextInt(20);
        if (how < 12) {
            world.trace(node.name + " begins " + subject.group);
            scope = node.index.begin(subject.group);
            world.trace(node.name + " has begun " + subject.group);
            state = State.OPEN;
        } else if (how < 16) {
            read();
        } else {
            touch(how == 19);
        }
    }

    /** Without a scope: it is known when it has been brought to the log. */
    private void touch(boolean all) {
        int version = subject.commit();
        world.trace(node.name + " commits without a scope " + subject.group + "=" + version);
        world.hit(SharedSimulation.Hit.COMMITTED);
        try {
            if (all) {
                node.index.touchAll();
            } else {
                node.index.touch(subject.group);
            }
            subject.owe(world.now(), version);
        } finally {
            wrote(version);
        }
    }

    private void wrote(int version) {
        node.written.merge(subject, version, Math::max);
    }

    private void read() {
        seen = node.index.live() ? node.vector(subject).read(null) : null;
        seenVersion = subject.version;
        world.trace(node.name + " has seen " + subject.group + "=" + seenVersion
                + (seen == null ? "" : Subject.label(seen)));
        state = seen == null ? State.IDLE : State.READ;
    }

    private void enter() {
        Reading read = seen;
        Set<SimulatedWriter> others = world.committers(subject);
        int before = subject.scoped();
        begun = world.now();
        GroupVector vector = node.vector(subject);
        world.trace(node.name + " enters " + subject.group);
        scope = node.index.beginAlone(vector, List.of(subject.group), Duration.ZERO);
        ChangeScope opened = scope;
        state = opened == null ? State.IDLE : State.COMMITTED;
        if (read == null || opened == null || !opened.addUnlessMoved(vector, read, List.of(subject.group))) {
            world.hit(SharedSimulation.Hit.REFUSED_AS_MOVED);
            return;
        }
        world.hit(SharedSimulation.Hit.ENTERED_UNMOVED);
        if (!world.forgets() && before > seenVersion) {
            throw new SharedSimulation.Lie("a lost update of " + subject.group + ": " + seenVersion + " was read");
        }
        others.retainAll(world.committers(subject));
        if (!world.forgets() && !others.isEmpty()) {
            throw new SharedSimulation.Lie(subject.group + " was entered beside another scope");
        }
        state = State.OPEN;
    }

    private void decide() {
        ChangeScope open = scope;
        if (open == null || world.random().nextInt(8) == 0) {
            state = State.COMMITTED; // It was rolled back.
            return;
        }
        if (world.random().nextBoolean()) {
            try {
                open.ensureActive();
            } catch (IllegalStateException e) {
                state = State.COMMITTED;
                return;
            }
        }
        state = State.COMMITTED;
        if (isInTime()) {
            commit();
        }
    }

    /** Transactions take half the lease at most (R12). */
    private boolean isInTime() {
        return world.now() - begun < SharedSimulation.LEASE.toNanos() / 2;
    }

    private void commit() {
        int version = subject.commit();
        world.trace(node.name + " commits " + subject.group + "=" + version);
        world.hit(SharedSimulation.Hit.COMMITTED);
        wrote(version);
        subject.oweScoped(world.now(), version);
    }

    private void close() {
        ChangeScope open = scope;
        if (open != null) {
            if (open.state() == ChangeScope.State.EXPIRED) {
                world.hit(SharedSimulation.Hit.LEASE_RUN_OUT);
            }
            world.trace(node.name + " closes " + subject.group);
            open.close();
            world.trace(node.name + " has closed " + subject.group);
        }
        scope = null;
        state = State.IDLE;
    }
}
