package dev.etagere.simulation;

/** Restarts the process, cleanly or not, perhaps with a new revision of the application. */
final class Operator extends Actor {
    private int left;

    Operator(World world, String name, int restarts) {
        super(world, name);
        this.left = restarts;
    }

    @Override
    boolean isDone() {
        return left == 0;
    }

    @Override
    boolean isBlocked() {
        // Whoever stops an application waits for its writers, or has them use scopes.
        return world.isKept() && world.hasGaps();
    }

    @Override
    boolean mayInterrupt() {
        return false;
    }

    @Override
    void step() {
        boolean clean = world.random.nextInt(3) > 0;
        boolean renew = world.random.nextInt(3) == 0;
        note(clean ? "stops the process" : "KILLS the process");
        world.restart(clean, renew);
        left--;
        note("has started " + (renew ? "another revision" : "it again"));
    }
}
