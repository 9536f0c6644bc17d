package dev.etagere.index;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;

/**
 * Who may write to what right now: of each group either one writer that has compared it, alone, or several that have
 * not, beside each other. Whoever wants to be alone is let in before those who come later. Guarded by its log's lock,
 * which the waiting gives up.
 */
final class Claims {

    /** What the log adds to the question whether a claim can be granted. */
    interface Others {

        /** Ends the scopes whose leases have run out. */
        void recover();

        /** In how many nanoseconds the next lease runs out. */
        long untilDue();

        /** Whether no change of another kind is under way in the groups that are wanted alone. */
        boolean areQuiet();
    }

    private static final class Hold {
        boolean alone;
        int beside;
        int waiting;

        boolean isIdle() {
            return !alone && beside == 0 && waiting == 0;
        }
    }

    private final Map<String, Hold> holds = new HashMap<>();
    private final Condition released;

    /** @param released belongs to the log's lock */
    Claims(Condition released) {
        this.released = released;
    }

    /**
     * Waits until the claim can be granted, and grants it: all of it or nothing, so that no two can wait for each
     * other.
     *
     * @param patience for how long at most, in nanoseconds
     * @return whether it was granted
     */
    boolean acquire(Claim claim, Others others, long patience) {
        long begin = System.nanoTime();
        claim.alone().forEach(name -> hold(name).waiting++);
        try {
            others.recover();
            while (!isGrantable(claim) || !(claim.alone().isEmpty() || others.areQuiet())) {
                long left = patience - (System.nanoTime() - begin);
                if (left <= 0) {
                    return false;
                }
                released.awaitNanos(Math.min(left, others.untilDue()));
                others.recover();
            }
            claim.alone().forEach(name -> hold(name).alone = true);
            claim.beside().forEach(name -> hold(name).beside++);
            return true;
        } catch (InterruptedException e) {
            // Whoever interrupts wants this thread back, and a write that has not begun can be tried again.
            Thread.currentThread().interrupt();
            return false;
        } finally {
            claim.alone().forEach(name -> hold(name).waiting--);
            forgetIdle(claim.alone());
            // Those who come later may have stood back for this one.
            released.signalAll();
        }
    }

    private boolean isGrantable(Claim claim) {
        for (String name : claim.alone()) {
            Hold hold = holds.get(name);
            if (hold != null && (hold.alone || hold.beside > 0)) {
                return false;
            }
        }
        for (String name : claim.beside()) {
            Hold hold = holds.get(name);
            if (hold != null && (hold.alone || hold.waiting > 0)) {
                return false;
            }
        }
        return true;
    }

    /** Gives back what was granted; also to be called when anything ends that others may wait for. */
    void release(Claim claim) {
        claim.alone().forEach(name -> hold(name).alone = false);
        claim.beside().forEach(name -> hold(name).beside--);
        forgetIdle(claim.alone());
        forgetIdle(claim.beside());
        released.signalAll();
    }

    private Hold hold(String name) {
        return holds.computeIfAbsent(name, missing -> new Hold());
    }

    private void forgetIdle(Collection<String> names) {
        for (String name : names) {
            Hold hold = holds.get(name);
            if (hold != null && hold.isIdle()) {
                holds.remove(name);
            }
        }
    }
}
