package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.SharedSimulation.Hit;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("In any order in which a shared log and its nodes hear of each other")
class SharedSimulationTest {
    private static final long RUNS = Long.getLong("simulation.shared", 1500);
    private static final long SEED = Long.getLong("simulation.seed", 1);

    private static final int LAST_STEPS = 200;

    // Epochs begin and leases run out by the thousand here. Held, since the log manager would forget it.
    private final Logger log = Logger.getLogger("dev.etagere");

    @BeforeEach
    void silence() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        log.setLevel(null);
    }

    private static void runAll(boolean forgets) {
        Map<Hit, Long> hits = SharedSimulation.none();
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            try {
                var unused = new SharedSimulation(seed, forgets, hits).run();
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + "\n" + story(seed, forgets), e);
            }
        }
        System.out.println(RUNS + " runs, 0 lies, " + hits);
        for (Hit hit : Hit.values()) {
            boolean rare = hit == (forgets ? Hit.DIED_WITH_AN_OPEN_SCOPE : Hit.ANOTHER_EPOCH);
            assertTrue(rare || hits.get(hit) > 0, () -> hit + " was not met");
        }
    }

    private static String story(long seed, boolean forgets) {
        List<String> told = new SharedSimulation(seed, forgets, SharedSimulation.none()).told();
        return String.join("\n", told.subList(Math.max(0, told.size() - LAST_STEPS), told.size()));
    }

    @Test
    void R20_nothingIsConfirmedThatWasOldALeaseAgo() {
        runAll(false);
    }

    @Test
    void R18_nothingStaysConfirmedThatALogHasForgotten() {
        runAll(true);
    }

    @Test
    void aSeedIsReplayedStepByStep() {
        for (long seed = SEED; seed < SEED + 20; seed++) {
            assertEquals(
                    new SharedSimulation(seed, true, SharedSimulation.none()).run(),
                    new SharedSimulation(seed, true, SharedSimulation.none()).run(),
                    "seed " + seed);
        }
    }
}
