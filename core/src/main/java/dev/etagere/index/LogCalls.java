package dev.etagere.index;

import dev.etagere.index.shared.OtherKeyException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that waits for a shared log, behind a circuit breaker, and what came of it. Safe for use by several
 * threads.
 */
final class LogCalls {
    private final LongSupplier ticker;
    private final Breaker breaker;
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    LogCalls(LongSupplier ticker) {
        this.ticker = ticker;
        this.breaker = new Breaker(ticker);
    }

    private static final class Tally {
        private long count;
        private long failures;
        private long total;
        private long longest;

        synchronized void note(long nanos, boolean failure) {
            count++;
            failures += failure ? 1 : 0;
            total += nanos;
            longest = Math.max(longest, nanos);
        }

        synchronized IndexStatistics.Calls shown() {
            return new IndexStatistics.Calls(count, failures, Duration.ofNanos(total), Duration.ofNanos(longest));
        }
    }

    /**
     * Waits for an answer.
     *
     * @throws IndexUnavailableException if there is none in time; nobody knows then what was done
     * @throws OtherKeyException if nothing was done
     */
    <T> T await(String kind, Supplier<CompletionStage<T>> operation, Duration patience) {
        if (!breaker.admits()) {
            throw new IndexUnavailableException(
                    "the shared log of the group index has not answered lately, so nobody waits for it now", null);
        }
        try {
            T answer = counted(kind, operation).toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            breaker.succeeded();
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IndexUnavailableException("interrupted while waiting for the shared log of the group index", e);
        } catch (TimeoutException e) {
            breaker.failed();
            throw new IndexUnavailableException(
                    "the shared log of the group index has not answered within " + patience.toMillis() + " ms", e);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private RuntimeException failure(Throwable cause) {
        if (cause instanceof OtherKeyException other) {
            return other;
        }
        breaker.failed();
        return new IndexUnavailableException(
                "the shared log of the group index cannot be reached (" + cause.getMessage() + ")", cause);
    }

    /** Does not wait, and does not ask the breaker: of what has to be done in the end. */
    <T> CompletionStage<T> counted(String kind, Supplier<CompletionStage<T>> operation) {
        Tally tally = tallies.computeIfAbsent(kind, first -> new Tally());
        long begin = ticker.getAsLong();
        return started(operation)
                .whenComplete((answer, failure) -> tally.note(ticker.getAsLong() - begin, failure != null));
    }

    private static <T> CompletionStage<T> started(Supplier<CompletionStage<T>> operation) {
        try {
            return operation.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    static boolean isOfAnotherKey(@Nullable Throwable failure) {
        return failure instanceof OtherKeyException
                || (failure instanceof CompletionException && isOfAnotherKey(failure.getCause()));
    }

    boolean refuses() {
        return breaker.isOpen();
    }

    Map<String, IndexStatistics.Calls> statistics() {
        Map<String, IndexStatistics.Calls> shown = new HashMap<>();
        tallies.forEach((kind, tally) -> shown.put(kind, tally.shown()));
        return shown;
    }
}
