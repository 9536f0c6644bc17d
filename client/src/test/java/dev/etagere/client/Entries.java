package dev.etagere.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Stored responses for tests of single parts. */
final class Entries {
    static final HttpHeaders NONE = HttpHeaders.of(Map.of(), (name, value) -> true);
    private static final long NOW = 1_767_268_800_000L;

    private Entries() {}

    static Entry lasting(Duration lifetime, long cost) {
        return of(NOW - cost, Map.of("Cache-Control", List.of("max-age=" + lifetime.toSeconds())));
    }

    static Entry governed(URI uri, long epoch, long stamp, String... groups) {
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "Cache-Tag",
                        List.of(String.join(",", groups)),
                        Reach.FIELD,
                        List.of(new Reach(epoch, stamp).toString())),
                (name, value) -> true);
        return new Entry(uri, 200, HttpClient.Version.HTTP_1_1, headers, ByteBuffer.allocate(0), NOW, NOW, false);
    }

    private static Entry of(long requestedAt, Map<String, List<String>> fields) {
        HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
        return new Entry(
                URI.create("http://localhost/"),
                200,
                HttpClient.Version.HTTP_1_1,
                headers,
                ByteBuffer.allocate(0),
                requestedAt,
                NOW,
                false);
    }
}
