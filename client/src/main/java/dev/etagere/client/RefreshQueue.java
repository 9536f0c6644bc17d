package dev.etagere.client;

import dev.etagere.client.Counters.Count;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Refreshes responses in the background: a bounded queue, and workers. One request per URL and variant waits at most;
 * where there is no room, it is left to the next caller. Safe for use by several threads.
 */
final class RefreshQueue implements AutoCloseable {
    private static final int MOST_ATTEMPTS = 10;

    private final Exchanges exchanges;
    private final Settings settings;
    private final Counters counters;
    private final ClientListener listener;
    private final ScheduledExecutorService scheduler;
    private final BlockingQueue<Task> queue;
    private final Set<Key> waiting = ConcurrentHashMap.newKeySet();
    private final Thread[] workers;
    /** Who is told of what was refreshed. */
    private volatile Consumer<HttpRequest> refreshed = request -> {};

    private volatile boolean closed;

    /**
     * @param capacity how many may wait
     * @param timeout how long an answer may take, if the request does not say so
     */
    record Settings(int capacity, int workers, Duration timeout, Backoff backoff) {}

    private record Task(Key key, HttpRequest request, int attempt) {}

    RefreshQueue(
            Exchanges exchanges,
            Settings settings,
            Counters counters,
            ClientListener listener,
            ScheduledExecutorService scheduler) {
        this.exchanges = exchanges;
        this.settings = settings;
        this.counters = counters;
        this.listener = listener;
        this.scheduler = scheduler;
        queue = new ArrayBlockingQueue<>(settings.capacity());
        workers = new Thread[settings.workers()];
    }

    void start() {
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Thread(this::work, "etagere-refresh-" + i);
            workers[i].setDaemon(true);
            workers[i].start();
        }
    }

    void tell(Consumer<HttpRequest> listener) {
        refreshed = listener;
    }

    /** Returns whether it waits now and did not before. */
    boolean offer(HttpRequest request) {
        if (!request.method().equals("GET")) {
            return false;
        }
        Key key = Key.flight(request.uri(), request.headers().map().keySet(), request.headers());
        return waiting.add(key) && enqueue(new Task(key, request, 1));
    }

    private boolean enqueue(Task task) {
        boolean room = queue.offer(task);
        if (!room) {
            waiting.remove(task.key());
            counters.add(Count.DROPPED);
        }
        return room;
    }

    private void work() {
        try {
            while (!closed) {
                Task task = queue.take();
                try {
                    boolean asked = refresh(task.request());
                    waiting.remove(task.key());
                    if (asked) {
                        counters.add(Count.REFRESHED);
                    }
                    refreshed.accept(task.request());
                } catch (IOException | RuntimeException e) {
                    failed(task, e);
                }
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    /** Returns whether there was anything to refresh. */
    private boolean refresh(HttpRequest request) throws IOException, InterruptedException {
        HttpRequest bounded = request.timeout().isPresent()
                ? request
                : HttpRequest.newBuilder(request, (name, value) -> true)
                        .timeout(settings.timeout())
                        .build();
        Duration longest = bounded.timeout().orElse(settings.timeout()).multipliedBy(2);
        CompletableFuture<HttpResponse<Void>> answer = exchanges.refresh(bounded, BodyHandlers.discarding());
        if (answer == null) {
            return false;
        }
        HttpResponse<?> response = Futures.await(answer, longest);
        if (response.statusCode() >= 500) {
            throw new IOException("the server answered " + response.statusCode());
        }
        return true;
    }

    private void failed(Task task, Exception failure) {
        counters.add(Count.FAILED);
        try {
            listener.refreshFailed(task.request().uri(), failure);
        } catch (RuntimeException e) {
            System.getLogger(RefreshQueue.class.getName())
                    .log(System.Logger.Level.WARNING, "a client listener has failed", e);
        }
        if (task.attempt() >= MOST_ATTEMPTS || closed) {
            waiting.remove(task.key());
            return;
        }
        Task next = new Task(task.key(), task.request(), task.attempt() + 1);
        var unused = scheduler.schedule(
                () -> enqueue(next), settings.backoff().after(task.attempt()).toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        closed = true;
        for (Thread worker : workers) {
            if (worker != null) {
                worker.interrupt();
            }
        }
    }
}
