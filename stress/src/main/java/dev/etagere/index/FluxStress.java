package dev.etagere.index;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZJ_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** Flux words, alone and beside slot words, under the memory model of Java (R10). */
public class FluxStress {
    private static final long PLACE = 2L << 32 | 1;

    private FluxStress() {}

    @JCStressTest
    @Description("Two hold one group at once")
    @Outcome(id = "true, true, true", expect = Expect.ACCEPTABLE, desc = "each sees its own, nothing is left")
    @Outcome(expect = Expect.FORBIDDEN, desc = "flux is missed or left behind")
    @State
    public static class Counted {
        private final Flux flux = new Flux(16);

        @Actor
        public void first(ZZZ_Result result) {
            flux.enter(PLACE);
            result.r1 = flux.holds(PLACE);
            flux.leave(PLACE);
        }

        @Actor
        public void second(ZZZ_Result result) {
            flux.enter(PLACE);
            result.r2 = flux.holds(PLACE);
            flux.leave(PLACE);
        }

        @Arbiter
        public void afterwards(ZZZ_Result result) {
            result.r3 = flux.none() && !flux.holds(PLACE);
        }
    }

    @JCStressTest
    @Description("A change scope, and a reader who looks at the data, the flux and the stamp")
    @Outcome(id = "1, false, 0", expect = Expect.FORBIDDEN, desc = "the old body would be confirmed after the commit")
    @Outcome(expect = Expect.ACCEPTABLE, desc = "no 304 that lies")
    @State
    public static class Scope {
        private final Flux flux = new Flux(16);
        private final Slots slots = new Slots(new SipHash(1, 2), new long[16]);
        private volatile int data;

        @Actor
        public void change() {
            flux.enter(PLACE);
            data = 1;
            slots.raise(PLACE, 1);
            flux.leave(PLACE);
        }

        @Actor
        public void confirm(IZJ_Result result) {
            result.r1 = data;
            result.r2 = flux.holds(PLACE);
            result.r3 = slots.read(PLACE);
        }
    }
}
