package dev.etagere.simulation;

/** Rolls out a new revision: for a while both answer. */
final class Deployer extends Actor {
    private int phase;

    Deployer(World world, String name) {
        super(world, name);
    }

    @Override
    boolean isDone() {
        return phase == 3;
    }

    @Override
    boolean mayInterrupt() {
        // A rollout has ended when the old revision decides nothing any more.
        return phase < 2;
    }

    @Override
    void step() {
        switch (phase++) {
            case 0 -> {
                world.beginRollout();
                note("starts the next revision beside");
            }
            case 1 -> {
                world.retire();
                note("sends no more requests to the old revision");
            }
            default -> {
                world.endRollout();
                note("ends the rollout");
            }
        }
    }

    @Override
    void die() {
        // What comes up after a restart is one revision.
        phase = 3;
    }
}
