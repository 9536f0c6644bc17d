package dev.etagere.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who takes the next step. Steps interrupt each other, too: at every seam, a place where the code under test
 * calls out, others may run as other threads would. There are no threads, so nobody can wait for a lock: whoever might
 * need the log's lock does not run where it may be taken.
 */
final class Scheduler {
    private static final int DEEPEST = 2;

    private final List<Actor> actors = new ArrayList<>();
    private SplittableRandom random = new SplittableRandom(0);
    private int rarity = 1;
    private int depth;
    private int locks;
    private int interruptedLocks;
    private boolean clockIsReadUnlocked;
    private boolean quiet = true;

    /** @param rare how many seams are passed for one that somebody else uses */
    void reset(SplittableRandom newRandom, int rare) {
        random = newRandom;
        rarity = rare;
        actors.clear();
        depth = 0;
        locks = 0;
        interruptedLocks = 0;
        clockIsReadUnlocked = false;
        quiet = false;
    }

    void add(Actor actor) {
        actors.add(actor);
    }

    List<Actor> actors() {
        return actors;
    }

    int depth() {
        return depth;
    }

    /** Whether this is somebody who runs while another one has the lock: leases have to look as they did before. */
    boolean hasInterruptedTheLog() {
        return interruptedLocks > 0;
    }

    boolean areAllDone() {
        for (Actor actor : actors) {
            if (!actor.isDone()) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether anybody could take a step. */
    boolean step() {
        Actor next = choose(false);
        if (next == null) {
            return false;
        }
        step(next);
        return true;
    }

    private void step(Actor actor) {
        actor.isRunning = true;
        try {
            actor.step();
        } finally {
            actor.isRunning = false;
        }
    }

    private @Nullable Actor choose(boolean lockIsTaken) {
        int count = actors.size();
        int first = random.nextInt(count);
        for (int i = 0; i < count; i++) {
            Actor actor = actors.get(first + i < count ? first + i : first + i - count);
            if (!actor.isRunning
                    && !actor.isDone()
                    && !(depth > 0 && !actor.mayInterrupt())
                    && !(lockIsTaken && actor.needsLock())
                    && !actor.isBlocked()) {
                return actor;
            }
        }
        return null;
    }

    /** Nobody interrupts from now on, until told otherwise. */
    void beQuiet(boolean silence) {
        quiet = silence;
    }

    /** Runs what takes the log's lock. */
    void underLock(Runnable action) {
        locks++;
        try {
            action.run();
        } finally {
            locks--;
        }
    }

    /** Before something that reads the clock, the first time without the lock if {@code free}. */
    boolean clockIsFree(boolean free) {
        boolean before = clockIsReadUnlocked;
        clockIsReadUnlocked = free;
        return before;
    }

    /** A place where the lock is not taken, unless by somebody who was interrupted. */
    void seam() {
        seam(false);
    }

    /** A place where the lock is taken. */
    void lockedSeam() {
        seam(true);
    }

    void seamBeforeClock() {
        seam(!clockIsReadUnlocked);
    }

    void seamAfterClock() {
        boolean free = clockIsReadUnlocked;
        clockIsReadUnlocked = false;
        seam(!free);
    }

    private void seam(boolean locked) {
        if (quiet || depth == DEEPEST || random.nextInt(rarity) != 0) {
            return;
        }
        boolean taken = locked || locks > 0;
        depth++;
        try {
            Actor other = choose(taken);
            if (other != null) {
                interrupt(other, taken);
            }
        } finally {
            depth--;
        }
    }

    private void interrupt(Actor other, boolean taken) {
        boolean free = clockIsReadUnlocked;
        clockIsReadUnlocked = false;
        locks += taken ? 1 : 0;
        interruptedLocks += taken ? 1 : 0;
        try {
            step(other);
        } finally {
            locks -= taken ? 1 : 0;
            interruptedLocks -= taken ? 1 : 0;
            clockIsReadUnlocked = free;
        }
    }
}
