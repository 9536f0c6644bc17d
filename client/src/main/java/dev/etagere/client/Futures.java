package dev.etagere.client;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What {@link CompletableFuture} leaves out. */
final class Futures {

    private Futures() {}

    /** Goes on with what is made of the result or the failure, whichever there is. */
    static <U, V> CompletableFuture<V> then(
            CompletionStage<U> first, BiFunction<? super U, @Nullable Throwable, ? extends CompletionStage<V>> next) {
        CompletableFuture<V> result = new CompletableFuture<>();
        var unused = first.whenComplete((value, failure) -> {
            try {
                var unusedLast = next.apply(value, failure == null ? null : cause(failure))
                        .whenComplete((made, other) -> finish(result, made, other));
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static <V> void finish(CompletableFuture<V> result, V made, @Nullable Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(cause(failure));
        } else {
            result.complete(made);
        }
    }

    /**
     * Waits for the whole of it. The timeout of a request covers its head only: a connection that is dead and does not
     * say so would hold us for ever.
     *
     * @throws IOException if it has failed or does not come in time
     */
    static <T> T await(CompletableFuture<T> answer, Duration longest) throws IOException, InterruptedException {
        try {
            return answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("there is no answer within " + longest, e);
        } catch (ExecutionException e) {
            throw new IOException("there is no answer", e.getCause());
        } finally {
            if (!answer.isDone()) {
                answer.cancel(true);
            }
        }
    }

    /** What has gone wrong, without the wrapping of the stages that it came through. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
