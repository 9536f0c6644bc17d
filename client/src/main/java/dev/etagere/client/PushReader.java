package dev.etagere.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Follows the feed by server-sent events. What comes in is known at once, but makes the knowledge no younger: a proxy
 * may have held it back. So {@link FeedReader} asks besides, once per half of the feed's maximum age.
 */
final class PushReader {
    private final HttpClient http;
    private final URI uri;
    private final Feed feed;
    private final FeedReader reader;
    private final Timing timing;
    private final LongSupplier nanoTime;

    /**
     * @param open how long the answer may take
     * @param silence after how long without a sign of life the connection is given up
     * @param renewal how old the feed may get before it is asked besides
     */
    record Timing(Duration open, Duration silence, Duration renewal) {}

    PushReader(HttpClient http, URI uri, Feed feed, FeedReader reader, Timing timing, LongSupplier nanoTime) {
        this.http = http;
        this.uri = uri;
        this.feed = feed;
        this.reader = reader;
        this.timing = timing;
        this.nanoTime = nanoTime;
    }

    /**
     * Follows until the server ends the stream as it should, after its maximum life.
     *
     * @param sign called whenever the server has been heard
     */
    void follow(Runnable sign) throws IOException, InterruptedException {
        if (feed.cursor() == null) {
            reader.read();
        }
        try (EventStream stream = open()) {
            long lastSign = nanoTime.getAsLong();
            while (true) {
                long silent = nanoTime.getAsLong() - lastSign;
                if (silent > timing.silence().toNanos()) {
                    throw new IOException("the feed has been silent for " + Duration.ofNanos(silent));
                }
                EventStream.Signal signal = stream.next(patience(silent));
                if (signal == null) {
                    renew();
                    continue;
                }
                lastSign = nanoTime.getAsLong();
                for (EventParser.Event event : signal.events()) {
                    take(event);
                    sign.run();
                }
                if (signal.end()) {
                    end(signal);
                    return;
                }
                renew();
            }
        }
    }

    private static void end(EventStream.Signal signal) throws IOException {
        if (signal.failure() != null) {
            throw new IOException("the feed has broken off", signal.failure());
        }
    }

    private Duration patience(long silent) {
        long untilSilent = timing.silence().toNanos() - silent;
        long untilRenewal = timing.renewal().toNanos() - feed.age();
        return Duration.ofNanos(Math.max(1_000_000, Math.min(untilSilent, untilRenewal)));
    }

    private void renew() throws IOException, InterruptedException {
        if (feed.age() >= timing.renewal().toNanos()) {
            reader.read();
        }
    }

    private void take(EventParser.Event event) throws IOException, InterruptedException {
        switch (event.name()) {
            case "reset" -> {
                feed.doubt();
                reader.read();
            }
            case "change" -> add(Listing.parse(event.data()).at(event.id()));
            case "heartbeat" -> add(Listing.nothing(event.id()));
            default -> {} // what later servers may have to say
        }
    }

    private void add(Listing told) throws IOException, InterruptedException {
        if (!feed.event(told)) {
            feed.doubt();
            reader.read();
        }
    }

    private EventStream open() throws IOException, InterruptedException {
        String cursor = feed.cursor();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/event-stream");
        if (cursor != null) {
            request.header("Last-Event-ID", cursor);
        }
        BodyHandler<EventStream> handler = info -> new EventStream();
        BodyHandler<EventStream> discarding =
                info -> BodySubscribers.mapping(BodySubscribers.discarding(), nothing -> new EventStream());
        CompletableFuture<HttpResponse<EventStream>> answer =
                http.sendAsync(request.build(), info -> (isStream(info) ? handler : discarding).apply(info));
        return checked(Futures.await(answer, timing.open()));
    }

    private static EventStream checked(HttpResponse<EventStream> response) throws IOException {
        if (response.statusCode() == 204 || response.statusCode() >= 500 || response.statusCode() == 429) {
            throw new Unavailable(response);
        }
        if (response.statusCode() != 200 || !isEventStream(response.headers())) {
            throw new FeedReader.NotHonoured("event stream");
        }
        return response.body();
    }

    private static boolean isStream(HttpResponse.ResponseInfo info) {
        return info.statusCode() == 200 && isEventStream(info.headers());
    }

    private static boolean isEventStream(HttpHeaders headers) {
        return headers.firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    }
}
