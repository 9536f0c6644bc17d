package dev.etagere.client;

import dev.etagere.index.Stamp;
import java.io.IOException;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the group-timestamps endpoint has answered, or an event has told: all groups, or those that have moved.
 * Immutable.
 *
 * @param cursor where to go on from; opaque to us, but for the epoch in it
 * @param horizon how far back the list reaches; 0 if it was not said
 * @param reset whether it begins anew: {@code groups} is all there is
 * @param published names of the groups that are listed once they are touched, as far as it was said
 * @param groups group to stamp; one that reads "unknown" is left out
 */
record Listing(@Nullable String cursor, long horizon, boolean reset, List<String> published, Map<String, Long> groups) {

    Listing(@Nullable String cursor, long horizon, boolean reset, Map<String, Long> groups) {
        this(cursor, horizon, reset, List.of(), groups);
    }

    /** @throws IOException if it cannot be read */
    static Listing parse(String json) throws IOException {
        try {
            Map<?, ?> object = Json.object(json);
            Map<String, Long> groups = new HashMap<>();
            if (!(object.get("groups") instanceof Map<?, ?> stamps)) {
                throw new IOException("the feed names no groups");
            }
            for (Map.Entry<?, ?> group : stamps.entrySet()) {
                String stamp = String.valueOf(group.getValue());
                if (!stamp.equals("unknown")) {
                    groups.put(
                            String.valueOf(group.getKey()), Stamp.parse(stamp).nanos());
                }
            }
            String horizon = object.get("horizon") instanceof String text ? text : null;
            return new Listing(
                    object.get("cursor") instanceof String text ? text : null,
                    horizon == null ? 0 : Stamp.parse(horizon).nanos(),
                    Boolean.TRUE.equals(object.get("reset")),
                    object.get("published") instanceof List<?> names
                            ? names.stream().map(String::valueOf).toList()
                            : List.of(),
                    groups);
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            throw new IOException("the feed cannot be read: " + e.getMessage(), e);
        }
    }

    /** The same, told up to there. */
    Listing at(@Nullable String id) {
        return new Listing(id, horizon, reset, published, groups);
    }

    /** That nothing has moved up to there. */
    static Listing nothing(@Nullable String id) {
        return new Listing(id, 0, false, Map.of());
    }
}
