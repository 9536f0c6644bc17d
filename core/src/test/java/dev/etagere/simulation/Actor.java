package dev.etagere.simulation;

import org.jspecify.annotations.Nullable;

/** Somebody who does one thing after the other, each in one step; between two steps others run. */
abstract class Actor {
    final World world;
    private final String name;

    /** Whether it is in the middle of a step. */
    boolean isRunning;

    Actor(World world, String name) {
        this.world = world;
        this.name = name;
    }

    abstract boolean isDone();

    /** Whether it has to wait for somebody else. */
    boolean isBlocked() {
        return false;
    }

    /** Whether its next step may need the lock of the log. */
    boolean needsLock() {
        return true;
    }

    /** Whether it may run in the middle of a step of somebody else. */
    boolean mayInterrupt() {
        return true;
    }

    abstract void step();

    /** The process ends. */
    void die() {}

    /** It dies alone, and leaves what it has begun to the leases. */
    final void crashIn(Transaction transaction, Ongoing first, @Nullable Ongoing second) {
        world.windows.hit(
                transaction.state == Transaction.State.COMMITTED
                        ? Window.CRASH_IN_A_SCOPE_AFTER_THE_COMMIT
                        : Window.CRASH_IN_A_SCOPE_BEFORE_THE_COMMIT);
        first.dead = true;
        if (second != null) {
            second.dead = true;
        }
        note("CRASHES");
    }

    /** What is being committed while the process ends may or may not get through. */
    final void dieIn(Transaction transaction) {
        world.windows.hit(Window.STOP_DURING_A_CHANGE);
        if (world.random.nextBoolean()) {
            world.store.commit(transaction);
        } else {
            world.store.rollBack(transaction);
        }
    }

    final void note(String what) {
        if (world.isTraced()) {
            world.note(name + " " + what);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
