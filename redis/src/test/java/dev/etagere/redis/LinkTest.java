package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LinkTest {

    @Test
    void nobodyLooksForAServerAfterTheClose() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
        Link link = new Link(
                () -> {
                    attempts.incrementAndGet();
                    return CompletableFuture.failedStage(new IllegalStateException("nobody there"));
                },
                timer,
                () -> {});
        try {
            timer.submit(() -> {
                        link.open();
                        // The next attempt is due and waits for this thread.
                        link.close();
                    })
                    .get();
            Await.until("it has had its turn", () -> timer.getCompletedTaskCount() == 2);
            assertEquals(1, attempts.get());
            assertThrows(IllegalStateException.class, link::connection);
        } finally {
            timer.shutdownNow();
        }
    }
}
