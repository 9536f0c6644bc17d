package dev.etagere.simulation;

/** A change of the data: of one item, or of both at once. */
final class Transaction {
    enum State {
        RUNNING,
        COMMITTED,
        ROLLED_BACK
    }

    final int items;
    final long begin;
    final int[] versions = new int[Store.ITEMS];
    State state = State.RUNNING;

    /** From when on nobody may be told that what it has rolled back is current. */
    int gone = Integer.MAX_VALUE;

    boolean wrote;

    /** @param begin by the monotonic ticker */
    Transaction(int items, long begin) {
        this.items = items;
        this.begin = begin;
    }

    boolean isRunning() {
        return state == State.RUNNING;
    }
}
