package dev.etagere.simulation;

/** What must never happen has happened. */
final class Lie extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Lie(String what) {
        super(what);
    }
}
