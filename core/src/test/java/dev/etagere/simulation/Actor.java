package dev.etagere.simulation;

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
