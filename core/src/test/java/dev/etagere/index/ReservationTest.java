package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The mark of a kept index")
class ReservationTest {
    private static final LogSettings SETTINGS = new LogSettings(1024, 10, Duration.ofSeconds(60));

    private final SteppedClock clock = new SteppedClock();

    @TempDir
    Path directory;

    /** Time that passes only when told, and not with the clock. */
    private static final class Monotonic implements Repeater {
        private @Nullable Runnable task;
        private Duration every = Duration.ZERO;
        private Duration passed = Duration.ZERO;
        private boolean stopped;

        @Override
        public Runnable repeat(Runnable what, Duration span) {
            task = what;
            every = span;
            return () -> stopped = true;
        }

        void pass(Duration time) {
            for (passed = passed.plus(time); passed.compareTo(every) >= 0; passed = passed.minus(every)) {
                task.run();
            }
        }
    }

    private final Monotonic time = new Monotonic();

    private EmbeddedLog open() {
        return EmbeddedLogs.kept(clock, SETTINGS, IndexDirectory.lock(directory, time));
    }

    @Test
    void R16_isKeptAheadThoughTheClockHasSteppedBackAndOnAgain() {
        EmbeddedLog log = open();
        clock.step(Duration.ofHours(-1));
        time.pass(Duration.ofSeconds(5));
        clock.step(Duration.ofHours(1).plusSeconds(60));
        time.pass(Duration.ofSeconds(5));
        assertEquals(clock.nanos(), log.asOf(), "as-of does not stand still");
        log.close();
    }

    @Test
    void R16_isKeptAheadBeforeTheClockReachesIt() {
        EmbeddedLog log = open();
        for (int second = 0; second < 60; second++) {
            clock.step(Duration.ofSeconds(1));
            time.pass(Duration.ofSeconds(1));
            assertEquals(clock.nanos(), log.asOf());
        }
        log.close();
    }

    @Test
    void isLeftAloneOnceTheDirectoryIsSomebodyElses() throws IOException {
        open().close();
        assertTrue(time.stopped);
        byte[] left = Files.readAllBytes(directory.resolve("high-water"));
        clock.step(Duration.ofHours(1));
        // One that was just about to run.
        time.pass(Duration.ofSeconds(5));
        assertArrayEquals(left, Files.readAllBytes(directory.resolve("high-water")));
    }

    @Test
    @Timeout(10)
    void isKeptByADaemonWhichEndsWithTheIndex() throws InterruptedException {
        String name = "etagere-test-of-the-high-water";
        AtomicBoolean daemon = new AtomicBoolean();
        CountDownLatch twice = new CountDownLatch(2);
        Runnable stop = Repeater.onAThreadOfItsOwn(name)
                .repeat(
                        () -> {
                            daemon.set(Thread.currentThread().isDaemon());
                            twice.countDown();
                        },
                        Duration.ofMillis(1));
        assertTrue(twice.await(5, TimeUnit.SECONDS));
        Thread thread = find(name).orElseThrow();
        assertTrue(daemon.get());
        stop.run();
        thread.join();
        assertFalse(find(name).isPresent());
    }

    private static Optional<Thread> find(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findAny();
    }
}
