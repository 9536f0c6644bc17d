package dev.etagere.benchmarks;

import java.util.Arrays;

/** What is said of many measured times. */
final class Spread {
    private Spread() {}

    /** Median, 99th percentile and maximum, in microseconds. */
    static String of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return "p50 %d us, p99 %d us, at most %d us"
                .formatted(
                        sorted[sorted.length / 2] / 1000,
                        sorted[sorted.length * 99 / 100] / 1000,
                        sorted[sorted.length - 1] / 1000);
    }
}
