package dev.etagere.index;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does something again and again. */
@FunctionalInterface
interface Repeater {

    /**
     * Begins after the first span has passed.
     *
     * @return what ends it; a last run may just be under way
     */
    Runnable repeat(Runnable task, Duration every);

    /**
     * One on a daemon thread of that name. Its spans do not step with the time of day, as those of a timer do, which
     * would sleep for as long as the clock was once stepped back.
     */
    static Repeater onAThreadOfItsOwn(String name) {
        return (task, every) -> {
            ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(run -> {
                Thread thread = new Thread(run, name);
                thread.setDaemon(true);
                return thread;
            });
            // Ended by the executor.
            Future<?> unused =
                    executor.scheduleWithFixedDelay(task, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
            return executor::shutdown;
        };
    }
}
