package dev.etagere.client;

import java.util.concurrent.ScheduledExecutorService;

/** What a client has to close. */
record Parts(
        ResponseStore store,
        Follower follower,
        RefreshQueue queue,
        ChangeDispatcher dispatcher,
        ScheduledExecutorService scheduler)
        implements AutoCloseable {

    @Override
    public void close() {
        follower.close();
        queue.close();
        scheduler.shutdownNow();
        store.close();
    }
}
