package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What no other test of the index shows of the rules. */
@DisplayName("By the rules the index")
class IndexRulesTest {
    private static final LogSettings SETTINGS = new LogSettings(1024, 10, Duration.ofSeconds(60));

    private final SteppedClock clock = new SteppedClock();
    private final EmbeddedLog log = EmbeddedLogs.fresh(clock, SETTINGS);
    private final GroupIndex index = new GroupIndex(log, null);

    @Test
    void R10_movesTheStampsBeforeItEndsTheFlux() {
        List<Boolean> inFlux = new ArrayList<>();
        index.listen((stamp, groups) -> inFlux.add(index.inFlux("a")));
        index.begin("a").close();
        assertEquals(List.of(true), inFlux);
    }

    @Test
    void R10_readsTheFluxBeforeTheStamps() {
        Stamp before = index.stamp("a");
        ChangeScope scope = index.begin("a");
        // The change ends while it is being read, after its flux was seen.
        GroupVector vector = new GroupVector(
                log.replica(),
                () -> {
                    scope.close();
                    return true;
                },
                log::readThrough,
                List.of("a"));
        Reading reading = vector.read(null);
        assertNotNull(reading);
        assertTrue(reading.newest() > before.nanos());
    }

    @Test
    void R16_aReadingOfAClockThatThenStepsBackRaisesTheFloor() {
        clock.step(Duration.ofSeconds(5));
        long asOf = index.asOf();
        clock.step(Duration.ofDays(-365));
        assertTrue(index.touch("a").nanos() > asOf);
    }

    @Test
    void R16_startsAboveAllThatWasGivenOutBeforeAnUncleanStop(@TempDir Path killed, @TempDir Path restarted)
            throws IOException {
        EmbeddedLog first = EmbeddedLogs.kept(clock, SETTINGS, IndexDirectory.lock(killed));
        long asOf = first.asOf();
        long stamp = first.touch(List.of("a"));
        Files.copy(killed.resolve("high-water"), restarted.resolve("high-water"));
        clock.step(Duration.ofHours(-5));
        EmbeddedLog second = EmbeddedLogs.kept(clock, SETTINGS, IndexDirectory.lock(restarted));
        assertTrue(second.touch(List.of("b")) > Math.max(asOf, stamp));
        second.close();
        first.close();
    }
}
