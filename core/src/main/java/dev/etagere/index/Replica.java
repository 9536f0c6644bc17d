package dev.etagere.index;

/**
 * What a log has said so far, as read by requests: slots, flux, era and head. Reads take no lock. Written only by its
 * log, in the order of the stamps.
 */
final class Replica {
    // Exchanged as a whole where a shared log begins anew with another key.
    private volatile Table table;

    // What a group reports at least: the start of the era, or the last touchAll.
    private volatile long floor;
    private volatile Era era;
    private volatile long head;

    Replica(Slots slots, Era era, long floor, long head) {
        this.table = Table.of(slots);
        this.era = era;
        this.floor = floor;
        this.head = head;
    }

    /**
     * Places are places in these. To be read after the era and once for flux and stamps: whoever sees a new era then
     * sees its table, too.
     */
    Table table() {
        return table;
    }

    long place(String group) {
        return table.slots().place(group);
    }

    /** The stamp of the group's last touch, or one that is too high; never one too low. */
    long stamp(Table at, long place) {
        return Math.max(floor, at.slots().read(place));
    }

    Flux flux() {
        return table.flux();
    }

    Era era() {
        return era;
    }

    long floor() {
        return floor;
    }

    long head() {
        return head;
    }

    Slots slots() {
        return table.slots();
    }

    void apply(long stamp, Iterable<Long> places) {
        Slots slots = table.slots();
        for (long place : places) {
            slots.raise(place, stamp);
        }
        head = stamp;
    }

    void applyAll(long stamp) {
        floor = stamp;
        head = stamp;
    }

    /** Everything moves before the new name is out: whoever sees the new epoch sees no older stamp beside it. */
    void startEra(long epoch, long start) {
        applyAll(start);
        era = new Era(epoch, start);
    }

    /** Catches up with a log that is still in its era. */
    void merge(long atLeast, long last, long[] stamps) {
        table.slots().raiseAll(stamps);
        floor = Math.max(floor, atLeast);
        head = Math.max(head, last);
    }

    /** Begins anew as another era has it; whoever sees the new name sees nothing of the old stamps beside it. */
    void restart(Era next, long atLeast, long last, Table with) {
        floor = atLeast;
        head = last;
        table = with;
        era = next;
    }
}
