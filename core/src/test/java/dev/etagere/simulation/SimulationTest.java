package dev.etagere.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    private static final long INTERLEAVINGS = Long.getLong("simulation.interleavings", 1_000_000);
    private static final long SEED = Long.getLong("simulation.seed", 1);
    private static final int AT_A_TIME = 1000;

    // Leases run out by the thousand here, and groups are named too late. Held, since the log manager would forget it.
    private final Logger log = Logger.getLogger("dev.etagere");

    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong firstLie = new AtomicLong(Long.MAX_VALUE);

    @TempDir
    Path directories;

    @BeforeEach
    void silence() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        log.setLevel(null);
    }

    @Test
    void no304LiesInAnyInterleaving() throws Exception {
        Windows windows = runAll();
        if (firstLie.get() != Long.MAX_VALUE) {
            fail(firstLie + " interleavings, then 1 that lies\n" + report(SEED + firstLie.get()));
        }
        System.out.println(INTERLEAVINGS + " interleavings, 0 stale, " + windows.sum() + " races hit");
        for (Window window : Window.values()) {
            System.out.println("  " + window + ": " + windows.hits(window));
        }
        for (Window window : Window.values()) {
            // Few runs may well miss what is rare.
            long least = window.perMillion * INTERLEAVINGS / 1_000_000;
            assertTrue(windows.hits(window) >= least, () -> window + " was hit less than " + least + " times");
        }
    }

    @Test
    void aSeedIsReplayedStepByStep() {
        Simulation used = new Simulation(new Windows(), directories);
        LongStream.range(0, 100).forEach(seed -> used.run(seed));
        List<Long> seeds = new ArrayList<>(List.of(1L, 2L, 3L));
        LongStream.range(0, 20_000)
                .filter(seed -> new Plan(new SplittableRandom(seed)).kept)
                .limit(10)
                .forEach(seeds::add);
        for (long seed : seeds) {
            assertEquals(trace(seed, null), trace(seed, used), "seed " + seed);
        }
        assertTrue(seeds.size() > 10, "some that are kept");
    }

    /** On all processors, since each run is on its own. */
    private Windows runAll() throws Exception {
        int processors = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(processors);
        try {
            List<Future<Windows>> parts = new ArrayList<>();
            for (int i = 0; i < processors; i++) {
                parts.add(threads.submit(this::runMany));
            }
            Windows windows = new Windows();
            for (Future<Windows> part : parts) {
                windows.add(part.get());
            }
            return windows;
        } finally {
            threads.shutdownNow();
        }
    }

    private Windows runMany() {
        Windows windows = new Windows();
        Simulation simulation = new Simulation(windows, directories);
        for (long from = next(); from < INTERLEAVINGS && firstLie.get() == Long.MAX_VALUE; from = next()) {
            for (long i = from; i < Math.min(from + AT_A_TIME, INTERLEAVINGS); i++) {
                try {
                    simulation.run(SEED + i);
                } catch (RuntimeException e) {
                    firstLie.accumulateAndGet(i, Math::min);
                    return windows;
                }
            }
        }
        return windows;
    }

    private long next() {
        return taken.getAndAdd(AT_A_TIME);
    }

    private String report(long seed) {
        List<String> trace = trace(seed, null);
        return trace.get(trace.size() - 1) + "\nseed " + seed + ", to be run alone by -Dsimulation.seed=" + seed
                + " -Dsimulation.interleavings=1\n" + String.join("\n", trace);
    }

    /** What happens, and how it ends. */
    private List<String> trace(long seed, @Nullable Simulation used) {
        List<String> trace = new ArrayList<>();
        Simulation simulation = used == null ? new Simulation(new Windows(), directories) : used;
        try {
            simulation.run(seed, trace);
            trace.add("nothing lies");
        } catch (RuntimeException e) {
            trace.add(e.toString());
        }
        return trace;
    }
}
