package dev.etagere.simulation;

/** A change scope as the simulation sees it from outside. */
final class Ongoing {
    final int items;
    final long deadline;
    boolean dead;

    Ongoing(int items, long deadline) {
        this.items = items;
        this.deadline = deadline;
    }
}
