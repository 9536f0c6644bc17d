package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RatchetTest {
    private final SteppedClock clock = new SteppedClock();
    private final Ratchet ratchet = new Ratchet(clock, 0);

    private long stamp() {
        long stamp = ratchet.next();
        ratchet.applied();
        return stamp;
    }

    @Test
    void R16_aReadingRaisesTheFloorOfLaterStamps() {
        // Otherwise the clock would still show what it did when the ratchet began, above which stamps lie anyway.
        clock.step(Duration.ofSeconds(5));
        long asOf = ratchet.asOf();
        clock.step(Duration.ofDays(-365));
        assertTrue(stamp() > asOf);
    }

    @Test
    void R16_asOfFollowsTheClock() {
        clock.step(Duration.ofSeconds(5));
        assertEquals(clock.nanos(), ratchet.asOf());
    }

    @Test
    void R16_asOfStaysBelowAStampThatIsNotYetApplied() {
        long stamp = ratchet.next();
        clock.step(Duration.ofSeconds(5));
        assertTrue(ratchet.asOf() < stamp);
        ratchet.applied();
        assertEquals(clock.nanos(), ratchet.asOf());
    }

    @Test
    void R16_asOfStopsAtWhatIsReserved() {
        long limit = clock.nanos() + 1_000_000;
        ratchet.limit(limit);
        clock.step(Duration.ofSeconds(5));
        assertEquals(limit, ratchet.asOf());
    }

    @Test
    void R16_startsNotBeforeWhatWasReserved() {
        long mark = clock.nanos() + 3_000_000_000L;
        assertTrue(new Ratchet(clock, mark).next() > mark);
    }

    @Test
    void R03_stampsAndReadingsRiseUnderAnyStepsOfTheClock() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long last = 0;
            for (int i = 0; i < 500; i++) {
                clock.step(Duration.ofMillis(random.nextInt(-20, 21)));
                boolean reading = random.nextBoolean();
                long next = reading ? ratchet.asOf() : stamp();
                assertTrue(reading ? next >= last : next > last, "seed " + seed + ", step " + i);
                last = next;
            }
        }
    }

    @Test
    void R03_knowsWhenAMillisecondHasRunOut() {
        for (int i = 0; i < 999_999; i++) {
            assertFalse(ratchet.exhausted());
            stamp();
        }
        assertTrue(ratchet.exhausted());
        clock.step(Duration.ofMillis(1));
        assertFalse(ratchet.exhausted());
    }
}
