package dev.etagere.client;

import dev.etagere.http.ETag;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A complete response to a GET, as it is stored. Immutable. */
final class Entry {
    /** Those of the content that is stored already, and of one connection: a 304 changes none of them. */
    private static final Set<String> NOT_UPDATED = Set.of(
            "content-encoding",
            "content-type",
            "content-range",
            "content-length",
            "connection",
            "keep-alive",
            "transfer-encoding",
            "trailer",
            "upgrade",
            "set-cookie");

    private final URI uri;
    private final int status;
    private final HttpClient.Version version;
    private final HttpHeaders headers;
    private final ByteBuffer body;
    private final long requestedAt;
    private final long receivedAt;
    private final boolean suspect;
    private final Directives directives;
    private final Set<String> groups;
    private final @Nullable Reach reach;

    /**
     * @param requestedAt when the request for it was sent, in milliseconds since 1970
     * @param receivedAt when its head had come
     * @param suspect whether it may be older than an invalidation, so that it must be revalidated before any use
     */
    Entry(
            URI uri,
            int status,
            HttpClient.Version version,
            HttpHeaders headers,
            ByteBuffer body,
            long requestedAt,
            long receivedAt,
            boolean suspect) {
        this.uri = uri;
        this.status = status;
        this.version = version;
        this.headers = headers;
        this.body = body.asReadOnlyBuffer();
        this.requestedAt = requestedAt;
        this.receivedAt = receivedAt;
        this.suspect = suspect;
        directives = Directives.of(headers);
        groups = Tags.of(headers);
        reach = Reach.parse(headers.firstValue(Reach.FIELD).orElse(null));
    }

    /** The same content with the fields of a 304 that has confirmed it (RFC 9111 section 3.2). */
    Entry confirmedBy(HttpHeaders fields, long requestedAt, long receivedAt, boolean suspect) {
        Map<String, List<String>> updated = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        updated.putAll(headers.map());
        updated.remove("Age"); // that of the copy which the 304 has not come from
        fields.map().forEach((name, values) -> {
            if (!NOT_UPDATED.contains(name.toLowerCase(Locale.ROOT))) {
                updated.put(name, values);
            }
        });
        HttpHeaders merged = HttpHeaders.of(updated, (name, value) -> true);
        return new Entry(uri, status, version, merged, body, requestedAt, receivedAt, suspect);
    }

    /** The same, not to be used any more without asking. */
    Entry suspected() {
        return new Entry(uri, status, version, headers, body, requestedAt, receivedAt, true);
    }

    /** Whether the feed can tell when it has changed: it names its groups, and says how far it reaches. */
    boolean isGoverned() {
        return reach != null && !groups.isEmpty();
    }

    /** Whether no staleness may be forgiven (RFC 9111 section 4.2.4). */
    boolean mustRevalidate() {
        return directives.has("must-revalidate");
    }

    /** Whether it must not be used without asking (RFC 9111 section 5.2.2.4); named fields count as all of it. */
    boolean noCache() {
        return directives.has("no-cache");
    }

    URI uri() {
        return uri;
    }

    int status() {
        return status;
    }

    HttpClient.Version version() {
        return version;
    }

    HttpHeaders headers() {
        return headers;
    }

    ByteBuffer body() {
        return body.duplicate();
    }

    long requestedAt() {
        return requestedAt;
    }

    long receivedAt() {
        return receivedAt;
    }

    boolean isSuspect() {
        return suspect;
    }

    Directives directives() {
        return directives;
    }

    Set<String> groups() {
        return groups;
    }

    @Nullable
    Reach reach() {
        return reach;
    }

    @Nullable
    ETag etag() {
        return headers.firstValue("ETag").map(ETag::parse).orElse(null);
    }

    @Nullable
    String lastModified() {
        return headers.firstValue("Last-Modified").orElse(null);
    }
}
