package dev.etagere.client;

import dev.etagere.http.HttpDate;
import java.net.http.HttpHeaders;

/** How old a stored response is, and for how long it is fresh (RFC 9111 section 4.2). No heuristics. */
final class Freshness {
    private static final long MILLIS = 1000;

    private Freshness() {}

    /** How long it is fresh from its origination on, in milliseconds; 0 without an explicit lifetime. */
    static long lifetime(Entry entry) {
        long maxAge = entry.directives().seconds("max-age");
        if (maxAge != Directives.ABSENT) {
            return maxAge * MILLIS;
        }
        long expires = date(entry.headers(), "Expires", entry.receivedAt());
        if (expires == HttpDate.INVALID) {
            return 0;
        }
        long date = date(entry.headers(), "Date", entry.receivedAt());
        return Math.max(0, expires * MILLIS - (date == HttpDate.INVALID ? entry.receivedAt() : date * MILLIS));
    }

    /** Whether the response says itself for how long it is fresh (RFC 9111 section 4.2.1). */
    static boolean isExplicit(HttpHeaders headers, Directives directives) {
        return directives.has("max-age") || headers.firstValue("Expires").isPresent();
    }

    /**
     * How old it is, in milliseconds (RFC 9111 section 4.2.3). After the clock was set back, as old as can be: how long
     * it has lain here cannot be told.
     */
    static long age(Entry entry, long nowMillis) {
        long resident = nowMillis - entry.receivedAt();
        if (resident < 0) {
            return Long.MAX_VALUE / 2;
        }
        return initialAge(entry) + resident;
    }

    private static long initialAge(Entry entry) {
        long date = date(entry.headers(), "Date", entry.receivedAt());
        long apparent = date == HttpDate.INVALID ? 0 : Math.max(0, entry.receivedAt() - date * MILLIS - MILLIS + 1);
        long delay = Math.max(0, entry.receivedAt() - entry.requestedAt());
        return Math.max(apparent, stated(entry.headers()) * MILLIS + delay);
    }

    /** {@code Age} as the response came with it: the first of its members; what cannot be read is as old as can be. */
    private static long stated(HttpHeaders headers) {
        String age = headers.firstValue("Age").orElse("0").split(",", 2)[0].strip();
        boolean readable = !age.isEmpty() && age.length() < 10 && age.chars().allMatch(c -> c >= '0' && c <= '9');
        return readable ? Long.parseLong(age) : 1L << 31;
    }

    private static long date(HttpHeaders headers, String field, long nowMillis) {
        return headers.firstValue(field)
                .map(value -> HttpDate.parse(value, nowMillis / MILLIS))
                .orElse(HttpDate.INVALID);
    }
}
