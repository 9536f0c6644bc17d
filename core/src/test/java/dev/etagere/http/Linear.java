package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.function.Consumer;

/**
 * Proves that work grows as the input does, by ratio and not by the clock: eight times the input may take 24 times as
 * long, where quadratic work takes 64 and a regular expression's backtracking far more. What counts is the time of this
 * thread on the processor: a machine that is busy with something else interrupts the longer run more often.
 */
public final class Linear {

    private static final int ATTEMPTS = 10;

    private Linear() {}

    public static void assertLinear(String unit, int times, Consumer<String> work) {
        String once = unit.repeat(times);
        String eightfold = unit.repeat(8 * times);
        double ratio = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ratio = (double) fastest(eightfold, work) / Math.max(1, fastest(once, work));
            if (ratio < 24) {
                return;
            }
        }
        fail("8 times the input took %.1f times as long: %s...".formatted(ratio, unit));
    }

    private static long fastest(String input, Consumer<String> work) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = processorNanos();
            work.accept(input);
            fastest = Math.min(fastest, processorNanos() - start);
        }
        return fastest;
    }

    /** By reflection, since the tests are compiled within a module that does not read java.management. */
    private static long processorNanos() {
        try {
            Object threads = Class.forName("java.lang.management.ManagementFactory")
                    .getMethod("getThreadMXBean")
                    .invoke(null);
            return (long) Class.forName("java.lang.management.ThreadMXBean")
                    .getMethod("getCurrentThreadCpuTime")
                    .invoke(threads);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("this virtual machine does not count what a thread computes", e);
        }
    }
}
