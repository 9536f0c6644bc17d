package dev.etagere.simulation;

import org.jspecify.annotations.Nullable;

/** A writer that says after its commit what it has changed, and nothing before. */
final class Toucher extends Actor {
    private enum Next {
        WRITE,
        END,
        TOUCH,
        TOUCH_THE_OTHER
    }

    private final int changes;
    private int done;
    private Next next = Next.WRITE;
    private int items;
    private @Nullable Transaction transaction;
    private boolean inGap;

    Toucher(World world, String name, int changes) {
        super(world, name);
        this.changes = changes;
    }

    @Override
    boolean isDone() {
        return done == changes;
    }

    @Override
    boolean isBlocked() {
        return next == Next.WRITE && transaction != null && !world.store.mayWrite(transaction);
    }

    @Override
    void step() {
        switch (next) {
            case WRITE -> write();
            case END -> end();
            case TOUCH -> touch();
            case TOUCH_THE_OTHER -> {
                world.touch(2, false);
                note("touches item 2");
                finish();
            }
        }
    }

    private void write() {
        if (transaction == null) {
            items = 1 + world.random.nextInt(4) % Store.BOTH;
            transaction = world.store.begin(items, world.ticker());
            if (!world.store.mayWrite(transaction)) {
                return;
            }
        }
        world.store.write(transaction);
        next = Next.END;
        note("writes items " + items);
    }

    private void end() {
        if (world.random.nextInt(5) == 0) {
            world.store.rollBack(transaction);
        } else if (world.store.commit(transaction)) {
            inGap = true;
            world.gap(1);
        }
        next = Next.TOUCH;
        note("ends: " + transaction.state);
    }

    private void touch() {
        if (items == Store.BOTH && world.random.nextInt(3) == 0) {
            world.touch(1, false);
            next = Next.TOUCH_THE_OTHER;
            note("touches item 1");
            return;
        }
        boolean all = world.random.nextInt(8) == 0;
        world.touch(items, all);
        note("touches " + (all ? "everything" : "items " + items));
        finish();
    }

    private void finish() {
        world.store.announce(transaction);
        transaction = null;
        world.gap(inGap ? -1 : 0);
        inGap = false;
        next = Next.WRITE;
        done++;
    }

    @Override
    void die() {
        if (transaction != null) {
            world.store.rollBack(transaction);
            world.gap(inGap ? -1 : 0);
            inGap = false;
            transaction = null;
            next = Next.WRITE;
            done++;
        }
    }
}
