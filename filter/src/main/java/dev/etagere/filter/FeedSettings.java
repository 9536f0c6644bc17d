package dev.etagere.filter;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be set of the feed.
 *
 * @param patience how long a request waits for a change at most
 * @param heartbeat after how long a silence an event stream says that all is well
 * @param life how long an event stream lasts at most
 * @param stalled for how long a reader may take nothing
 * @param retry after how long a client of an event stream comes back
 * @param subscribers how many wait or are pushed to at once
 * @param perCaller how many of them belong to one principal, or to one address if there is none
 * @param threads how many threads serve them
 * @param token what allows to touch; {@code null} if nothing does
 * @param role whose members may touch; {@code null} if nobody may
 */
record FeedSettings(
        Duration patience,
        Duration heartbeat,
        Duration life,
        Duration stalled,
        Duration retry,
        int subscribers,
        int perCaller,
        int threads,
        @Nullable String token,
        @Nullable String role) {

    /** @throws IllegalArgumentException if a setting is wrong, with what to write instead */
    static FeedSettings of(Settings settings) {
        return new FeedSettings(
                seconds(settings, "wait", 60),
                seconds(settings, "heartbeat", 15),
                seconds(settings, "life", 600),
                seconds(settings, "stalled", 60),
                seconds(settings, "retry", 3),
                count(settings, "subscribers", 20_000),
                count(settings, "subscribers-per-caller", 1000),
                count(settings, "threads", 2),
                settings.get("touch.token"),
                settings.get("touch.role"));
    }

    boolean touchable() {
        return token != null || role != null;
    }

    private static Duration seconds(Settings settings, String name, int otherwise) {
        return Duration.ofSeconds(count(settings, name, otherwise));
    }

    private static int count(Settings settings, String name, int otherwise) {
        String value = settings.get("feed." + name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "etagere.feed." + name + " is \"" + value + "\"; write a positive whole number");
        }
        return Integer.parseInt(value);
    }
}
