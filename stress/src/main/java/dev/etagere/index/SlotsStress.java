package dev.etagere.index;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;

/** Slot words under the memory model of Java (R14). */
public class SlotsStress {
    private static final long PLACE = 2L << 32 | 1;
    // Shares its first slot with the other.
    private static final long NEIGHBOUR = 3L << 32 | 1;

    private SlotsStress() {}

    private static Slots slots() {
        return new Slots(new SipHash(1, 2), new long[16]);
    }

    @JCStressTest
    @Description("Two raise one group at once")
    @Outcome(id = "2", expect = Expect.ACCEPTABLE, desc = "the higher stamp has won")
    @Outcome(expect = Expect.FORBIDDEN, desc = "a touch is lost")
    @State
    public static class Maximum {
        private final Slots slots = slots();

        @Actor
        public void first() {
            slots.raise(PLACE, 1);
        }

        @Actor
        public void second() {
            slots.raise(PLACE, 2);
        }

        @Arbiter
        public void read(J_Result result) {
            result.r1 = slots.read(PLACE);
        }
    }

    @JCStressTest
    @Description("A group is read twice while it and one that shares a slot with it are raised")
    @Outcome(
            id = {"0, 0", "0, 1", "1, 1"},
            expect = Expect.ACCEPTABLE,
            desc = "it rises")
    @Outcome(expect = Expect.FORBIDDEN, desc = "it falls, or shows what was never its own")
    @State
    public static class Rising {
        private final Slots slots = slots();

        @Actor
        public void raise() {
            slots.raise(PLACE, 1);
        }

        @Actor
        public void raiseTheNeighbour() {
            slots.raise(NEIGHBOUR, 2);
        }

        @Actor
        public void read(JJ_Result result) {
            result.r1 = slots.read(PLACE);
            result.r2 = slots.read(PLACE);
        }
    }
}
