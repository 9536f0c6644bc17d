package dev.etagere.client;

import dev.etagere.client.Counters.Count;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers requests: from the store, by the server, or by both. Safe for use by several threads. */
final class Exchanges {
    private final HttpClient http;
    private final ResponseStore store;
    private final Feed feed;
    private final Strategy strategy;
    private final Counters counters;
    private final Flights flights;
    private final InstantSource clock;
    private final int largestBody;
    private final Invalidations invalidations = new Invalidations();
    /** What is to be asked for in the background; nothing, unless stale responses are served. */
    private volatile Consumer<HttpRequest> refreshes = request -> {};
    /** Who counts what callers are answered by. */
    private volatile BiConsumer<HttpRequest, Entry> uses = (request, entry) -> {};

    Exchanges(
            HttpClient http,
            ResponseStore store,
            Feed feed,
            Strategy strategy,
            Counters counters,
            Flights flights,
            InstantSource clock,
            int largestBody) {
        this.http = http;
        this.store = store;
        this.feed = feed;
        this.strategy = strategy;
        this.counters = counters;
        this.flights = flights;
        this.clock = clock;
        this.largestBody = largestBody;
    }

    void refreshBy(Consumer<HttpRequest> queue) {
        refreshes = queue;
    }

    void countUsesBy(BiConsumer<HttpRequest, Entry> counter) {
        uses = counter;
    }

    <T> CompletableFuture<HttpResponse<T>> send(HttpRequest request, BodyHandler<T> handler) {
        if (!Storable.concerns(request)) {
            return pass(request, handler);
        }
        Entry entry = store.find(request.uri(), request.headers());
        Step step = strategy.decide(request.headers(), entry, judge(entry), clock.millis());
        if (step instanceof Step.Serve serve) {
            used(serve.stale() ? Count.STALE : Count.HIT, request, serve.entry());
            if (serve.refresh()) {
                refreshes.accept(request);
            }
            return stored(serve.entry(), request, handler, serve.stale() ? "hit; detail=stale" : "hit");
        }
        if (Directives.of(request.headers()).has("only-if-cached")) {
            return Delivery.notStored(request, handler);
        }
        if (request.method().equals("HEAD")) {
            return pass(request, handler);
        }
        return new Fetch<>(this, request, handler, false).start(entry);
    }

    /** What has been stored since the store was looked at, if it answers the request; {@code null} otherwise. */
    @Nullable
    Entry landed(HttpRequest request, @Nullable Entry seen) {
        Entry entry = store.find(request.uri(), request.headers());
        boolean same = entry == null || (seen != null && seen.receivedAt() == entry.receivedAt());
        return !same
                        && strategy.decide(request.headers(), entry, judge(entry), clock.millis())
                                instanceof Step.Serve serve
                        && !serve.stale()
                ? entry
                : null;
    }

    /**
     * Asks the server and stores the answer; {@code null} if another has done so meanwhile, as the feed knows. Nothing
     * stands in for an error.
     */
    <T> @Nullable CompletableFuture<HttpResponse<T>> refresh(HttpRequest request, BodyHandler<T> handler) {
        Entry entry = store.find(request.uri(), request.headers());
        if (entry != null && !entry.isSuspect() && judge(entry).kind() == Verdict.Kind.CURRENT) {
            return null;
        }
        return new Fetch<>(this, request, handler, true).start(entry);
    }

    /** Requests that the store has no part in, but for what they change. */
    private <T> CompletableFuture<HttpResponse<T>> pass(HttpRequest request, BodyHandler<T> handler) {
        counters.add(Count.PASSED);
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        return Storable.isUnsafe(request.method())
                ? answer.whenComplete((response, failure) -> changed(request.uri(), response))
                : answer;
    }

    /** RFC 9111 section 4.4; where no answer has come, the change may have been made. */
    void changed(URI target, @Nullable HttpResponse<?> response) {
        if (response == null || response.statusCode() < 400) {
            invalidate(target);
        }
        if (response != null && response.statusCode() < 400) {
            invalidateIfOurs(target, response.headers().firstValue("Location").orElse(null));
            invalidateIfOurs(
                    target, response.headers().firstValue("Content-Location").orElse(null));
        }
    }

    private void invalidateIfOurs(URI target, @Nullable String reference) {
        if (reference == null) {
            return;
        }
        try {
            URI named = target.resolve(reference);
            if (Key.origin(named).equals(Key.origin(target))) {
                invalidate(named);
            }
        } catch (IllegalArgumentException e) {
            // no URI: nothing is named
        }
    }

    void invalidate(URI uri) {
        invalidations.of(uri);
        store.remove(uri);
    }

    void invalidateGroup(String group) {
        invalidations.ofAll();
        store.removeGroup(group);
    }

    <T> CompletableFuture<HttpResponse<T>> stored(
            Entry entry, HttpRequest request, BodyHandler<T> handler, String how) {
        return Delivery.of(entry, request, handler, how, Freshness.age(entry, clock.millis()), null);
    }

    Verdict judge(@Nullable Entry entry) {
        return entry == null ? Verdict.NOT_GOVERNED : feed.judge(entry);
    }

    boolean mayStandIn(HttpHeaders request, Entry entry) {
        return strategy.mayStandIn(request, entry, judge(entry), clock.millis());
    }

    /** Leaves a request that has failed to the background, so that the next caller finds its answer stored. */
    void queue(HttpRequest request) {
        if (strategy.maxStaleMillis() >= 0) {
            refreshes.accept(request);
        }
    }

    /** A caller is answered by that. */
    void used(Count how, HttpRequest request, Entry entry) {
        counters.add(how);
        uses.accept(request, entry);
    }

    void count(Count count) {
        counters.add(count);
    }

    HttpClient http() {
        return http;
    }

    ResponseStore store() {
        return store;
    }

    Feed feed() {
        return feed;
    }

    Counters counters() {
        return counters;
    }

    Flights flights() {
        return flights;
    }

    Invalidations invalidations() {
        return invalidations;
    }

    InstantSource clock() {
        return clock;
    }

    int largestBody() {
        return largestBody;
    }
}
