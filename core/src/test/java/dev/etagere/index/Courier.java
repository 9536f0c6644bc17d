package dev.etagere.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Carries what simulated nodes ask their log, and the answers, in any order and as late as it likes; loses some, and
 * some of what it has given up arrives all the same. Whoever waits lets others go on. There is one thread.
 */
final class Courier {
    private final SplittableRandom random;
    private final Supplier<Long> time;
    private final long patience;
    private final Runnable others;
    private final Consumer<String> trace;
    private final List<Message<?>> underWay = new ArrayList<>();
    private long late;
    private long lost;

    /**
     * @param time in nanoseconds
     * @param patience after how long whoever asks gives up
     * @param others lets somebody take a step, or time go on
     * @param trace is told of everything
     */
    Courier(SplittableRandom random, Supplier<Long> time, long patience, Runnable others, Consumer<String> trace) {
        this.trace = trace;
        this.random = random;
        this.time = time;
        this.patience = patience;
        this.others = others;
    }

    /** What becomes of messages between a node and the log now. */
    enum Way {
        OPEN,
        CUT,
        LOSES_ANSWERS,
        SILENT
    }

    /** Waiting for it lets others go on. */
    private final class Answer<T> extends CompletableFuture<T> {

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Answer<>();
        }

        @Override
        public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
            if (!waitFor(this::isDone, unit.toNanos(timeout))) {
                throw new TimeoutException();
            }
            return get();
        }
    }

    private final class Message<T> {
        final String what;
        final Supplier<Way> way;
        final Supplier<CompletionStage<T>> operation;
        final Answer<T> answer = new Answer<>();
        final long sent = time.get();
        CompletableFuture<T> done;

        Message(String what, Supplier<Way> way, Supplier<CompletionStage<T>> operation) {
            this.what = what;
            this.way = way;
            this.operation = operation;
        }

        /** Returns whether there is nothing more to do with it. */
        boolean step() {
            Way now = way.get();
            boolean givenUp = answer.isDone();
            if (!givenUp && time.get() - sent > patience) {
                trace.accept("is given up: " + what);
                answer.completeExceptionally(new TimeoutException("no answer"));
                // What was sent may lie somewhere, and arrive.
                return done != null || random.nextBoolean();
            }
            if (now == Way.CUT) {
                return lose();
            }
            if (now == Way.SILENT) {
                return false;
            }
            if (done == null) {
                trace.accept("arrives: " + what);
                done = operation.get().toCompletableFuture();
                late += givenUp ? 1 : 0;
                return givenUp;
            }
            if (now == Way.LOSES_ANSWERS) {
                return lose();
            }
            trace.accept("is answered: " + what);
            var unused = done.whenComplete((result, failure) -> {
                if (failure == null) {
                    answer.complete(result);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
            return true;
        }

        private boolean lose() {
            lost++;
            trace.accept("is lost: " + what);
            boolean stays = done == null && random.nextInt(4) == 0;
            answer.completeExceptionally(new IOException("lost"));
            return !stays;
        }
    }

    /** Sends it off. */
    <T> CompletionStage<T> send(String what, Supplier<Way> way, Supplier<CompletionStage<T>> operation) {
        Message<T> message = new Message<>(what, way, operation);
        underWay.add(message);
        return message.answer;
    }

    boolean isIdle() {
        return underWay.isEmpty();
    }

    /** Brings one of them one step further. */
    void step() {
        if (!underWay.isEmpty()) {
            Message<?> message = underWay.get(random.nextInt(underWay.size()));
            if (message.step()) {
                underWay.remove(message);
            }
        }
    }

    /** How many arrived after they had been given up. */
    long late() {
        return late;
    }

    /** How many were lost, or their answers. */
    long lost() {
        return lost;
    }

    /** Returns whether it came about in time. */
    boolean waitFor(BooleanSupplier condition, long nanos) {
        long begun = time.get();
        while (!condition.getAsBoolean()) {
            if (time.get() - begun >= nanos) {
                return false;
            }
            others.run();
        }
        return true;
    }
}
