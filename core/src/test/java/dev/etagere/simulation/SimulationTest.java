package dev.etagere.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    private static final long INTERLEAVINGS = Long.getLong("simulation.interleavings", 1_000_000);
    private static final long SEED = Long.getLong("simulation.seed", 1);

    // Leases run out by the thousand here. Held, since the log manager would forget it.
    private final Logger log = Logger.getLogger("dev.etagere.index");

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
    void no304LiesInAnyInterleaving() {
        Windows windows = new Windows();
        Simulation simulation = new Simulation(windows, directories, null);
        for (long i = 0; i < INTERLEAVINGS; i++) {
            try {
                simulation.run(SEED + i);
            } catch (RuntimeException e) {
                fail(i + " interleavings, then 1 that lies\n" + report(SEED + i, e));
            }
        }
        System.out.println(INTERLEAVINGS + " interleavings, 0 stale, " + windows.sum() + " races hit");
        for (Window window : Window.values()) {
            System.out.println("  " + window + ": " + windows.hits(window));
        }
        for (Window window : Window.values()) {
            long least = window.perMillion * INTERLEAVINGS / 1_000_000;
            assertTrue(windows.hits(window) >= least, () -> window + " was hit less than " + least + " times");
        }
    }

    private String report(long seed, RuntimeException first) {
        List<String> trace = new ArrayList<>();
        RuntimeException again = null;
        try {
            new Simulation(new Windows(), directories, trace).run(seed);
        } catch (RuntimeException e) {
            again = e;
        }
        return (again == null ? "did not happen again: " + first : again) + "\nseed " + seed
                + ", to be run alone by -Dsimulation.seed=" + seed + " -Dsimulation.interleavings=1\n"
                + String.join("\n", trace);
    }
}
