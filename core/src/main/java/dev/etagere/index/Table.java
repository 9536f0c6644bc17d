package dev.etagere.index;

/**
 * Where places are: the stamps, and what holds them in flux. The same places lead into both.
 *
 * @param slots the stamps
 * @param flux what is in flux
 */
record Table(Slots slots, Flux flux) {

    static Table of(Slots slots) {
        return new Table(slots, new Flux(slots.count()));
    }
}
