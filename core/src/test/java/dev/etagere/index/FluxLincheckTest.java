package dev.etagere.index;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Flux may be seen or not while a group enters or leaves it. It has to be seen from when the first has entered until
 * the last begins to leave, and not to be seen otherwise.
 */
@DisplayName("Flux that is entered, left and looked at at once")
class FluxLincheckTest {

    @Nested
    @DisplayName("of one group")
    class One {
        @Test
        void R10_isSeenExactlyWhileItIsHeldInEveryInterleaving() {
            Interleavings.everySwitch(True.class).check(OneGroup.class);
        }
    }

    @Nested
    @DisplayName("of groups that share counts")
    class Shared {
        @Test
        void R10_isSeenWhileItIsHeldInEveryInterleaving() {
            Interleavings.everySwitch(True.class).check(Sharing.class);
        }
    }

    /** Flux with counts beside it of who is in for sure, and who may be. */
    static class Watched {
        private final Flux flux = new Flux(16);
        private final AtomicIntegerArray surely = new AtomicIntegerArray(3);
        private final AtomicIntegerArray perhaps = new AtomicIntegerArray(3);
        private final AtomicIntegerArray entering = new AtomicIntegerArray(3);
        private final AtomicIntegerArray leaving = new AtomicIntegerArray(3);

        final void enter(int group, long place) {
            perhaps.incrementAndGet(group);
            entering.incrementAndGet(group);
            flux.enter(place);
            surely.incrementAndGet(group);
        }

        /** Returns at once if nobody is in. */
        final void leave(int group, long place) {
            int in = surely.get(group);
            while (in > 0 && !surely.compareAndSet(group, in, in - 1)) {
                in = surely.get(group);
            }
            if (in > 0) {
                leaving.incrementAndGet(group);
                flux.leave(place);
                perhaps.decrementAndGet(group);
            }
        }

        final boolean isSeenIfHeld(int group, long place) {
            int left = leaving.get(group);
            boolean held = surely.get(group) > 0;
            return flux.holds(place) || !held || left != leaving.get(group) || surely.get(group) == 0;
        }

        final boolean isNotSeenIfNot(int group, long place) {
            int entered = entering.get(group);
            boolean free = perhaps.get(group) == 0;
            return !flux.holds(place) || !free || entered != entering.get(group) || perhaps.get(group) > 0;
        }
    }

    /** One, so that many scenarios enter it twice and leave it once. */
    public static class OneGroup {
        private static final long PLACE = 1L << 32;

        private final Watched watched = new Watched();

        @Operation
        public void enter() {
            watched.enter(0, PLACE);
        }

        @Operation
        public void leave() {
            watched.leave(0, PLACE);
        }

        @Operation
        public boolean isSeenExactlyIfHeld() {
            return watched.isSeenIfHeld(0, PLACE) && watched.isNotSeenIfNot(0, PLACE);
        }
    }

    /** Each of three counts is one of two groups: flux of one may look like flux of another, and is never missed. */
    @Param(name = "group", gen = IntGen.class, conf = "0:2")
    public static class Sharing {
        private final Watched watched = new Watched();

        private static long place(int group) {
            return (long) ((group + 1) % 3) << 32 | group;
        }

        @Operation(params = "group")
        public void enter(int group) {
            watched.enter(group, place(group));
        }

        @Operation(params = "group")
        public void leave(int group) {
            watched.leave(group, place(group));
        }

        @Operation(params = "group")
        public boolean isSeenIfHeld(int group) {
            return watched.isSeenIfHeld(group, place(group));
        }
    }

    /** What is true whatever happens before. */
    public static class True {
        public void enter(int group) {}

        public void leave(int group) {}

        public boolean isSeenIfHeld(int group) {
            return true;
        }

        public void enter() {}

        public void leave() {}

        public boolean isSeenExactlyIfHeld() {
            return true;
        }
    }
}
