package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for a state, for as long as it may take on a machine with much else to do. */
final class Await {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    private Await() {}

    static void until(String what, Callable<Boolean> state) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!state.call()) {
            assertTrue(System.nanoTime() < end, () -> "never: " + what);
            Thread.sleep(20);
        }
    }
}
