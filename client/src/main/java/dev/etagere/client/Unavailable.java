package dev.etagere.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The feed has answered, but not what was asked for. */
final class Unavailable extends IOException {
    private static final long serialVersionUID = 1L;
    private static final long LONGEST_SECONDS = 600;

    private final Duration retryAfter;

    Unavailable(HttpResponse<?> response) {
        super("the feed answered " + response.statusCode());
        String seconds = response.headers().firstValue("Retry-After").orElse("").strip();
        retryAfter = Duration.ofSeconds(
                seconds.matches("[0-9]{1,6}") ? Math.min(LONGEST_SECONDS, Long.parseLong(seconds)) : 0);
    }

    /** How long the server asks to be left alone; zero if it does not say (RFC 9110 section 10.2.3, seconds only). */
    Duration retryAfter() {
        return retryAfter;
    }
}
