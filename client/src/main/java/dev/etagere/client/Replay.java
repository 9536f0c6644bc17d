package dev.etagere.client;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Gives stored content to a caller's subscriber, as a connection would. Used once. */
final class Replay implements Flow.Subscription {
    private final BodySubscriber<?> subscriber;
    private final ByteBuffer content;
    private boolean done;

    private Replay(BodySubscriber<?> subscriber, ByteBuffer content) {
        this.subscriber = subscriber;
        this.content = content;
    }

    static <T> CompletionStage<T> to(BodySubscriber<T> subscriber, ByteBuffer content) {
        Replay replay = new Replay(subscriber, content);
        subscriber.onSubscribe(replay);
        replay.completeIfEmpty();
        return subscriber.getBody();
    }

    private synchronized void completeIfEmpty() {
        if (!done && !content.hasRemaining()) {
            done = true;
            subscriber.onComplete();
        }
    }

    @Override
    public synchronized void request(long n) {
        if (done) {
            return;
        }
        done = true;
        if (n <= 0) {
            subscriber.onError(new IllegalArgumentException("a subscriber has asked for " + n + " items"));
            return;
        }
        if (content.hasRemaining()) {
            subscriber.onNext(List.of(content));
        }
        subscriber.onComplete();
    }

    @Override
    public synchronized void cancel() {
        done = true;
    }
}
