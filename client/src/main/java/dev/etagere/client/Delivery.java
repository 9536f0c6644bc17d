package dev.etagere.client;

import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Hands stored responses to callers, as if they had come over the wire. */
final class Delivery {
    private static final String CACHE = "Etagere";

    private Delivery() {}

    private record Info(int statusCode, HttpHeaders headers, HttpClient.Version version) implements ResponseInfo {}

    /**
     * @param how what {@code Cache-Status} says of it (RFC 9211)
     * @param age in milliseconds; negative if it has just come, so that its own {@code Age} stands
     */
    static <T> CompletableFuture<HttpResponse<T>> of(
            Entry entry,
            HttpRequest request,
            BodyHandler<T> handler,
            String how,
            long age,
            @Nullable HttpResponse<?> sent) {
        HttpHeaders headers = with(entry.headers(), how, age);
        ByteBuffer content = request.method().equals("HEAD") ? ByteBuffer.allocate(0) : entry.body();
        try {
            return Replay.to(handler.apply(new Info(entry.status(), headers, entry.version())), content)
                    .<HttpResponse<T>>thenApply(body -> new KeptResponse<>(
                            request,
                            entry.status(),
                            headers,
                            body,
                            sent == null ? request.uri() : sent.uri(),
                            entry.version(),
                            sent))
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** One that has gone straight to the caller's handler. */
    static <T> HttpResponse<T> direct(HttpRequest request, HttpResponse<Captured<T>> response, @Nullable T body) {
        return direct(request, response, body, "fwd=" + (request.method().equals("GET") ? "miss" : "method"));
    }

    @SuppressWarnings("NullAway") // Handlers make null of what they discard.
    private static <T> HttpResponse<T> direct(
            HttpRequest request, HttpResponse<Captured<T>> response, @Nullable T body, String how) {
        return new KeptResponse<>(
                request,
                response.statusCode(),
                with(response.headers(), how, -1),
                body,
                response.uri(),
                response.version(),
                response);
    }

    /** To {@code only-if-cached} (RFC 9111 section 5.2.1.7). */
    static <T> CompletableFuture<HttpResponse<T>> notStored(HttpRequest request, BodyHandler<T> handler) {
        HttpHeaders none = HttpHeaders.of(Map.of("Content-Length", List.of("0")), (name, value) -> true);
        Entry entry =
                new Entry(request.uri(), 504, HttpClient.Version.HTTP_1_1, none, ByteBuffer.allocate(0), 0, 0, false);
        return of(entry, request, handler, "fwd=miss; detail=only-if-cached", -1, null);
    }

    private static HttpHeaders with(HttpHeaders headers, String how, long age) {
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fields.putAll(headers.map());
        List<String> status = new ArrayList<>(headers.allValues("Cache-Status"));
        status.add(CACHE + "; " + how);
        fields.put("Cache-Status", status);
        if (age >= 0) {
            fields.put("Age", List.of(Long.toString(Math.min(age / 1000, 1L << 31))));
        }
        return HttpHeaders.of(fields, (name, value) -> true);
    }
}
