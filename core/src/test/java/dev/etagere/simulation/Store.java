package dev.etagere.simulation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The data: two items, each with a version that every commit raises. Readers see what is committed, or, if dirty reads
 * are on, what is written. Transactions that take longer than half a lease are rolled back (R12).
 */
final class Store {
    static final int ITEMS = 2;
    static final int BOTH = 3;

    /** The group of each item. */
    static final List<String> GROUPS = List.of("item:1", "item:2");

    private final int[] committed = new int[ITEMS];
    private final int[] announced = new int[ITEMS];
    private final @Nullable Transaction[] writer = new Transaction[ITEMS];
    private final List<Transaction> running = new ArrayList<>();
    private boolean dirtyReads;
    private boolean strict;

    private int events;

    /** @param all whether a change counts from its end on; if not, from when its groups have been touched */
    void reset(boolean dirty, boolean all) {
        dirtyReads = dirty;
        strict = all;
        events = 0;
        running.clear();
        for (int i = 0; i < ITEMS; i++) {
            committed[i] = 0;
            announced[i] = 0;
            writer[i] = null;
        }
    }

    static boolean concerns(int items, int item) {
        return (items >> item & 1) != 0;
    }

    boolean dirtyReads() {
        return dirtyReads;
    }

    /** A moment after all others so far. */
    int now() {
        return ++events;
    }

    /** The versions of which nobody who asks from now on may be told that older ones are current. */
    int[] binding() {
        return strict ? committed : announced;
    }

    /** Whether a body is not what a request that began at that step may be told to be current. */
    boolean isOver(Body body) {
        return body.isOlder(binding(), now());
    }

    /** The same once nobody writes any more. */
    boolean isOverAtRest(Body body) {
        return body.isOlder(committed, Integer.MAX_VALUE);
    }

    Transaction begin(int items, long now) {
        Transaction transaction = new Transaction(items, now);
        running.add(transaction);
        return transaction;
    }

    /** Whether nobody else has written to its items; rows are locked from the write to the end. */
    boolean mayWrite(Transaction transaction) {
        if (!dirtyReads) {
            return true;
        }
        for (int i = 0; i < ITEMS; i++) {
            if (concerns(transaction.items, i) && writer[i] != null && writer[i] != transaction) {
                return false;
            }
        }
        return true;
    }

    void write(Transaction transaction) {
        if (!transaction.isRunning()) {
            return;
        }
        transaction.wrote = true;
        for (int i = 0; i < ITEMS && dirtyReads; i++) {
            if (concerns(transaction.items, i)) {
                writer[i] = transaction;
            }
        }
    }

    void read(int item, Body into) {
        into.show(item, committed[item], dirtyReads ? writer[item] : null);
    }

    /** Returns whether it is committed; not if it was rolled back before. */
    boolean commit(Transaction transaction) {
        if (!transaction.isRunning()) {
            return false;
        }
        transaction.state = Transaction.State.COMMITTED;
        for (int i = 0; i < ITEMS; i++) {
            if (concerns(transaction.items, i)) {
                transaction.versions[i] = ++committed[i];
            }
        }
        end(transaction);
        return true;
    }

    void rollBack(Transaction transaction) {
        if (transaction.isRunning()) {
            transaction.state = Transaction.State.ROLLED_BACK;
            transaction.gone = strict ? now() : Integer.MAX_VALUE;
            end(transaction);
        }
    }

    /** What is committed of the item. */
    int version(int item) {
        return committed[item];
    }

    private void end(Transaction transaction) {
        running.remove(transaction);
        for (int i = 0; i < ITEMS; i++) {
            if (writer[i] == transaction) {
                writer[i] = null;
            }
        }
    }

    /** Its groups have been touched for since it ended. */
    void announce(Transaction transaction) {
        transaction.gone = Math.min(transaction.gone, now());
        for (int i = 0; i < ITEMS; i++) {
            announced[i] = Math.max(announced[i], transaction.versions[i]);
        }
    }

    /** Rolls back what has been running since then or longer. */
    void rollBackAllSince(long begin) {
        for (int i = running.size() - 1; i >= 0; i--) {
            if (running.get(i).begin <= begin) {
                rollBack(running.get(i));
            }
        }
    }

    @Override
    public String toString() {
        return "data v" + committed[0] + ",v" + committed[1];
    }
}
