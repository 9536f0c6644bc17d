package dev.etagere;

import java.util.Set;
import java.util.TreeSet;

/** The groups that one run of a handler has named. Safe for use by several threads. */
final class Recorder {
    /** More than these are not remembered, and their answer gets no validator (R23). */
    static final int MAX_GROUPS = 256;

    private final Set<String> groups = new TreeSet<>();
    private boolean complete;
    private boolean closed;
    private boolean overflown;

    /** Notes one; returns whether it came too late, when what the answer depends on had been told already. */
    synchronized boolean add(String group) {
        if (groups.contains(group)) {
            return false;
        }
        if (groups.size() < MAX_GROUPS) {
            groups.add(group);
        } else {
            overflown = true;
        }
        return closed;
    }

    synchronized void complete() {
        complete = true;
    }

    synchronized boolean isComplete() {
        return complete;
    }

    synchronized boolean isOverflown() {
        return overflown;
    }

    /** All that have been named; what comes after the label made of them comes too late. */
    synchronized Set<String> close() {
        closed = true;
        return Set.copyOf(groups);
    }

    synchronized Set<String> groups() {
        return Set.copyOf(groups);
    }
}
