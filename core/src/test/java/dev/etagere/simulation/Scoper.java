package dev.etagere.simulation;

import dev.etagere.index.ChangeScope;
import org.jspecify.annotations.Nullable;

/** A writer that opens a change scope around its commit; it may die anywhere. */
final class Scoper extends Actor {
    private enum Next {
        BEGIN,
        ADD,
        WRITE,
        ASSURE,
        END,
        CLOSE
    }

    private final int changes;
    private int done;
    private int crash;
    private Next next = Next.BEGIN;
    private int items;
    private @Nullable ChangeScope scope;
    private @Nullable Ongoing ongoing;
    private @Nullable Ongoing added;
    private @Nullable Transaction transaction;

    /** @param crash before which of its steps it dies; never if negative */
    Scoper(World world, String name, int changes, int crash) {
        super(world, name);
        this.changes = changes;
        this.crash = crash;
    }

    @Override
    boolean isDone() {
        return done >= changes;
    }

    @Override
    boolean isBlocked() {
        return next == Next.WRITE && !world.store.mayWrite(transaction);
    }

    @Override
    void step() {
        if (scope != null && crash-- == 0) {
            crash();
            return;
        }
        switch (next) {
            case BEGIN -> begin();
            case ADD -> add();
            case WRITE -> {
                world.store.write(transaction);
                next = world.plan.patientStore && world.random.nextBoolean() ? Next.END : Next.ASSURE;
                note("writes items " + items);
            }
            case ASSURE -> assure();
            case END -> end();
            case CLOSE -> close();
        }
    }

    private void begin() {
        items = 1 + world.random.nextInt(4) % Store.BOTH;
        boolean later = items == Store.BOTH && world.random.nextBoolean();
        int first = later ? 1 + world.random.nextInt(2) : items;
        scope = world.begin(first);
        ongoing = world.opened(first);
        transaction = world.store.begin(items, world.ticker());
        next = later ? Next.ADD : Next.WRITE;
        note("begins a change of items " + first);
    }

    private void add() {
        int other = items & ~ongoing.items;
        ChangeScope open = scope;
        world.scheduler.underLock(() -> open.add(World.groups(other).get(0)));
        if (world.isActive(ongoing)) {
            added = world.opened(other);
        } else {
            world.moved(other);
        }
        next = Next.WRITE;
        note("takes in items " + other);
    }

    private void assure() {
        boolean active = world.isActive(ongoing);
        boolean refused = false;
        try {
            world.scheduler.underLock(scope::ensureActive);
        } catch (IllegalStateException e) {
            refused = true;
        }
        if (active == refused) {
            throw new Lie(
                    "R12 broken: ensureActive() " + (refused ? "refuses an open scope" : "lets an expired one pass"));
        }
        if (refused) {
            world.store.rollBack(transaction);
        }
        next = Next.END;
        note(refused ? "is refused" : "is assured");
    }

    private void end() {
        if (world.random.nextInt(5) == 0) {
            world.store.rollBack(transaction);
        } else {
            world.store.commit(transaction);
        }
        next = Next.CLOSE;
        note("ends: " + transaction.state);
    }

    private void close() {
        boolean nothingSeen =
                transaction.state == Transaction.State.ROLLED_BACK && !(transaction.wrote && world.store.dirtyReads());
        if (nothingSeen && world.random.nextBoolean()) {
            world.scheduler.underLock(scope::discard);
            world.windows.hit(Window.ROLLED_BACK_AND_DISCARDED);
        } else {
            world.scheduler.underLock(scope::close);
        }
        note("closes");
        world.store.announce(transaction);
        world.closed(ongoing);
        if (added != null) {
            world.closed(added);
        }
        finish();
    }

    private void finish() {
        scope = null;
        ongoing = null;
        added = null;
        transaction = null;
        next = Next.BEGIN;
        done++;
    }

    private void crash() {
        crashIn(transaction, ongoing, added);
        finish();
        done = changes;
    }

    @Override
    void die() {
        if (scope != null) {
            dieIn(transaction);
            finish();
        }
    }
}
