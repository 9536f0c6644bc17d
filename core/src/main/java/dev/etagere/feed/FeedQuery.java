package dev.etagere.feed;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query of a request to the group-timestamps endpoint. Immutable.
 *
 * @param groups those asked for; empty for all
 * @param since the cursor after which changes are asked for; {@code null} for a listing
 * @param problem what is wrong with the query, for whoever wrote it; {@code null} if nothing is
 */
public record FeedQuery(
        List<String> groups,
        @Nullable Cursor since,
        @Nullable String problem) {
    /** How many groups may be asked for in one request. */
    public static final int MAX_GROUPS = 500;

    /** Keeps a list of its own. */
    public FeedQuery {
        groups = List.copyOf(groups);
    }

    /**
     * Reads the part of a URI behind its question mark, as it was sent.
     *
     * @param query {@code null} if there is none
     */
    public static FeedQuery parse(@Nullable String query) {
        List<String> groups = new ArrayList<>();
        Cursor since = null;
        if (query == null || query.isEmpty()) {
            return new FeedQuery(groups, null, null);
        }
        for (String parameter : query.split("&", MAX_GROUPS + 3)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? null : decoded(parameter.substring(equals + 1));
            if (name.equals("group")) {
                if (value == null || value.isEmpty()) {
                    return wrong("the parameter 'group' has no value that can be read; write group=products");
                }
                groups.add(value);
            } else if (name.equals("since")) {
                Cursor cursor = value == null ? null : Cursor.parse(value);
                if (cursor == null || since != null) {
                    return wrong("the parameter 'since' is no cursor, or there twice; send the one of the last answer"
                            + " as it was");
                }
                since = cursor;
            } else {
                return wrong("the parameter '" + name + "' is unknown; there are 'group', also several times, and"
                        + " 'since'");
            }
        }
        return groups.size() > MAX_GROUPS
                ? wrong("the parameter 'group' is there more than " + MAX_GROUPS + " times; ask in several requests")
                : new FeedQuery(groups, since, null);
    }

    private static @Nullable String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static FeedQuery wrong(String problem) {
        return new FeedQuery(List.of(), null, problem);
    }
}
