package dev.etagere.client;

/** Hears of changes. */
@FunctionalInterface
public interface ChangeListener {

    /**
     * Called for each change at least once, on a thread of the client, never twice at the same time for one listener;
     * changes in quick succession come as one. If it throws, the same is told again later, with what has come
     * meanwhile.
     */
    void onChange(Change change);
}
