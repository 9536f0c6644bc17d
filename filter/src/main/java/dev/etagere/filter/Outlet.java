package dev.etagere.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a source has for as long as the reader takes it, and never waits for him: a reader who stalls holds no
 * thread and no more than one piece. Safe for use by several threads.
 */
final class Outlet implements WriteListener, AsyncListener, FeedHub.Open {
    // For as long, a container that has reported a failure to us is left to end the request itself.
    private static final long GRACE = TimeUnit.SECONDS.toNanos(5);

    private final FeedHub hub;
    private final AsyncContext async;
    private final ServletOutputStream out;
    private final Source source;
    private final Runnable leave;
    private final long stalled;

    // Whether the container has said that it can be written, and not been told otherwise since.
    private boolean ready;
    private boolean unflushed;
    private boolean ended;
    private boolean failed;
    private boolean left;
    private long since = System.nanoTime();

    /** Where the content comes from; used by one thread at a time. */
    interface Source {
        /** The next piece; {@code null} if there is none now. */
        byte @Nullable [] next();

        /** Whether there will be no other piece. */
        boolean exhausted();

        /** Called a few times a second; whether there may be a piece now. */
        boolean tick(long nanoTime);

        /** Asks it to come to its end. */
        void finish();

        /** No piece will be asked for any more. */
        void close();
    }

    Outlet(FeedHub hub, AsyncContext async, ServletOutputStream out, Source source, Runnable leave) {
        this.hub = hub;
        this.async = async;
        this.out = out;
        this.source = source;
        this.leave = leave;
        this.stalled = hub.settings().stalled().toNanos();
    }

    void begin() {
        async.setTimeout(0);
        async.addListener(this);
        hub.add(this);
        out.setWriteListener(this);
    }

    @Override
    public synchronized void onWritePossible() {
        ready = true;
        pump();
    }

    /** Writes what there is, unless the reader has not taken the last piece yet: then the container will call. */
    synchronized void pump() {
        if (!ready || ended) {
            return;
        }
        try {
            while (out.isReady()) {
                if (!step()) {
                    return;
                }
            }
            ready = false;
            since = System.nanoTime();
        } catch (IOException | IllegalStateException e) {
            FeedHub.debug("a reader of the feed is gone", e);
            failed = true;
            since = System.nanoTime();
            stop();
        }
    }

    private boolean step() throws IOException {
        byte[] piece = source.next();
        if (piece != null) {
            out.write(piece);
            unflushed = true;
        } else if (source.exhausted()) {
            stop();
            complete();
            return false;
        } else if (unflushed) {
            unflushed = false;
            out.flush();
        } else {
            return false;
        }
        return true;
    }

    @Override
    public synchronized void tick(long nanoTime) {
        boolean late = nanoTime - since > (failed ? GRACE : stalled);
        if (ended || !ready) {
            if (late && (failed || !ended)) {
                stop();
                complete();
                gone();
            }
        } else if (source.tick(nanoTime)) {
            pump();
        }
    }

    @Override
    public synchronized void end() {
        source.finish();
        pump();
    }

    private void stop() {
        if (!ended) {
            ended = true;
            source.close();
        }
    }

    private void complete() {
        try {
            async.complete();
        } catch (IllegalStateException e) {
            FeedHub.debug("a request to the feed was over already", e);
        }
    }

    private void gone() {
        if (!left) {
            left = true;
            hub.remove(this);
            leave.run();
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        FeedHub.debug("a reader of the feed is gone", failure);
        stop();
        complete();
        gone();
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        stop();
        gone();
    }

    @Override
    public synchronized void onTimeout(AsyncEvent event) {
        stop();
        complete();
    }

    @Override
    public synchronized void onError(AsyncEvent event) {
        stop();
        gone();
        complete();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
