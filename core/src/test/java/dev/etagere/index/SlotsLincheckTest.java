package dev.etagere.index;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Slots that are raised and read at once")
class SlotsLincheckTest {

    private static Slots slots() {
        return new Slots(new SipHash(1, 2), new long[16]);
    }

    private static long place(int first, int second) {
        return (long) second << 32 | first;
    }

    @Nested
    @DisplayName("of groups that share no slot")
    class Apart {
        @Test
        void R14_areMaximaInEveryInterleaving() {
            Interleavings.everySwitch(Maxima.class).check(DisjointGroups.class);
        }

        @Test
        void R14_areMaximaInARace() {
            Interleavings.race(Maxima.class).check(DisjointGroups.class);
        }
    }

    @Nested
    @DisplayName("of groups that share a slot")
    class Shared {
        @Test
        void R14_neverReportLessThanWasRaisedInEveryInterleaving() {
            Interleavings.everySwitch(AlwaysEnough.class).check(SharingGroups.class);
        }

        @Test
        void R14_neverReportLessThanWasRaisedInARace() {
            Interleavings.race(AlwaysEnough.class).check(SharingGroups.class);
        }
    }

    @Param(name = "group", gen = IntGen.class, conf = "0:1")
    @Param(name = "stamp", gen = IntGen.class, conf = "1:4")
    public static class DisjointGroups {
        private final Slots slots = slots();

        private long place(int group) {
            return SlotsLincheckTest.place(2 * group, 2 * group + 1);
        }

        @Operation(params = {"group", "stamp"})
        public void raise(int group, int stamp) {
            slots.raise(place(group), stamp);
        }

        @Operation(params = "group")
        public long read(int group) {
            return slots.read(place(group));
        }
    }

    /** What each group reports if nothing happens at once. */
    public static class Maxima {
        private final long[] stamps = new long[2];

        public void raise(int group, int stamp) {
            stamps[group] = Math.max(stamps[group], stamp);
        }

        public long read(int group) {
            return stamps[group];
        }
    }

    /** Each of three slots is one of two groups: what one reports may be too high, and is never too low. */
    @Param(name = "group", gen = IntGen.class, conf = "0:2")
    @Param(name = "stamp", gen = IntGen.class, conf = "1:4")
    public static class SharingGroups {
        private final Slots slots = slots();
        private final AtomicLongArray raised = new AtomicLongArray(3);
        private final AtomicLongArray reported = new AtomicLongArray(3);

        private long place(int group) {
            return SlotsLincheckTest.place(group, (group + 1) % 3);
        }

        @Operation(params = {"group", "stamp"})
        public void raise(int group, int stamp) {
            slots.raise(place(group), stamp);
            raised.accumulateAndGet(group, stamp, Math::max);
        }

        /** Whether it reports what was raised, and nothing less than it did before. */
        @Operation(params = "group")
        public boolean isEnough(int group) {
            long atLeast = Math.max(raised.get(group), reported.get(group));
            long stamp = slots.read(place(group));
            reported.accumulateAndGet(group, stamp, Math::max);
            return stamp >= atLeast;
        }
    }

    public static class AlwaysEnough {
        public void raise(int group, int stamp) {}

        public boolean isEnough(int group) {
            return true;
        }
    }
}
