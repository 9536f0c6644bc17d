package dev.etagere.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of an event stream, taken event by event. Asks the connection for more only when what has come is taken, so
 * that little is held, and the server conflates what we are too slow for.
 */
final class EventStream implements BodySubscriber<EventStream>, AutoCloseable {
    private final EventParser parser = new EventParser();
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final CompletableFuture<EventStream> opened = CompletableFuture.completedFuture(this);
    private volatile Flow.@Nullable Subscription subscription;

    /**
     * @param events those of one piece of the body, often none
     * @param end whether nothing comes after it
     * @param failure why, if it did not end as it should
     */
    record Signal(
            List<EventParser.Event> events,
            boolean end,
            @Nullable Throwable failure) {}

    /**
     * The next piece: anything at all is a sign of life.
     *
     * @return {@code null} if nothing comes in time
     */
    @Nullable
    Signal next(Duration longest) throws InterruptedException {
        Signal signal = signals.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
        Flow.Subscription source = subscription;
        if (signal != null && source != null) {
            source.request(1);
        }
        return signal;
    }

    @Override
    public CompletionStage<EventStream> getBody() {
        return opened;
    }

    @Override
    public void onSubscribe(Flow.Subscription source) {
        subscription = source;
        source.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
        try {
            for (ByteBuffer piece : pieces) {
                signals.add(new Signal(parser.read(piece), false, null));
            }
        } catch (IOException e) {
            onError(e);
            close();
        }
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        signals.add(new Signal(List.of(), true, null));
    }

    /** Gives the connection up. */
    @Override
    public void close() {
        Flow.Subscription source = subscription;
        if (source != null) {
            source.cancel();
        }
    }
}
