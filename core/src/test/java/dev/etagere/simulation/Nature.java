package dev.etagere.simulation;

/** Steps the clock, in either direction. */
final class Nature extends Actor {
    private static final long[] SHORT = {1, 1, 2, 3, 10, -1, -2, -5};
    private static final long[] MIDDLE = {300, 700, 1000, 1000, 1500, 2500, -400, -1000, -2000};

    private int left;
    private long undo;

    Nature(World world, String name, int ticks) {
        super(world, name);
        this.left = ticks;
    }

    @Override
    boolean isDone() {
        return left == 0;
    }

    @Override
    boolean needsLock() {
        return false;
    }

    @Override
    void step() {
        // To the same moment as before once in a while: that is where stamps could repeat.
        long by = undo != 0 && world.random.nextInt(3) == 0 ? undo : any();
        world.stepClock(by);
        undo = -by;
        left--;
        note("steps the clock by " + by + " ms");
    }

    private long any() {
        return switch (world.plan.clock) {
            case STANDS -> 0;
            case MILLISECONDS -> SHORT[world.random.nextInt(SHORT.length)];
            case SECONDS -> MIDDLE[world.random.nextInt(MIDDLE.length)];
            case WILD -> wild();
        };
    }

    /** From a millisecond to a year, each magnitude as often as the others. */
    private long wild() {
        long most = 1L << (1 + world.random.nextInt(35));
        long span = Math.min(365L * 24 * 3_600_000, 1 + world.random.nextLong(most));
        return world.random.nextBoolean() ? span : -span;
    }
}
