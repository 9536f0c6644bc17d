package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for a state, for as long as it may take on a machine with much else to do. */
final class Await {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    private Await() {}

    static void until(String what, Callable<Boolean> state) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        while (!isSo(state)) {
            assertTrue(System.nanoTime() < end, () -> "never: " + what);
            Thread.sleep(20);
        }
    }

    /** Whoever is made a replica cuts the connections of those who ask. */
    private static boolean isSo(Callable<Boolean> state) throws Exception {
        try {
            return state.call();
        } catch (RedisException e) {
            return false;
        }
    }
}
