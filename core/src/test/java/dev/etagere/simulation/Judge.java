package dev.etagere.simulation;

import dev.etagere.Answer;

/** Asks for what clients have kept, and tells a lie. */
final class Judge {
    private final World world;
    private final Request probe = new Request(() -> {});

    Judge(World world) {
        this.world = world;
    }

    /** P2, asked for every copy that is over. */
    void probeAll() {
        world.scheduler.beQuiet(true);
        for (int i = 0; i < world.copies.size(); i++) {
            Copy copy = world.copies.get(i);
            if (world.store.isOver(copy.body)) {
                for (Engine engine : world.engines()) {
                    mustNotConfirm(copy, engine, "P2");
                }
            }
        }
        world.scheduler.beQuiet(false);
    }

    /** P1: nobody writes any more, and every lease has run out. */
    void judgeAtRest() {
        world.scheduler.beQuiet(true);
        world.pass(World.LEASE.toNanos());
        countDirtyBodies();
        if (world.index().vector(World.groups(Store.BOTH)).inFlux() || !world.isQuiet()) {
            throw new Lie("flux is left behind");
        }
        mustNotConfirmOldCopies();
        if (world.restarts() > 0 || world.random.nextInt(8) == 0) {
            world.passFarDates();
            mustNotConfirmOldCopies();
        }
    }

    /** Of those who compete with one tag, exactly one has won. */
    void judgeContest() {
        for (String tag : world.askedTags) {
            if (!world.wonTags.contains(tag)) {
                throw new Lie("C065 broken: nobody was allowed to write to what is labelled " + tag);
            }
        }
    }

    private void countDirtyBodies() {
        for (int i = 0; i < world.copies.size(); i++) {
            if (world.copies.get(i).body.showsWhatWasRolledBack()) {
                world.windows.hit(Window.BODY_READ_DIRTY_AND_ROLLED_BACK);
            }
        }
    }

    private void mustNotConfirmOldCopies() {
        Engine engine = world.engines().get(0);
        for (int i = 0; i < world.copies.size(); i++) {
            Copy copy = world.copies.get(i);
            if (world.store.isOverAtRest(copy.body) || copy.body.revision != engine.revision()) {
                mustNotConfirm(copy, engine, "P1");
            }
        }
    }

    private void mustNotConfirm(Copy copy, Engine engine, String property) {
        for (Echo echo : Echo.FAITHFUL) {
            if (echo.isPossible(copy)) {
                echo.put(copy, probe.reset("GET", copy.resource.path));
                if (engine.requests().decide(probe) instanceof Answer answer) {
                    throw new Lie(property + " broken: " + answer.status() + " of revision " + engine.revision()
                            + " for " + copy + " asked by " + echo + "; " + world.store);
                }
            }
        }
    }
}
