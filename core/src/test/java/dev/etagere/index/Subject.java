package dev.etagere.index;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The data of one group, and what an oracle knows of it. Safe for use by several threads. */
final class Subject {
    final String group;
    volatile int version;
    // What clients keep: the label, and the version of the body that it came with.
    final Map<String, Integer> copies = new ConcurrentHashMap<>();
    private volatile int scoped;
    // From when on nobody may be told of less.
    private final ConcurrentSkipListMap<Long, Integer> due = new ConcurrentSkipListMap<>();

    Subject(String group) {
        this.group = group;
    }

    /** Returns the new version. */
    synchronized int commit() {
        version = version + 1;
        return version;
    }

    /** From then on nobody may be told of less. Called in the order of time. */
    synchronized void owe(long at, int owed) {
        due.put(at, Math.max(owed, due(at)));
    }

    /** The same of what was committed in a change scope, which no conditional write may pass over. */
    synchronized void oweScoped(long at, int owed) {
        owe(at, owed);
        scoped = Math.max(scoped, owed);
    }

    int scoped() {
        return scoped;
    }

    /** What had to be told by then. */
    int due(long at) {
        Map.Entry<Long, Integer> last = due.floorEntry(at);
        return last == null ? 0 : last.getValue();
    }

    /** The validator of an answer. */
    static String label(Reading reading) {
        return reading.epoch() + Arrays.toString(new long[] {reading.stamp(0), reading.stamp(1)});
    }
}
