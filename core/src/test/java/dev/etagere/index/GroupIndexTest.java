package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An embedded index")
class GroupIndexTest extends GroupIndexContract {
    private final SteppedClock clock = new SteppedClock();
    private final GroupIndex index = GroupIndex.inMemory(clock);

    @Override
    protected GroupIndex open() {
        return index;
    }

    @Test
    void R03_isUniqueAndHigherThanTheLastOneThoughTheClockStandsStill() {
        assertTrue(index.touch("a").compareTo(index.touch("a")) < 0);
    }

    @Test
    void C100_isUniqueAndHigherThanTheLastOneThoughTheClockStepsBack() {
        Stamp before = index.touch("a");
        clock.step(Duration.ofDays(-365));
        assertTrue(index.touch("a").compareTo(before) > 0);
    }

    @Test
    void R05_beyondAMillionInAMillisecondStartsANewEpoch() {
        long epoch = index.epoch();
        Stamp first = index.touch("a");
        for (int i = 0; i < 1_000_000; i++) {
            index.touch("b");
        }
        assertNotEquals(epoch, index.epoch());
        assertTrue(index.stamp("a").compareTo(first) > 0, "everything moved");
        assertTrue(index.stamp("b").compareTo(index.stamp("a")) > 0);
    }

    @Test
    void tenMillionNamesDoNotGrowTheHeap() {
        long before = used();
        long sum = 0;
        for (int i = 0; i < 10_000_000; i++) {
            sum += index.stampNanos("product:" + i);
        }
        assertNotEquals(0, sum);
        long grown = used() - before;
        assertTrue(grown < 4 << 20, grown + " bytes more");
    }

    private long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void R10_endsItsFluxEvenWhenItsStampsCannotMove() {
        ChangeScope scope = index.begin("a");
        index.close();
        assertThrows(IllegalStateException.class, scope::close);
        assertFalse(index.inFlux("a"));
    }

    @Test
    void R14_raisesItsHorizonBeforeItDropsAnEntry() {
        EmbeddedLog log = EmbeddedLogs.fresh(clock, new LogSettings(16, 2, Duration.ofSeconds(60)));
        log.publish(Set.of("*"));
        long first = log.touch(List.of("a"));
        log.touch(List.of("b"));
        log.touch(List.of("a"));
        long last = log.touch(List.of("c"));
        PublishedGroups published = log.published();
        List<String> names = new ArrayList<>();
        published.all().forEach(group -> names.add(group.name()));
        assertEquals(List.of("a", "c"), names, "b was touched longest ago");
        assertTrue(published.horizon().nanos() > first);
        assertEquals(last, published.head().nanos());
    }
}
