package dev.etagere.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What has happened to the clients of a shop during one fault. Safe for use by several threads. */
final class FaultTally {
    static final String HEADER = String.format(
            "%-46s %6s %6s %9s %4s %4s %6s %5s %6s %6s %7s %8s %8s %7s",
            "fault",
            "reads",
            "304",
            "stale ms",
            "P1",
            "5xx",
            "writes",
            "503",
            "p50 ms",
            "p99 ms",
            "max ms",
            "w-max ms",
            "again ms",
            "tags");

    private static final long NOISE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final List<Long> readNanos = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final long staleness;
    private long confirmed;
    private long longestStale;
    private int failedReads;
    private int writes;
    private int refused;
    private long longestWrite;

    FaultTally() {
        this(TimeUnit.SECONDS.toNanos(1));
    }

    FaultTally(long staleness) {
        this.staleness = staleness;
    }

    synchronized void read(Reply reply, long took) {
        readNanos.add(took);
        if (reply.status() >= 500) {
            failedReads++;
        } else if (reply.status() != 200 && reply.status() != 304) {
            complain("a read was answered " + reply);
        }
    }

    /**
     * A tag was.
     *
     * @param age for how long its price had been replaced when the request was sent
     * @param took how long the request took
     */
    synchronized void confirmed(String label, long age, long took) {
        confirmed++;
        longestStale = Math.max(longestStale, age);
        if (age > staleness + took + NOISE_NANOS) {
            stale(label + " was confirmed " + millis(age) + " ms after its price was replaced");
        }
    }

    synchronized void written(Reply reply, long took) {
        longestWrite = Math.max(longestWrite, took);
        switch (reply.status()) {
            case 204 -> writes++;
            case 412 -> {
                // Somebody was faster.
            }
            case 503 -> {
                refused++;
                if (reply.field("Retry-After") == null) {
                    complain("a 503 without Retry-After");
                }
            }
            default -> complain("a write was answered " + reply);
        }
    }

    synchronized void stale(String what) {
        stale.add(what);
    }

    synchronized void complain(String what) {
        complaints.add(what);
    }

    /** What must not have happened. */
    synchronized List<String> wrong() {
        List<String> wrong = new ArrayList<>(stale);
        wrong.addAll(complaints);
        if (failedReads > 0) {
            wrong.add(failedReads + " reads failed");
        }
        return wrong.subList(0, Math.min(20, wrong.size()));
    }

    synchronized long confirmed() {
        return confirmed;
    }

    synchronized int refused() {
        return refused;
    }

    synchronized long longestReadMillis() {
        return TimeUnit.NANOSECONDS.toMillis(percentile(100));
    }

    synchronized long medianMillis() {
        return TimeUnit.NANOSECONDS.toMillis(percentile(50));
    }

    private long percentile(int percent) {
        if (readNanos.isEmpty()) {
            return 0;
        }
        readNanos.sort(null);
        return readNanos.get((int) ((readNanos.size() - 1L) * percent / 100));
    }

    synchronized String row(String fault, long again, int tags) {
        return String.format(
                Locale.ROOT,
                "%-46s %6d %6d %9s %4d %4d %6d %5d %6s %6s %7s %8s %8d %7d",
                fault,
                readNanos.size(),
                confirmed,
                millis(longestStale),
                stale.size(),
                failedReads,
                writes,
                refused,
                millis(percentile(50)),
                millis(percentile(99)),
                millis(percentile(100)),
                millis(longestWrite),
                again,
                tags);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }
}
