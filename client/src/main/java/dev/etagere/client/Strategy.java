package dev.etagere.client;

import java.net.http.HttpHeaders;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides on one request at one moment. Pure: asks nothing and keeps nothing.
 *
 * @param maxStaleMillis for how long a stale response is served while it is refreshed; -1 for not at all
 * @param beta how eagerly responses that have only a lifetime are refreshed before its end; 0 for not at all
 * @param random what lies between 0 and 1
 */
record Strategy(long maxStaleMillis, double beta, DoubleSupplier random) {
    private static final long MILLIS = 1000;

    Step decide(HttpHeaders request, @Nullable Entry entry, Verdict verdict, long now) {
        if (entry == null) {
            return new Step.Forward(null);
        }
        Directives asked = Directives.of(request);
        if (entry.isSuspect() || wantsNewer(request, asked, entry, now)) {
            return new Step.Forward(entry);
        }
        return switch (verdict.kind()) {
            case CURRENT -> new Step.Serve(entry, false, false);
            case NOT_GOVERNED -> byLifetime(asked, entry, now);
            case MOVED, UNKNOWN ->
                mayBeStale(entry, verdict, now) ? new Step.Serve(entry, true, true) : new Step.Forward(entry);
        };
    }

    /** RFC 9111 section 5.2.1, and what the caller says that it has seen already. */
    private static boolean wantsNewer(HttpHeaders request, Directives asked, Entry entry, long now) {
        boolean pragma = request.map().get("Cache-Control") == null
                && request.firstValue("Pragma").orElse("").contains("no-cache");
        long maxAge = asked.seconds("max-age");
        Reach least = Reach.parse(request.firstValue(Reach.MINIMUM).orElse(null));
        Reach reach = entry.reach();
        return pragma
                || asked.has("no-cache")
                || (maxAge != Directives.ABSENT && Freshness.age(entry, now) > maxAge * MILLIS)
                || (request.firstValue(Reach.MINIMUM).isPresent()
                        && (least == null || reach == null || !reach.reaches(least)));
    }

    private Step byLifetime(Directives asked, Entry entry, long now) {
        if (entry.noCache()) {
            return new Step.Forward(entry);
        }
        long left = Freshness.lifetime(entry) - Freshness.age(entry, now);
        if (left > 0 && left >= Math.max(0, asked.seconds("min-fresh")) * MILLIS) {
            return new Step.Serve(entry, false, isDueEarly(entry, left));
        }
        if (left > 0 || entry.mustRevalidate()) {
            return new Step.Forward(entry);
        }
        boolean tolerated = asked.seconds("max-stale") != Directives.ABSENT && -left <= asked.maxStale() * MILLIS;
        boolean refreshed = covers(entry.directives().seconds("stale-while-revalidate"), left)
                || (maxStaleMillis >= 0 && -left <= maxStaleMillis);
        return tolerated || refreshed ? new Step.Serve(entry, true, refreshed) : new Step.Forward(entry);
    }

    /** RFC 5861: for how many seconds after the end of the lifetime. */
    private static boolean covers(long seconds, long left) {
        return seconds != Directives.ABSENT && -left <= seconds * MILLIS;
    }

    /**
     * XFetch (Vattani, Chierichetti and Lowenstein, VLDB 2015): {@code now - cost * beta * ln(random) >= expiry}, where
     * the logarithm is negative. The nearer the end and the longer a refresh takes, the likelier.
     */
    private boolean isDueEarly(Entry entry, long left) {
        long cost = Math.max(1, entry.receivedAt() - entry.requestedAt());
        return beta > 0 && -cost * beta * Math.log(random.getAsDouble()) >= left;
    }

    /** Whether a governed response is served although the feed does not vouch for it: the user has allowed it. */
    private boolean mayBeStale(Entry entry, Verdict verdict, long now) {
        return maxStaleMillis >= 0 && !entry.mustRevalidate() && staleFor(entry, verdict, now) <= maxStaleMillis;
    }

    private static long staleFor(Entry entry, Verdict verdict, long now) {
        return verdict.staleMillis() == Verdict.SINCE_RECEIPT
                ? Math.max(0, Freshness.age(entry, now) - Freshness.lifetime(entry))
                : verdict.staleMillis();
    }

    /** Whether a stored response may stand in for an error of the server (RFC 5861 section 4; {@code serveStale}). */
    boolean mayStandIn(HttpHeaders request, Entry entry, Verdict verdict, long now) {
        if (entry.isSuspect() || entry.mustRevalidate() || (entry.noCache() && !entry.isGoverned())) {
            return false;
        }
        long left = Freshness.lifetime(entry) - Freshness.age(entry, now);
        return covers(entry.directives().seconds("stale-if-error"), left)
                || covers(Directives.of(request).seconds("stale-if-error"), left)
                || (maxStaleMillis >= 0 && staleFor(entry, verdict, now) <= maxStaleMillis);
    }
}
