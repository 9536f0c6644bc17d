package dev.etagere.client;

import java.util.concurrent.Callable;

/** Waits for what must come about. */
final class Await {
    private static final long LONGEST_MILLIS = 20_000;

    private Await() {}

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + LONGEST_MILLIS * 1_000_000;
        while (!condition.call()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("it has not come about in " + LONGEST_MILLIS + " ms");
            }
            Thread.sleep(5);
        }
    }
}
