package dev.etagere.client;

import dev.etagere.client.Counters.Count;
import dev.etagere.http.ETag;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One caller's way to the server: alone, or on the request of another who wants the same. Used once. */
final class Fetch<T> {
    private static final int MOST_REFUSALS = 3;
    private static final long REFUSAL_MILLIS = 50;

    private final Exchanges exchanges;
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final boolean background;
    /** What had been told when the caller came: no answer may be older (R22). */
    private final Feed.Mark mark;

    private int refusals;

    Fetch(Exchanges exchanges, HttpRequest request, BodyHandler<T> handler, boolean background) {
        this.exchanges = exchanges;
        this.request = request;
        this.handler = handler;
        this.background = background;
        mark = exchanges.feed().mark();
    }

    CompletableFuture<HttpResponse<T>> start(@Nullable Entry entry) {
        Key key = Key.flight(request.uri(), exchanges.store().varies(request.uri()), request.headers());
        Flights.Flight mine = exchanges.flights().begin(key, request);
        Flights.Flight flight = exchanges.flights().join(mine);
        return flight.answer() == mine.answer() ? takeOff(mine, entry) : wait(flight, entry);
    }

    private CompletableFuture<HttpResponse<T>> wait(Flights.Flight flight, @Nullable Entry entry) {
        CompletableFuture<@Nullable Entry> answer = flight.answer().copy();
        request.timeout().ifPresent(longest -> answer.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS));
        return Futures.then(
                answer, (shared, failure) -> failure == null ? joined(flight, shared, entry) : failed(entry, failure));
    }

    private CompletableFuture<HttpResponse<T>> joined(
            Flights.Flight flight, @Nullable Entry answer, @Nullable Entry entry) {
        if (answer == null || !flight.serves(request, answer)) {
            return lead(exchanges.flights().begin(flight.key(), request), entry);
        }
        if (isBehind(answer)) {
            return start(answer);
        }
        used(Count.JOINED, answer);
        return exchanges.stored(answer, request, handler, "fwd=stale; collapsed");
    }

    /** Looks once more: the flight that was there when the store was looked at may have landed since. */
    private CompletableFuture<HttpResponse<T>> takeOff(Flights.Flight flight, @Nullable Entry entry) {
        Entry landed = background ? null : exchanges.landed(request, entry);
        if (landed != null) {
            exchanges.flights().land(flight, landed);
            used(Count.JOINED, landed);
            return exchanges.stored(landed, request, handler, "hit");
        }
        return lead(flight, entry);
    }

    /** Asks the server, whose answer is also that of all who have joined the flight. */
    private CompletableFuture<HttpResponse<T>> lead(Flights.Flight flight, @Nullable Entry entry) {
        return attempt(flight, entry)
                .whenComplete((response, failure) -> exchanges.flights().end(flight, failure));
    }

    private CompletableFuture<HttpResponse<T>> attempt(Flights.Flight flight, @Nullable Entry entry) {
        long before = exchanges.invalidations().count(request.uri());
        long requestedAt = exchanges.clock().millis();
        Capture<T> capture = new Capture<>(handler, info -> isWanted(info, entry), exchanges.largestBody());
        return Futures.then(
                exchanges.http().sendAsync(conditional(entry), capture),
                (response, failure) -> failure != null
                        ? failed(entry, failure)
                        : answered(new Answer<>(flight, response, entry, before, requestedAt)));
    }

    private record Answer<T>(
            Flights.Flight flight,
            HttpResponse<Captured<T>> response,
            @Nullable Entry entry,
            long invalidations,
            long requestedAt) {

        int status() {
            return response.statusCode();
        }
    }

    private boolean isWanted(HttpResponse.ResponseInfo info, @Nullable Entry entry) {
        int status = info.statusCode();
        return (status == 304 && entry != null)
                || (status >= 500 && entry != null)
                || Storable.allows(status, info.headers());
    }

    private HttpRequest conditional(@Nullable Entry entry) {
        if (entry == null) {
            return request;
        }
        HttpRequest.Builder conditional = HttpRequest.newBuilder(request, (name, value) -> true);
        ETag etag = entry.etag();
        if (etag != null) {
            conditional.setHeader("If-None-Match", etag.toString());
        } else if (entry.lastModified() != null) {
            conditional.setHeader("If-Modified-Since", entry.lastModified());
        }
        Reach least = mark.least(entry.groups());
        if (least != null && request.headers().firstValue(Reach.MINIMUM).isEmpty()) {
            conditional.setHeader(Reach.MINIMUM, least.toString());
        }
        return conditional.build();
    }

    private CompletableFuture<HttpResponse<T>> answered(Answer<T> answer) {
        Entry entry = answer.entry();
        ByteBuffer bytes = answer.response().body().bytes();
        if (answer.status() == 304 && entry != null) {
            return confirmed(answer, entry);
        }
        if (answer.status() >= 500) {
            return serverError(answer, bytes);
        }
        if (bytes == null || answer.response().previousResponse().isPresent()) {
            return notStored(answer, bytes);
        }
        Entry received = received(answer, bytes);
        if (isBehind(received)) {
            return refused(answer, received);
        }
        exchanges.store().put(request.headers(), received);
        exchanges.flights().land(answer.flight(), received);
        used(entry == null ? Count.MISS : Count.CHANGED, received);
        return Delivery.of(
                received,
                request,
                handler,
                entry == null ? "fwd=miss; stored" : "fwd=stale; stored",
                -1,
                answer.response());
    }

    private Entry received(Answer<T> answer, ByteBuffer bytes) {
        HttpResponse<?> response = answer.response();
        return new Entry(
                request.uri(),
                response.statusCode(),
                response.version(),
                response.headers(),
                bytes,
                answer.requestedAt(),
                exchanges.clock().millis(),
                isSuspect(answer));
    }

    /** Whether it was invalidated while the answer was under way. */
    private boolean isSuspect(Answer<T> answer) {
        return exchanges.invalidations().count(request.uri()) != answer.invalidations();
    }

    /** RFC 9111 section 4.3.4. */
    private CompletableFuture<HttpResponse<T>> confirmed(Answer<T> answer, Entry entry) {
        HttpResponse<?> response = answer.response();
        ETag stated = response.headers().firstValue("ETag").map(ETag::parse).orElse(null);
        ETag ours = entry.etag();
        boolean redirected = response.previousResponse().isPresent();
        if (redirected || (stated != null && (ours == null || !stated.matchesWeakly(ours)))) {
            return attempt(answer.flight(), null); // It is about something that we do not have.
        }
        Entry confirmed = entry.confirmedBy(
                response.headers(), answer.requestedAt(), exchanges.clock().millis(), isSuspect(answer));
        if (isBehind(confirmed)) {
            return refused(answer, null);
        }
        exchanges.store().put(request.headers(), confirmed);
        exchanges.flights().land(answer.flight(), confirmed);
        used(Count.CONFIRMED, confirmed);
        return exchanges.stored(confirmed, request, handler, "fwd=stale; fwd-status=304");
    }

    private boolean isBehind(Entry answer) {
        Reach least = mark.least(answer.groups());
        Reach reach = answer.reach();
        return least != null && reach != null && least.epoch() == reach.epoch() && !reach.reaches(least);
    }

    /**
     * An answer of a node that has not heard yet what the feed has told us: asked again a little later. If that does
     * not help, the caller gets what the server has, but it is not stored.
     */
    private CompletableFuture<HttpResponse<T>> refused(Answer<T> answer, @Nullable Entry received) {
        exchanges.count(Count.REFUSED);
        refusals++;
        if (refusals >= MOST_REFUSALS && received != null) {
            return Delivery.of(received, request, handler, "fwd=stale; detail=behind", -1, answer.response());
        }
        Entry next = refusals >= MOST_REFUSALS ? null : answer.entry();
        Executor later = CompletableFuture.delayedExecutor(REFUSAL_MILLIS << refusals, TimeUnit.MILLISECONDS);
        return CompletableFuture.runAsync(() -> {}, later).thenCompose(nothing -> attempt(answer.flight(), next));
    }

    private CompletableFuture<HttpResponse<T>> serverError(Answer<T> answer, @Nullable ByteBuffer bytes) {
        Entry entry = answer.entry();
        if (!background) {
            if (entry != null && bytes != null && exchanges.mayStandIn(request.headers(), entry)) {
                return standIn(entry);
            }
            exchanges.queue(request);
        }
        return passedOn(answer, bytes);
    }

    /** What is stored is not what the server has now. */
    private CompletableFuture<HttpResponse<T>> notStored(Answer<T> answer, @Nullable ByteBuffer bytes) {
        if (answer.entry() != null) {
            exchanges.store().remove(request.uri());
        }
        return passedOn(answer, bytes);
    }

    private CompletableFuture<HttpResponse<T>> passedOn(Answer<T> answer, @Nullable ByteBuffer bytes) {
        count(answer.entry() == null ? Count.MISS : Count.CHANGED);
        HttpResponse<Captured<T>> response = answer.response();
        if (bytes == null) {
            return CompletableFuture.completedFuture(
                    Delivery.direct(request, response, response.body().direct()));
        }
        return Delivery.of(received(answer, bytes), request, handler, "fwd=miss", -1, response);
    }

    private CompletableFuture<HttpResponse<T>> failed(@Nullable Entry entry, Throwable failure) {
        if (!background) {
            if (entry != null && exchanges.mayStandIn(request.headers(), entry)) {
                return standIn(entry);
            }
            exchanges.queue(request);
        }
        return CompletableFuture.failedFuture(
                failure instanceof TimeoutException ? new HttpTimeoutException("request timed out") : failure);
    }

    private CompletableFuture<HttpResponse<T>> standIn(Entry entry) {
        used(Count.STALE, entry);
        exchanges.queue(request);
        return exchanges.stored(entry, request, handler, "hit; detail=stale");
    }

    private void used(Count how, Entry entry) {
        if (!background) {
            exchanges.used(how, request, entry);
        }
    }

    private void count(Count count) {
        if (!background) {
            exchanges.count(count);
        }
    }
}
