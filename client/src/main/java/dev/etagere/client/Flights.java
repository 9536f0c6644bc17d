package dev.etagere.client;

import java.net.http.HttpRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are under way, so that callers who want the same wait for one answer (R24). Safe for use by several
 * threads.
 */
final class Flights {
    private final ConcurrentMap<Key, Flight> flights = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;
    private final long longest;

    /** @param longest how long ago a request may have been sent, in nanoseconds, for others to be content with it */
    Flights(LongSupplier nanoTime, long longest) {
        this.nanoTime = nanoTime;
        this.longest = longest;
    }

    /**
     * One request, and what has come of it: {@code null} if that is nothing that others may have.
     *
     * @param sentAt by the steady clock
     */
    record Flight(Key key, HttpRequest request, CompletableFuture<@Nullable Entry> answer, long sentAt) {

        /** Whether the answer to this request is the one to the other, too (RFC 9111 section 4.1). */
        boolean serves(HttpRequest other, Entry entry) {
            String vary = Key.vary(entry.headers());
            return Key.variant(entry.uri(), 0, vary, request.headers())
                    .equals(Key.variant(entry.uri(), 0, vary, other.headers()));
        }
    }

    Flight begin(Key key, HttpRequest request) {
        return new Flight(key, request, new CompletableFuture<>(), nanoTime.getAsLong());
    }

    /** The flight to wait for: another one, or this one, which is the caller's to make then. */
    Flight join(Flight mine) {
        return flights.merge(
                mine.key(), mine, (old, fresh) -> nanoTime.getAsLong() - old.sentAt() <= longest ? old : fresh);
    }

    /** Something has come of it that others may have. */
    void land(Flight flight, Entry answer) {
        flights.remove(flight.key(), flight);
        flight.answer().complete(answer);
    }

    /** Nothing more comes of it. */
    void end(Flight flight, @Nullable Throwable failure) {
        flights.remove(flight.key(), flight);
        if (failure == null) {
            flight.answer().complete(null); // unless it has landed
        } else {
            flight.answer().completeExceptionally(Futures.cause(failure));
        }
    }
}
