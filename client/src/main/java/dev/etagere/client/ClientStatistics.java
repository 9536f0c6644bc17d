package dev.etagere.client;

import java.time.Duration;
import java.util.Optional;

/**
 * What a client has done since it was built. Immutable.
 *
 * @param hits answered from the store, as current or fresh
 * @param stale answered from the store while a newer response may have existed
 * @param misses asked of the server with nothing stored
 * @param confirmed asked of the server, which said that what is stored is what it has (304)
 * @param changed asked of the server, which had something newer than what is stored
 * @param joined answered by the request of another caller
 * @param refreshed refreshed in the background
 * @param failed could not be refreshed in the background; each attempt counts
 * @param refused answers that were older than what the feed had told
 * @param dropped refreshes for which the queue had no room
 * @param eager refreshes that were queued because something much used had changed; the other counts contain them
 * @param passed requests that the store has nothing to do with
 * @param feedAge how old the knowledge of the feed is; empty before it was read
 */
public record ClientStatistics(
        long hits,
        long stale,
        long misses,
        long confirmed,
        long changed,
        long joined,
        long refreshed,
        long failed,
        long refused,
        long dropped,
        long eager,
        long passed,
        Optional<Duration> feedAge) {}
