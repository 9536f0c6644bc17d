package dev.etagere.index;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A ratchet that is read while a stamp is given out")
class RatchetLincheckTest {

    @Test
    void R16_keepsItsPromisesInEveryInterleaving() {
        Interleavings.everySwitch(Kept.class).check(Promises.class);
    }

    @Test
    void R16_keepsItsPromisesInARace() {
        Interleavings.race(Kept.class).check(Promises.class);
    }

    @Param(name = "millis", gen = IntGen.class, conf = "-1:2")
    public static class Promises {
        private final HandClock clock = new HandClock();
        private final Ratchet ratchet = new Ratchet(clock, 0);

        // As-of that somebody has been told; the last stamp given out; the last one that readers see.
        private final AtomicLong told = new AtomicLong();
        private volatile long given;
        private volatile long shown;

        /** Whether the stamp lies above every one before it and every reading that was told before it. */
        @Operation
        public synchronized boolean touch() {
            long above = Math.max(told.get(), given);
            long stamp = ratchet.next();
            given = stamp;
            shown = stamp;
            ratchet.applied();
            return stamp > above;
        }

        /** Whether nothing at or below as-of is missing from what is shown. */
        @Operation
        public boolean read() {
            long asOf = ratchet.asOf();
            told.accumulateAndGet(asOf, Math::max);
            long seen = shown;
            // Read last: if a stamp was given out under the reading, it is known here and was not there yet.
            long last = given;
            return !(seen < last && last <= asOf);
        }

        @Operation(params = "millis")
        public void step(int millis) {
            clock.step(millis);
        }
    }

    public static class Kept {
        public boolean touch() {
            return true;
        }

        public boolean read() {
            return true;
        }

        public void step(int millis) {}
    }

    private static final class HandClock implements InstantSource {
        private final AtomicLong millis = new AtomicLong(1000);

        void step(int by) {
            millis.addAndGet(by);
        }

        @Override
        public long millis() {
            return millis.get();
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis());
        }
    }
}
