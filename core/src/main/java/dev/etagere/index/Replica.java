package dev.etagere.index;

/**
 * What a log has said so far, as read by requests: slots, flux, era and head. Reads take no lock. Written only by its
 * log, in the order of the stamps.
 */
final class Replica {
    private final Slots slots;
    private final Flux flux;

    // What a group reports at least: the start of the era, or the last touchAll.
    private volatile long floor;
    private volatile Era era;
    private volatile long head;

    Replica(Slots slots, Era era, long floor, long head) {
        this.slots = slots;
        this.flux = new Flux(slots.count());
        this.era = era;
        this.floor = floor;
        this.head = head;
    }

    long place(String group) {
        return slots.place(group);
    }

    /** The stamp of the group's last touch, or one that is too high; never one too low. */
    long stamp(long place) {
        return Math.max(floor, slots.read(place));
    }

    Flux flux() {
        return flux;
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
        return slots;
    }

    void apply(long stamp, Iterable<Long> places) {
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
}
