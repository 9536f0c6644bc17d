package dev.etagere.index;

import java.time.Duration;
import java.util.Map;

/**
 * How an index is doing, for metrics. Of an embedded one there is nothing to tell: it is live, and all counts are 0.
 *
 * @param live whether it says 304
 * @param leaseAge how long ago the last heartbeat was sent that proved it live; zero for an embedded index
 * @param lag how many entries of the shared log were known and not yet applied at the last heartbeat
 * @param pending how many touches and ends of scopes wait for the shared log to be reached
 * @param loads how often the copy was loaded anew, the first time included
 * @param epochs how often the shared log began a new epoch since
 * @param gaps how often an entry was missing
 * @param refusing whether the circuit breaker is open, so that nobody waits for the shared log
 * @param calls what was asked of the shared log, by the kind of operation
 */
public record IndexStatistics(
        boolean live,
        Duration leaseAge,
        long lag,
        int pending,
        long loads,
        long epochs,
        long gaps,
        boolean refusing,
        Map<String, Calls> calls) {

    static final IndexStatistics EMBEDDED = new IndexStatistics(true, Duration.ZERO, 0, 0, 0, 0, 0, false, Map.of());

    /**
     * What was asked of a shared log.
     *
     * @param count how often
     * @param failures how often it failed, or did not answer in time
     * @param total how long the answers took together
     * @param longest how long the slowest answer took
     */
    public record Calls(long count, long failures, Duration total, Duration longest) {}

    public IndexStatistics {
        calls = Map.copyOf(calls);
    }
}
