package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A change scope whose lease runs out")
class LeaseTest {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final SteppedClock clock = new SteppedClock();
    private final AtomicLong ticker = new AtomicLong(Long.MAX_VALUE - 1);
    private final EmbeddedLog log =
            EmbeddedLogs.fresh(Sources.of(clock, ticker::get), new LogSettings(1024, 100, LEASE));
    private final GroupIndex index = new GroupIndex(log, null);
    private final GroupVector vector = index.vector(List.of("a"));

    private void pass(Duration time) {
        ticker.addAndGet(time.toNanos());
    }

    @Test
    void R11_isInFluxUntilItIsTouchedForAndBothEndInOneStep() {
        Stamp before = index.stamp("a");
        index.begin("a");
        pass(LEASE.minusNanos(1));
        assertNull(vector.read(null), "not yet");
        assertEquals(before, index.stamp("a"));
        pass(Duration.ofNanos(1));
        Reading reading = vector.read(null);
        assertNotNull(reading, "whoever reads recovers");
        assertTrue(reading.newest() > before.nanos(), "touched for");
    }

    @Test
    void R11_isRecoveredByWhoeverAsksForAnything() {
        for (Runnable asks : List.<Runnable>of(
                () -> index.inFlux("a"),
                index::published,
                () -> index.begin("b").discard(),
                () -> index.beginAlone(index.vector(List.of("b")), Set.of(), Duration.ZERO)
                        .discard())) {
            Stamp before = index.stamp("a");
            index.begin("a");
            pass(LEASE);
            asks.run();
            assertTrue(index.stamp("a").compareTo(before) > 0);
        }
    }

    @Test
    void R11_isToldToListenersAndListed() {
        index.publish(Set.of("a"));
        List<Set<String>> heard = new ArrayList<>();
        index.listen((stamp, groups) -> heard.add(groups));
        index.begin("a");
        pass(LEASE);
        Stamp listed = index.published().stamp("a");
        assertEquals(index.stamp("a"), listed);
        assertEquals(List.of(Set.of("a")), heard);
    }

    @Test
    void R11_ofSeveralOnlyThoseThatAreDueEnd() {
        index.begin("a");
        pass(Duration.ofSeconds(30));
        index.begin("a");
        ChangeScope closed = index.begin("a");
        closed.close();
        pass(Duration.ofSeconds(30));
        assertTrue(index.inFlux("a"), "the second one still holds it");
        pass(Duration.ofSeconds(30));
        assertFalse(index.inFlux("a"));
    }

    @Test
    void R11_doesNotStepWithTheTimeOfDay() {
        index.begin("a");
        clock.step(Duration.ofDays(365));
        assertTrue(index.inFlux("a"));
        clock.step(Duration.ofDays(-730));
        pass(LEASE);
        assertFalse(index.inFlux("a"));
    }

    @Test
    void R12_ensureActiveForbidsTheCommit() {
        ChangeScope scope = index.begin("a");
        scope.ensureActive();
        pass(LEASE);
        String message =
                assertThrows(IllegalStateException.class, scope::ensureActive).getMessage();
        assertTrue(
                message.contains("its lease of 60 s has run out") && message.contains("roll the change back"), message);
        scope.close();
        assertTrue(assertThrows(IllegalStateException.class, scope::ensureActive)
                .getMessage()
                .contains("it was closed"));
    }

    @Test
    void R12_aCloseAfterExpiryStillTouches() {
        ChangeScope scope = index.begin("a");
        pass(LEASE);
        assertFalse(index.inFlux("a"));
        Stamp expired = index.stamp("a");
        scope.close();
        Stamp closed = index.stamp("a");
        assertTrue(closed.compareTo(expired) > 0);
        scope.close();
        assertEquals(closed, index.stamp("a"), "once");
        assertFalse(index.inFlux("a"));
    }

    @Test
    void R12_whatIsAddedAfterExpiryIsTouchedNowAndAtTheClose() {
        ChangeScope scope = index.begin("a");
        pass(LEASE);
        scope.add("b");
        Stamp added = index.stamp("b");
        assertEquals(index.head(), added);
        assertFalse(index.inFlux("b"));
        scope.close();
        assertTrue(index.stamp("b").compareTo(added) > 0);
    }

    @Test
    void R12_aDiscardAfterExpiryTakesNothingBack() {
        Stamp before = index.stamp("a");
        ChangeScope scope = index.begin("a");
        pass(LEASE);
        assertFalse(index.inFlux("a"));
        scope.discard();
        assertTrue(index.stamp("a").compareTo(before) > 0);
        assertFalse(index.inFlux("a"));
    }

    @Test
    void R12_takesInNothingThatWasComparedAfterItsExpiry() {
        Reading reading = vector.read(null);
        ChangeScope scope = index.beginAlone(vector, Set.of(), Duration.ZERO);
        pass(LEASE);
        assertFalse(scope.addUnlessMoved(vector, reading, Set.of("a")));
    }

    @Test
    void R15_aStopAfterExpiryIsClean() {
        index.begin("a");
        pass(LEASE);
        index.close();
        assertTrue(log.replica().flux().none());
    }
}
