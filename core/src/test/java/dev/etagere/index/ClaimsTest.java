package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A writer that compares")
class ClaimsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final GroupIndex index = GroupIndex.inMemory(new SteppedClock());

    private ChangeScope alone(String group, Duration patience) {
        return index.beginAlone(index.vector(List.of(group, GroupIndex.APP)), List.of("list"), patience);
    }

    private ChangeScope beside(String group, Duration patience) {
        return index.beginBeside(List.of(group, "list"), patience);
    }

    @Test
    void C065_isAloneWithItsTarget() {
        ChangeScope first = alone("a", Duration.ZERO);
        assertNull(alone("a", Duration.ZERO));
        assertNull(beside("a", Duration.ZERO));
        first.close();
        ChangeScope second = beside("a", Duration.ZERO);
        assertNull(alone("a", Duration.ZERO));
        second.close();
        assertNotNull(alone("a", Duration.ZERO));
    }

    @Test
    void C065_doesNotMindWritersOfOtherTargets() {
        assertNotNull(alone("a", Duration.ZERO));
        assertNotNull(alone("b", Duration.ZERO), "both write to the list, and neither compares it");
        assertNotNull(beside("c", Duration.ZERO));
        assertNotNull(beside("c", Duration.ZERO), "those who compare nothing mind nobody");
    }

    @Test
    void waitsForAChangeThatAsksForNothing() throws Exception {
        ChangeScope change = index.begin("a");
        assertNull(alone("a", Duration.ZERO));
        CompletableFuture<ChangeScope> waiting = CompletableFuture.supplyAsync(() -> alone("a", LONG));
        Thread.sleep(50);
        assertFalse(waiting.isDone());
        change.close();
        assertNotNull(waiting.get(20, TimeUnit.SECONDS));
    }

    @Test
    void waitsNoLongerThanTheLeaseOfARival() throws Exception {
        GroupIndex shortly = new GroupIndex(
                EmbeddedLogs.fresh(new SteppedClock(), new LogSettings(1 << 14, 10, Duration.ofMillis(50))), null);
        assertNotNull(shortly.beginAlone(shortly.vector(List.of("a")), Set.of(), LONG), "and is forgotten");
        assertNotNull(shortly.beginAlone(shortly.vector(List.of("a")), Set.of(), LONG));
    }

    @Test
    void isLetInBeforeThoseWhoComeLater() throws Exception {
        ChangeScope first = beside("a", Duration.ZERO);
        CompletableFuture<ChangeScope> waiting = CompletableFuture.supplyAsync(() -> alone("a", LONG));
        for (ChangeScope later = beside("a", Duration.ZERO); later != null; later = beside("a", Duration.ZERO)) {
            later.close();
            Thread.sleep(1);
        }
        first.close();
        ChangeScope scope = waiting.get(20, TimeUnit.SECONDS);
        assertNotNull(scope);
        scope.close();
        assertNotNull(beside("a", Duration.ZERO));
    }

    @Test
    void leavesNothingBehindWhenItGivesUp() {
        ChangeScope first = beside("a", Duration.ZERO);
        assertNull(alone("a", Duration.ofMillis(5)));
        assertNotNull(beside("a", Duration.ZERO), "nobody waits any more");
        first.close();
    }

    @Test
    void givesUpWhenItsThreadIsInterrupted() throws Exception {
        assertNotNull(alone("a", Duration.ZERO));
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            ChangeScope none = alone("a", LONG);
            interrupted.complete(none == null && Thread.currentThread().isInterrupted());
        });
        thread.start();
        thread.interrupt();
        assertTrue(interrupted.get(20, TimeUnit.SECONDS));
    }

    @Test
    void beginsOnlyIfNothingMovedSinceItWasRead() {
        GroupVector vector = index.vector(List.of("a"));
        Reading reading = Objects.requireNonNull(vector.read(null));
        index.touch("a");
        ChangeScope scope = alone("a", Duration.ZERO);
        assertFalse(scope.addUnlessMoved(vector, reading, Set.of("a")));
        Reading now = Objects.requireNonNull(vector.read(null));
        assertTrue(scope.addUnlessMoved(vector, now, Set.of("a")));
        assertTrue(index.inFlux("a"));
        scope.close();
    }

    @Test
    void C065_ofManyThatComparedTheSameStateExactlyOneWrites() throws Exception {
        GroupVector vector = index.vector(List.of("a"));
        for (int round = 0; round < 200; round++) {
            Reading seen = Objects.requireNonNull(vector.read(null));
            AtomicInteger written = new AtomicInteger();
            CountDownLatch start = new CountDownLatch(1);
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                writers.add(CompletableFuture.runAsync(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    ChangeScope scope = alone("a", LONG);
                    if (scope.addUnlessMoved(vector, seen, Set.of("a"))) {
                        written.incrementAndGet();
                        scope.close();
                    } else {
                        scope.discard();
                    }
                }));
            }
            start.countDown();
            CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
            assertEquals(1, written.get());
        }
    }
}
