package dev.etagere.index;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** Keeps a node's copy up with its log, on a thread of its own, whatever becomes of the way to it. */
final class LogFollower {
    private static final System.Logger LOG = System.getLogger(LogFollower.class.getName());
    private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);

    /** It takes a few attempts until there is a connection. */
    private static final int WORTH_A_WARNING = 5;

    /** Whoever waits for entries hears of nothing else: for longer than this he would not load anew in time. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final LogNode node;
    private final Duration staleness;
    private final Duration wait;
    private final Thread thread;
    private boolean warned;
    private volatile boolean stopped;

    LogFollower(LogNode node, Duration staleness) {
        this.node = node;
        this.staleness = staleness;
        Duration half = staleness.dividedBy(2);
        this.wait = half.compareTo(LONGEST_WAIT) < 0 ? half : LONGEST_WAIT;
        this.thread = new Thread(this::follow, "etagere-log-follower");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopped = true;
        thread.interrupt();
    }

    private void follow() {
        int failures = 0;
        while (!stopped) {
            try {
                node.follow(wait);
                failures = 0;
                recovered();
            } catch (Exception e) {
                failures++;
                failed(e, failures);
                if (!pause(failures)) {
                    return;
                }
            }
        }
    }

    private void failed(Exception e, int failures) {
        if (failures == WORTH_A_WARNING && !stopped) {
            warned = true;
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the shared log of the group index cannot be followed ({0}); until it can, nothing is confirmed",
                    e.toString());
        }
        LOG.log(System.Logger.Level.DEBUG, "the shared log cannot be followed", e);
    }

    private void recovered() {
        if (warned) {
            warned = false;
            LOG.log(System.Logger.Level.INFO, "the shared log of the group index is followed again");
        }
    }

    /** Longer and longer, to a quarter of the lease, and not all nodes at once; false if it is to stop. */
    private boolean pause(int failures) {
        long pause = Math.min(staleness.toNanos() / 4, SHORTEST_PAUSE << Math.min(failures, 10));
        try {
            TimeUnit.NANOSECONDS.sleep(pause / 2 + ThreadLocalRandom.current().nextLong(pause / 2 + 1));
            return !stopped;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
