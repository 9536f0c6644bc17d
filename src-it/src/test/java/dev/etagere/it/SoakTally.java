package dev.etagere.it;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** What a soak has seen. Safe for use by several threads. */
final class SoakTally {

    /** The windows in which an answer could go wrong: a soak that never hits them proves nothing. */
    enum Race {
        /** A label went out, and its groups moved while the handler ran. */
        LABEL_OVERTAKEN_IN_HANDLER,
        /** A label went out with a body that is newer than the one it went out with before. */
        BODY_NEWER_THAN_LABEL,
        /** An answer without a tag, because a scope was open. */
        IN_FLUX,
        /** A label that was current when it was sent off was refused. */
        LABEL_OVERTAKEN_ON_ITS_WAY,
        /** A 304, and a touch between request and answer. */
        TOUCH_NEAR_304,
        /** A 304, and a scope opened, open or closed between request and answer. */
        SCOPE_NEAR_304,
        /** A 304 for a date that was sent back. */
        DATE_CONFIRMED,
        /** A date was refused, and there was a change in its very second. */
        CHANGE_IN_THE_SECOND_OF_A_DATE
    }

    private static final int SHOWN = 10;

    private final LongAdder requests = new LongAdder();
    private final LongAdder notModified = new LongAdder();
    private final LongAdder touches = new LongAdder();
    private final LongAdder violations = new LongAdder();
    private final Map<Race, LongAdder> races = new EnumMap<>(Race.class);
    private final ConcurrentLinkedQueue<String> shown = new ConcurrentLinkedQueue<>();

    SoakTally() {
        for (Race race : Race.values()) {
            races.put(race, new LongAdder());
        }
    }

    void request() {
        requests.increment();
    }

    void notModified() {
        notModified.increment();
    }

    void touch() {
        touches.increment();
    }

    void hit(Race race) {
        races.get(race).increment();
    }

    void violation(String what) {
        violations.increment();
        if (violations.sum() <= SHOWN) {
            shown.add(what);
        }
    }

    void add(SoakTally other) {
        requests.add(other.requests());
        notModified.add(other.confirmed());
        touches.add(other.touches());
        violations.add(other.violations());
        races.forEach((race, sum) -> sum.add(other.hits(race)));
    }

    boolean hasHit(Set<Race> wanted, long times) {
        return wanted.stream().allMatch(race -> hits(race) >= times);
    }

    long requests() {
        return requests.sum();
    }

    long confirmed() {
        return notModified.sum();
    }

    long touches() {
        return touches.sum();
    }

    long violations() {
        return violations.sum();
    }

    long hits(Race race) {
        return races.get(race).sum();
    }

    long races() {
        return races.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The first of the violations. */
    List<String> shown() {
        return List.copyOf(shown);
    }

    /** For a line of its own. */
    String line() {
        return "%d requests, %d not modified, %d races hit, %d violations"
                .formatted(requests(), confirmed(), races(), violations());
    }

    @Override
    public String toString() {
        return line() + ", " + touches() + " touches, " + races;
    }
}
