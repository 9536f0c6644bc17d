package dev.etagere.filter;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Hears of the ends that go past {@link HeldAsync#complete()}: timeouts, errors, a context that the server completes.
 */
final class HeldAsyncListener implements AsyncListener {
    private final HeldAsync async;
    private final HeldResponse response;

    HeldAsyncListener(HeldAsync async, HeldResponse response) {
        this.async = async;
        this.response = response;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        if (async.isDispatched() && !response.isFinished()) {
            TooNarrow.ASYNC.warn();
        }
        response.abandon();
        response.completed();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        response.abandon();
    }

    @Override
    public void onError(AsyncEvent event) {
        response.abandon();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // The request wrapper adds a new listener for each start.
    }
}
