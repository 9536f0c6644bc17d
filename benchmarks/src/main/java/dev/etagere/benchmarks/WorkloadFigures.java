package dev.etagere.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A day of a server that uses another one's data, simulated second by second: what it asks for, and how stale its
 * copies are, if it keeps them for a time, asks at each use whether they have changed, or follows the feed. The wire
 * costs what the sample's answers cost.
 *
 * <pre>{@code java -cp benchmarks/target/benchmarks.jar dev.etagere.benchmarks.WorkloadFigures}</pre>
 */
public final class WorkloadFigures {
    private static final int DAY = 86_400;
    private static final int URLS = 2_000;
    private static final int USES_PER_SECOND = 50;
    private static final int CHANGES_PER_HOUR = 400;

    private static final int BODY = 3_400;
    private static final int HEAD = 350;
    private static final int EVENT = 160;

    private enum Way {
        TTL_10("kept for 10 s"),
        TTL_60("kept for 60 s"),
        TTL_600("kept for 600 s"),
        EACH_USE("asked at each use"),
        FEED("followed by push");

        private final String words;
        private final long[] fetched = new long[URLS];
        private final long[] version = new long[URLS];
        private long requests;
        private long handlers;
        private long bytes;
        private long stale;
        private long staleSeconds;
        private long oldest;

        Way(String words) {
            this.words = words;
        }

        private int lifetime() {
            return switch (this) {
                case TTL_10 -> 10;
                case TTL_60 -> 60;
                case TTL_600 -> 600;
                case EACH_USE, FEED -> 0;
            };
        }

        void change() {
            if (this == FEED) {
                bytes += EVENT;
            }
        }

        void use(int url, int now, long current, long changedAt) {
            boolean known = version[url] != 0;
            boolean asks = switch (this) {
                case TTL_10, TTL_60, TTL_600 -> !known || now - fetched[url] >= lifetime();
                case EACH_USE -> true;
                case FEED -> version[url] != current;
            };
            if (asks) {
                requests++;
                // A conditional request, wherever there is something to compare.
                boolean same = known && version[url] == current;
                handlers += same ? 0 : 1;
                bytes += HEAD * 2 + (same ? 0 : BODY);
                version[url] = current;
                fetched[url] = now;
            } else if (version[url] != current) {
                stale++;
                staleSeconds += now - changedAt;
                oldest = Math.max(oldest, now - changedAt);
            }
        }
    }

    private WorkloadFigures() {}

    /** Prints the table. */
    public static void main(String[] args) {
        SplittableRandom random = new SplittableRandom(7);
        long[] version = new long[URLS];
        long[] changedAt = new long[URLS];
        Arrays.fill(version, 1);
        for (int now = 0; now < DAY; now++) {
            if (random.nextInt(3600) < CHANGES_PER_HOUR) {
                int url = random.nextInt(URLS);
                version[url]++;
                changedAt[url] = now;
                for (Way way : Way.values()) {
                    way.change();
                }
            }
            for (int i = 0; i < USES_PER_SECOND; i++) {
                // Few are used much: the cube of an even spread.
                double spread = random.nextDouble();
                int url = (int) (spread * spread * spread * URLS);
                for (Way way : Way.values()) {
                    way.use(url, now, version[url], changedAt[url]);
                }
            }
        }
        System.out.printf(
                "%d uses of %d URLs in a day, %d changes an hour%n",
                (long) DAY * USES_PER_SECOND, URLS, CHANGES_PER_HOUR);
        for (Way way : Way.values()) {
            System.out.printf(
                    "%-18s %9d requests, %8d handlers, %8.1f MB, %8d stale answers, %5.1f s on average, %4d s at most%n",
                    way.words,
                    way.requests,
                    way.handlers,
                    way.bytes / 1e6,
                    way.stale,
                    way.stale == 0 ? 0.0 : (double) way.staleSeconds / way.stale,
                    way.oldest);
        }
    }
}
