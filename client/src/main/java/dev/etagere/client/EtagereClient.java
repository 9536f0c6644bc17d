package dev.etagere.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP client that keeps responses until the server says that they have changed. It follows the server's
 * group-timestamps feed; a response that names its groups ({@code Cache-Tag} or any other spelling) and says how far it
 * reaches ({@code Etagere-As-Of}) is answered from the store, whatever its {@code Cache-Control} lets expire, as long
 * as the feed is fresh and no group of it has moved. When one has, it is asked for again, by one conditional request
 * however many callers want it.
 *
 * <p>How stale an answer can be: while the feed is fresh, no older than {@link EtagereClientBuilder#maxFeedAge},
 * counted back from the moment of the call. When the feed has been silent for longer, every use is confirmed by the
 * server.
 *
 * <p>For all other responses it is a small private cache (RFC 9111): explicit freshness, validation, {@code Vary},
 * {@code stale-while-revalidate} and {@code stale-if-error} (RFC 5861); no heuristics, no ranges. Requests with
 * different {@code Authorization} or {@code Cookie} never share a response, and one that sets a cookie is not stored.
 *
 * <p>Each response says in {@code Cache-Status} (RFC 9211) where it came from.
 *
 * <p>Safe for use by several threads. {@link #close} it, so that nothing stored is lost.
 */
public final class EtagereClient extends HttpClient implements AutoCloseable {
    private static final int WARMING_LANES = 8;

    private final HttpClient http;
    private final Exchanges exchanges;
    private final Parts parts;
    private volatile boolean closed;

    EtagereClient(HttpClient http, Exchanges exchanges, Parts parts) {
        this.http = http;
        this.exchanges = exchanges;
        this.parts = parts;
    }

    /**
     * A client that follows the feed at that address, such as {@code http://shop.example/group-timestamps}. Without
     * further settings it polls every 2 seconds, trusts the feed for 60, and keeps 64 MB on the heap.
     *
     * @throws IllegalArgumentException if it is no absolute {@code http} or {@code https} address
     */
    public static EtagereClientBuilder builder(URI feed) {
        return new EtagereClientBuilder(feed);
    }

    /** {@inheritDoc} The content of a stored response is given to the handler as if it had come over the wire. */
    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<T>> answer = sendAsync(request, handler);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            throw rethrown(e.getCause());
        }
    }

    /** The same type with the stack of the caller, as far as it can be made. */
    private static IOException rethrown(@Nullable Throwable cause) throws IOException {
        if (cause instanceof java.net.http.HttpConnectTimeoutException) {
            return withCause(new java.net.http.HttpConnectTimeoutException(cause.getMessage()), cause);
        }
        if (cause instanceof java.net.http.HttpTimeoutException) {
            return withCause(new java.net.http.HttpTimeoutException(cause.getMessage()), cause);
        }
        if (cause instanceof java.net.ConnectException) {
            return withCause(new java.net.ConnectException(cause.getMessage()), cause);
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return new IOException(cause == null ? null : cause.getMessage(), cause);
    }

    private static IOException withCause(IOException made, Throwable cause) {
        made.initCause(cause);
        return made;
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        if (closed) {
            return CompletableFuture.failedFuture(new IOException("the client is closed"));
        }
        return exchanges.send(request, handler).copy();
    }

    /** {@inheritDoc} With a handler of pushes, the store has no part in it. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        if (pushes == null) {
            return sendAsync(request, handler);
        }
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler, pushes);
        return Storable.isUnsafe(request.method())
                ? answer.whenComplete((response, failure) -> exchanges.changed(request.uri(), response))
                : answer;
    }

    /**
     * Adds a listener to groups of that name, or, with {@code *} at the end, to all that begin so. It begins with a
     * {@link Change#reset}, as soon as the feed is known.
     *
     * @return what ends the listening
     */
    public Runnable onChange(String pattern, ChangeListener listener) {
        return parts.dispatcher().add(pattern, listener);
    }

    /**
     * Fetches these, so that the next caller finds them stored. What is stored and current costs no request.
     *
     * @return how many could not be fetched; never completes exceptionally
     */
    public CompletableFuture<Integer> warm(Collection<URI> uris) {
        Queue<URI> left = new ConcurrentLinkedQueue<>(uris);
        AtomicInteger failed = new AtomicInteger();
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[WARMING_LANES];
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = warm(left, failed);
        }
        return CompletableFuture.allOf(lanes).thenApply(nothing -> failed.get());
    }

    private CompletableFuture<?> warm(Queue<URI> left, AtomicInteger failed) {
        URI next = left.poll();
        if (next == null) {
            return CompletableFuture.completedFuture(null);
        }
        return sendAsync(HttpRequest.newBuilder(next).build(), BodyHandlers.discarding())
                .handle((response, failure) -> {
                    if (failure != null || response.statusCode() >= 400) {
                        failed.incrementAndGet();
                    }
                    return response;
                })
                .thenComposeAsync(response -> warm(left, failed), parts.scheduler());
    }

    /** Forgets what is stored of an address; an answer that is under way is not trusted either. */
    public void invalidate(URI uri) {
        exchanges.invalidate(uri);
    }

    /** Forgets all that is stored and names the group. Goes through the whole store. */
    public void invalidate(String group) {
        exchanges.invalidateGroup(group);
    }

    /** What has happened so far. */
    public ClientStatistics statistics() {
        return exchanges.counters().snapshot(exchanges.feed().age());
    }

    /**
     * Stops following the feed, and writes what is to survive. The {@code HttpClient} that it was built with stays
     * open. Requests that are under way are still answered, but not stored.
     */
    @Override
    public void close() {
        closed = true;
        parts.close();
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return http.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return http.connectTimeout();
    }

    @Override
    public Redirect followRedirects() {
        return http.followRedirects();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return http.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return http.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return http.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return http.authenticator();
    }

    @Override
    public Version version() {
        return http.version();
    }

    @Override
    public Optional<Executor> executor() {
        return http.executor();
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return http.newWebSocketBuilder();
    }
}
