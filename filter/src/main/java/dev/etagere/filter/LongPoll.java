package dev.etagere.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for a change, on no thread. When there is one, or no time is left, the container handles the
 * request once more, and then it is answered. It is over for the hub only when that has been written.
 */
final class LongPoll implements FeedHub.Open, AsyncListener {
    private final FeedHub hub;
    private final AsyncContext async;
    private final BooleanSupplier news;
    private final long deadline;
    private final Runnable leave;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Runnable deaf;

    /** @param news whether there is a change; asked on threads of the hub */
    LongPoll(FeedHub hub, AsyncContext async, int seconds, BooleanSupplier news, Runnable leave) {
        this.hub = hub;
        this.async = async;
        this.news = news;
        this.deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        this.leave = leave;
        async.setTimeout(0);
        async.addListener(this);
    }

    void begin() {
        hub.add(this);
        // In this order, or a change between the look and the wait would wake nobody.
        Runnable end = hub.feed().onChange(this::look);
        deaf = end;
        look();
        if (over.get()) {
            // Perhaps it was over before there was anything to end.
            end.run();
        }
    }

    private void look() {
        if (!over.get() && news.getAsBoolean()) {
            end();
        }
    }

    @Override
    public void tick(long nanoTime) {
        if (nanoTime - deadline >= 0) {
            end();
        }
    }

    @Override
    public void end() {
        if (finish()) {
            try {
                async.dispatch();
            } catch (IllegalStateException e) {
                FeedHub.debug("a request that waited was over already", e);
                hub.remove(this);
            }
        }
    }

    private boolean finish() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        Runnable end = deaf;
        if (end != null) {
            end.run();
        }
        leave.run();
        return true;
    }

    @Override
    public void onComplete(AsyncEvent event) {
        finish();
        hub.remove(this);
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        finish();
        hub.remove(this);
    }

    /** A long answer is written on no thread, either; a container forgets its listeners then. */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
