package dev.etagere.simulation;

/** Lets time pass by which leases run out and transactions are rolled back. */
final class Fate extends Actor {
    private static final long QUARTER = World.LEASE.toNanos() / 4;

    private int left;

    Fate(World world, String name, int leaps) {
        super(world, name);
        this.left = leaps;
    }

    @Override
    boolean isDone() {
        return left == 0;
    }

    @Override
    boolean mayInterrupt() {
        // It would roll back what somebody is just committing.
        return false;
    }

    @Override
    void step() {
        int quarters = 1 + world.random.nextInt(5);
        world.pass(quarters * QUARTER);
        left--;
        note("lets " + quarters * 15 + " s pass");
    }
}
