package dev.etagere.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs interleavings, each made of nothing but its seed. */
final class Simulation {
    private static final String[] READERS = {"Reader 0", "Reader 1"};
    private static final String[] TOUCHERS = {"Toucher 0", "Toucher 1", "Toucher 2"};
    private static final String[] SCOPERS = {"Scoper 0", "Scoper 1", "Scoper 2"};
    private static final String[] PUTTERS = {"Putter 0", "Putter 1", "Putter 2"};

    private final World world;
    private final Judge judge;
    private final Path directories;

    Simulation(Windows windows, Path directories) {
        this.world = new World(windows);
        this.judge = new Judge(world);
        this.directories = directories;
    }

    /** @throws Lie if a 304 lied, or would */
    void run(long seed) {
        run(seed, null);
    }

    /** @param trace where each step is noted; {@code null} for speed */
    void run(long seed, @Nullable List<String> trace) {
        SplittableRandom random = new SplittableRandom(seed);
        Plan plan = new Plan(random);
        world.reset(random, plan, plan.kept ? newDirectory() : null, trace);
        cast(plan, random);
        try {
            play(plan);
            judge.judgeAtRest();
            if (plan.contest) {
                judge.judgeContest();
            }
        } finally {
            world.end();
        }
    }

    private Path newDirectory() {
        try {
            return Files.createTempDirectory(directories, "index");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void cast(Plan plan, SplittableRandom random) {
        Scheduler scheduler = world.scheduler;
        scheduler.reset(random, plan.seamRarity);
        for (int i = 0; i < plan.readers; i++) {
            scheduler.add(new Reader(world, READERS[i], requests(plan, random)));
        }
        for (int i = 0; i < plan.touchers; i++) {
            scheduler.add(new Toucher(world, TOUCHERS[i], changes(random)));
        }
        for (int i = 0; i < plan.scopers; i++) {
            scheduler.add(new Scoper(world, SCOPERS[i], changes(random), crash(plan, random)));
        }
        for (int i = 0; i < plan.posters; i++) {
            boolean conditional = plan.contest || random.nextInt(3) == 0;
            scheduler.add(new Putter(world, PUTTERS[i], 1, conditional, crash(plan, random)));
        }
        if (plan.ticks > 0) {
            scheduler.add(new Nature(world, "Nature", plan.ticks));
        }
        if (plan.leaps > 0) {
            scheduler.add(new Fate(world, "Fate", plan.leaps));
        }
        if (plan.restarts > 0) {
            scheduler.add(new Operator(world, "Operator", plan.restarts));
        }
        if (plan.rollout) {
            scheduler.add(new Deployer(world, "Deployer"));
        }
    }

    private static int requests(Plan plan, SplittableRandom random) {
        return plan.kept ? 4 : plan.readers == 1 ? 2 + random.nextInt(2) : 2;
    }

    private static int changes(SplittableRandom random) {
        return random.nextInt(4) == 0 ? 2 : 1;
    }

    private static int crash(Plan plan, SplittableRandom random) {
        return plan.crashes && random.nextBoolean() ? random.nextInt(5) : -1;
    }

    private void play(Plan plan) {
        while (true) {
            if (world.scheduler.step()) {
                if (plan.probed) {
                    judge.probeAll();
                }
            } else if (world.scheduler.areAllDone()) {
                return;
            } else {
                // Somebody waits for the rows of the dead.
                world.pass(World.LEASE.toNanos() / 2);
            }
        }
    }
}
