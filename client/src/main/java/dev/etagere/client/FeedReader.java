package dev.etagere.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the group-timestamps endpoint by request and answer: the full list, then what has moved since, or, from a
 * server that knows no {@code since}, the full list under its ETag. Used by one thread.
 */
final class FeedReader {
    private final HttpClient http;
    private final URI uri;
    private final Feed feed;
    private final Duration timeout;
    private final LongSupplier nanoTime;
    private boolean deltas = true;
    private @Nullable String etag;

    FeedReader(HttpClient http, URI uri, Feed feed, Duration timeout, LongSupplier nanoTime) {
        this.http = http;
        this.uri = uri;
        this.feed = feed;
        this.timeout = timeout;
        this.nanoTime = nanoTime;
    }

    /** The server did not wait: it does not know how to. */
    static final class NotHonoured extends IOException {
        private static final long serialVersionUID = 1L;

        NotHonoured(String what) {
            super("the feed offers no " + what);
        }
    }

    /** Reads what is new. */
    void read() throws IOException, InterruptedException {
        read(0);
    }

    /**
     * Reads what is new, or waits for it.
     *
     * @throws NotHonoured if the server does not wait; what it has answered is taken in
     */
    void await(Duration longest) throws IOException, InterruptedException {
        if (feed.cursor() == null) {
            read(0); // There is nothing yet that could be waited for.
            return;
        }
        HttpResponse<?> response = read(Math.max(1, longest.toSeconds()));
        if (response.headers().firstValue("Preference-Applied").isEmpty()) {
            throw new NotHonoured("long-poll");
        }
    }

    private HttpResponse<?> read(long waitSeconds) throws IOException, InterruptedException {
        String cursor = deltas ? feed.cursor() : null;
        HttpRequest request = request(cursor, waitSeconds);
        long askedAt = nanoTime.getAsLong();
        HttpResponse<String> response =
                Futures.await(http.sendAsync(request, BodyHandlers.ofString()), timeout.plusSeconds(waitSeconds));
        int status = response.statusCode();
        if (cursor != null && (status == 400 || status == 404 || status == 501)) {
            deltas = false;
            return read(waitSeconds);
        }
        if (!take(response, cursor != null, askedAt)) {
            etag = null;
            feed.doubt();
            return read(0);
        }
        return response;
    }

    /** Returns false if the answer does not fit what is known, so that all of it has to be read. */
    private boolean take(HttpResponse<String> response, boolean delta, long askedAt) throws IOException {
        Reach reach = Reach.parse(response.headers().firstValue(Reach.FIELD).orElse(null));
        if (response.statusCode() == 304 && etag != null) {
            return feed.confirm(askedAt, reach);
        }
        if (response.statusCode() != 200) {
            throw new Unavailable(response);
        }
        Listing listing = Listing.parse(response.body());
        if (delta) {
            feed.update(listing, askedAt, reach);
        } else {
            feed.replace(listing, askedAt, reach);
            etag = response.headers().firstValue("ETag").orElse(null);
        }
        return true;
    }

    private HttpRequest request(@Nullable String cursor, long waitSeconds) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(cursor == null ? uri : since(cursor)).header("Accept", "application/json");
        if (waitSeconds > 0) {
            request.header("Prefer", "wait=" + waitSeconds);
        }
        if (cursor == null && etag != null && feed.age() < Long.MAX_VALUE) {
            request.header("If-None-Match", etag);
        }
        return request.build();
    }

    private URI since(String cursor) {
        String separator = uri.getRawQuery() == null ? "?" : "&";
        return URI.create(uri + separator + "since=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
    }
}
