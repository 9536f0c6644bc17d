package dev.etagere.filter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the group-timestamps endpoint.
 *
 * @param groups those asked for; empty for all
 * @param problem what is wrong with the query; {@code null} if nothing is
 */
record TimestampsQuery(List<String> groups, @Nullable String problem) {
    static final int MAX_GROUPS = 500;

    private static final TimestampsQuery ALL = new TimestampsQuery(List.of(), null);

    static TimestampsQuery parse(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return ALL;
        }
        List<String> groups = new ArrayList<>();
        for (String parameter : query.split("&", MAX_GROUPS + 2)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            if (!name.equals("group")) {
                return wrong("the parameter '" + name + "' is unknown; 'group' may be given, also several times");
            }
            String group = decoded(parameter.substring(equals + 1));
            if (equals < 0 || group == null || group.isEmpty()) {
                return wrong("the parameter 'group' has no value that can be read; write group=products");
            }
            groups.add(group);
        }
        return groups.size() > MAX_GROUPS
                ? wrong("the parameter 'group' is there more than " + MAX_GROUPS + " times; ask in several requests")
                : new TimestampsQuery(groups, null);
    }

    private static @Nullable String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static TimestampsQuery wrong(String problem) {
        return new TimestampsQuery(List.of(), problem);
    }
}
