package dev.etagere.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the content of responses that are wanted, and lets all others through to the caller's handler as they come; one
 * that turns out to be too large, too.
 */
final class Capture<T> implements BodyHandler<Captured<T>> {
    private final BodyHandler<T> handler;
    private final Predicate<ResponseInfo> wanted;
    private final int limit;

    Capture(BodyHandler<T> handler, Predicate<ResponseInfo> wanted, int limit) {
        this.handler = handler;
        this.wanted = wanted;
        this.limit = limit;
    }

    @Override
    public BodySubscriber<Captured<T>> apply(ResponseInfo info) {
        boolean fits = info.headers().firstValueAsLong("Content-Length").orElse(0) <= limit;
        return fits && wanted.test(info)
                ? new Holder(info)
                : BodySubscribers.mapping(handler.apply(info), body -> new Captured<>(null, body));
    }

    private final class Holder implements BodySubscriber<Captured<T>>, Flow.Subscription {
        private final ResponseInfo info;
        private final CompletableFuture<Captured<T>> result = new CompletableFuture<>();
        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private Flow.@Nullable Subscription source;
        private @Nullable BodySubscriber<T> caller;
        private boolean handedOver;

        Holder(ResponseInfo info) {
            this.info = info;
        }

        @Override
        public CompletionStage<Captured<T>> getBody() {
            return result;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            source = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            BodySubscriber<T> through = caller;
            if (through != null) {
                through.onNext(pieces);
                return;
            }
            for (ByteBuffer piece : pieces) {
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                held.writeBytes(bytes);
            }
            if (held.size() > limit) {
                giveUp();
            } else if (source != null) {
                source.request(1);
            }
        }

        /** Too large: what is held goes to the caller first, as soon as it asks. */
        private void giveUp() {
            BodySubscriber<T> through = handler.apply(info);
            caller = through;
            var unused = through.getBody().whenComplete((body, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(failure);
                } else {
                    result.complete(new Captured<>(null, body));
                }
            });
            through.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            long left = n;
            synchronized (this) {
                BodySubscriber<T> through = caller;
                if (!handedOver && through != null && n > 0) {
                    handedOver = true;
                    left--;
                    through.onNext(List.of(ByteBuffer.wrap(held.toByteArray()).asReadOnlyBuffer()));
                }
            }
            Flow.Subscription from = source;
            if (from != null && (left > 0 || n <= 0)) {
                from.request(left);
            }
        }

        @Override
        public void cancel() {
            if (source != null) {
                source.cancel();
            }
        }

        @Override
        public void onError(Throwable failure) {
            if (caller != null) {
                caller.onError(failure);
            } else {
                result.completeExceptionally(failure);
            }
        }

        @Override
        public void onComplete() {
            if (caller != null) {
                caller.onComplete();
            } else {
                result.complete(new Captured<>(ByteBuffer.wrap(held.toByteArray()), null));
            }
        }
    }
}
