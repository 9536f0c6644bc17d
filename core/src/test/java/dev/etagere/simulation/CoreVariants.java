package dev.etagere.simulation;

import static dev.etagere.simulation.ModelVariants.fails;
import static dev.etagere.simulation.ModelVariants.holds;

import dev.etagere.simulation.ModelVariants.Variant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The variants of the core model. */
final class CoreVariants {
    private static final CorePlot SCOPE = CorePlot.of("begin commit close");
    private static final String AFTER = "body stamp emit";

    static final List<Variant> ALL = Stream.of(touches(), scopes(), leases(), lags())
            .flatMap(List::stream)
            .toList();

    private CoreVariants() {}

    private record Told(CorePlot plot) implements Supplier<CoreStory> {
        @Override
        public CoreStory get() {
            return new CoreStory(plot);
        }
    }

    private static Told told(CorePlot plot) {
        return new Told(plot);
    }

    private static CorePlot after(String writer) {
        return CorePlot.of(writer).read(AFTER);
    }

    private static List<Variant> touches() {
        CorePlot touch = CorePlot.of("commit touch");
        CorePlot twice = CorePlot.of("touch commit touch");
        CorePlot atOnce = CorePlot.of("tx");
        return List.of(
                fails("P1 touch BEFORE commit", told(CorePlot.of("touch commit"))),
                fails("P1 touch after commit, validator read AFTER the handler", told(after("commit touch"))),
                holds("P1 touch after commit, validator read before the handler", told(touch)),
                fails("P2   the same (window between commit and touch)", told(touch.inEveryState())),
                fails("P1   the same with a crash between commit and touch", told(touch.crashes(1))),
                fails("P1   the same, a database replica lags behind", told(touch.lagging("data"))),
                holds("P1 touch, commit, touch, no flux", told(twice)),
                fails("P2   the same", told(twice.inEveryState())),
                holds(
                        "P2 data and stamp in one transaction, crashes",
                        told(atOnce.inEveryState().crashes(1))),
                // What it comes to: a second touch that leaves the stamp where the first one has put it.
                fails(
                        "P1   stamp taken early, row = max(row, stamp)",
                        "R03",
                        "hands out a stamp twice while the clock stands still",
                        told(atOnce)),
                holds("P2   stamp taken early, row = max(row + 1, stamp)", told(atOnce.inEveryState())),
                fails("P1 data and stamp in one transaction, validator newer than the snapshot", told(after("tx"))));
    }

    private static List<Variant> scopes() {
        CorePlot p2 = SCOPE.inEveryState();
        CorePlot marked = SCOPE.read("mark " + AFTER);
        return List.of(
                holds("P2 scope: stamp moves at close only, no validator in flux", told(p2)),
                holds("P2   the same, crash anywhere, an expired intent touches", told(p2.crashes(2))),
                // The code emits none in flux, which is stricter.
                holds("P2   the same, the validator read is emitted in flux", told(p2.crashes(2))),
                fails("P1   scope, validator read AFTER the handler", told(after("begin commit close"))),
                holds("P1   scope, read after the handler, dropped if newer than the start mark", told(marked)),
                holds("P2   the same", told(marked.inEveryState().crashes(1))),
                fails(
                        "P2   scope, flux is one boolean shared by two writers",
                        "R10",
                        "has a flag where flux is to be counted",
                        told(p2)),
                fails(
                        "P2   scope closed in two steps: clear, touch",
                        "R10",
                        "ends the flux before it moves the stamps",
                        told(p2)),
                holds("P2   scope closed in two steps: touch, clear", told(p2.crashes(1))),
                holds("P2     a 304 decision reads flux, then stamp", told(p2.crashes(1))),
                fails(
                        "P2     a 304 decision reads stamp, then flux",
                        "R10",
                        "reads the stamps before the flux",
                        told(p2.crashes(1))),
                holds(
                        "P2   scope, two groups read one after the other",
                        told(p2.twoGroups().crashes(1))),
                fails(
                        "P1   rollback leaves the stamp, dirty data was readable",
                        told(CorePlot.of("begin dirty undo discard"))),
                holds(
                        "P1   rollback moves the stamp, dirty data was readable",
                        told(CorePlot.of("begin dirty undo close"))));
    }

    private static List<Variant> leases() {
        return List.of(
                fails(
                        "P1   an expired intent vanishes without a touch (key TTL)",
                        "R11",
                        "lets a scope expire without a touch",
                        told(SCOPE.crashes(1))),
                fails(
                        "P1   writer paused beyond its lease commits late, then crashes",
                        told(SCOPE.pausing().crashes(1))),
                fails(
                        "P1   the same, lease checked before the commit",
                        told(CorePlot.of("begin check commit close").pausing().crashes(1))),
                holds(
                        "P2   the same, lease checked inside the transaction",
                        told(CorePlot.of("begin commit-if-active close")
                                .pausing()
                                .crashes(1)
                                .inEveryState())));
    }

    private static List<Variant> lags() {
        CorePlot near = SCOPE.lagging("index");
        CorePlot awaited = CorePlot.of("begin await-view commit close").lagging("index");
        return List.of(
                holds("P1   scope, near-cache of the index lags", told(near.crashes(1))),
                fails("P2   the same", told(near.inEveryState())),
                holds(
                        "P2   the same, begin waits until every near-cache shows the flux",
                        told(awaited.inEveryState().crashes(1))),
                fails("P1   scope, a database replica lags behind", told(SCOPE.lagging("data"))),
                holds(
                        "P1   the same, close waits until the replica has caught up",
                        told(CorePlot.of("begin commit await-replica close").lagging("data"))),
                fails("P2 single-flight: join any running handler", told(SCOPE.join("any"))),
                holds(
                        "P2 single-flight: join if both saw the same validator outside flux",
                        told(SCOPE.join("same").crashes(1))));
    }
}
