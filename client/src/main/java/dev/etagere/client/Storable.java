package dev.etagere.client;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Locale;
import java.util.Set;

/** What may be stored, and what must not be answered from the store (RFC 9111 sections 3 and 4). */
final class Storable {
    /** Those that we understand; all are complete, and 206 is not among them (RFC 9111 section 3.3). */
    private static final Set<Integer> STATUS = Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414);

    private static final Set<String> CONDITIONS = Set.of(
            "range",
            "if-range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "expect",
            "upgrade");

    private Storable() {}

    /** Whether the request is one that the store has to do with at all. */
    static boolean concerns(HttpRequest request) {
        boolean read = request.method().equals("GET") || request.method().equals("HEAD");
        return read
                && request.bodyPublisher()
                        .map(body -> body.contentLength() == 0)
                        .orElse(true)
                && request.headers().map().keySet().stream()
                        .noneMatch(name -> CONDITIONS.contains(name.toLowerCase(Locale.ROOT)))
                && !Directives.of(request.headers()).has("no-store");
    }

    /**
     * Whether a response to a GET may be stored by a private cache: {@code private} and {@code Authorization} do not
     * stand against it. Not one that sets a cookie: it is for one conversation.
     */
    static boolean allows(int status, HttpHeaders headers) {
        Directives directives = Directives.of(headers);
        return STATUS.contains(status)
                && !directives.has("no-store")
                && headers.firstValue("Set-Cookie").isEmpty()
                && headers.firstValue("Content-Range").isEmpty()
                && !Key.isStar(Key.vary(headers))
                && (Freshness.isExplicit(headers, directives) || (status == 200 && canBeValidated(headers)));
    }

    private static boolean canBeValidated(HttpHeaders headers) {
        return headers.firstValue("ETag").isPresent()
                || headers.firstValue("Last-Modified").isPresent()
                || headers.firstValue(Reach.FIELD).isPresent();
    }

    /** Whether an answer to this method may have changed what is stored (RFC 9111 section 4.4). */
    static boolean isUnsafe(String method) {
        return !Set.of("GET", "HEAD", "OPTIONS", "TRACE").contains(method);
    }
}
