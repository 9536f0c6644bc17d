package dev.etagere.it;

import dev.etagere.index.ChangeScope;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Changes items of a {@link SoakApp} from inside its process, so many times a second. One thread's. */
final class SoakWriter {
    private final SoakApp app;
    private final SoakTally tally;
    private final SplittableRandom random;

    SoakWriter(SoakApp app, SoakTally tally, SplittableRandom random) {
        this.app = app;
        this.tally = tally;
        this.random = random;
    }

    private static final class RolledBack extends Exception {
        private static final long serialVersionUID = 1L;
    }

    void run(int perSecond, BooleanSupplier goOn) {
        long pause = 1_000_000_000L / perSecond;
        long next = System.nanoTime();
        while (goOn.getAsBoolean()) {
            next = Math.max(next + pause, System.nanoTime() - 100 * pause);
            LockSupport.parkNanos(next - System.nanoTime());
            int item = SoakApp.choose(random);
            switch (SoakApp.Regime.of(item)) {
                case TOUCHED -> touch(item);
                case SCOPED -> change(item);
                case PUT -> {
                    continue;
                }
            }
            tally.touch();
        }
    }

    /** P1 alone: between the commit and the touch, the older version may still be confirmed. */
    private void touch(int item) {
        long version = app.commit(item);
        SoakApp.dawdle();
        app.index().touch(SoakApp.groups(item));
        app.ledger().settle(item, version);
        app.ledger().touched(item, seconds());
    }

    /** P2: once the commit has returned, nothing older is confirmed. */
    private void change(int item) {
        Ledger ledger = app.ledger();
        ledger.scopeOpens(item);
        if (random.nextBoolean()) {
            try {
                app.index().change(() -> commitOrNot(item), SoakApp.groups(item));
            } catch (RolledBack e) {
                // Nothing was written; the stamps have moved all the same.
            }
        } else {
            try (ChangeScope scope = app.index().begin(SoakApp.groups(item)[0])) {
                scope.add(SoakApp.groups(item)[1]);
                commit(item);
            }
        }
        ledger.scopeCloses(item, seconds());
    }

    private void commitOrNot(int item) throws RolledBack {
        if (random.nextInt(10) == 0) {
            throw new RolledBack();
        }
        commit(item);
    }

    private void commit(int item) {
        SoakApp.dawdle();
        app.ledger().settle(item, app.commit(item));
        SoakApp.dawdle();
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1_000;
    }
}
