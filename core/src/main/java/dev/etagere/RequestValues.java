package dev.etagere;

import dev.etagere.policy.GroupTemplate;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request offers to the placeholders of a template. */
record RequestValues(RequestHead request, Map<String, String> parameters) implements GroupTemplate.Values {

    @Override
    public @Nullable String path(String name) {
        return parameters.get(name);
    }

    /** The first of that name. A parameter that cannot be decoded is taken as it stands. */
    @Override
    public @Nullable String query(String name) {
        String query = request.query();
        for (int from = 0; query != null && from <= query.length(); ) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', from);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (decoded(query.substring(from, nameEnd)).equals(name)) {
                return decoded(query.substring(Math.min(nameEnd + 1, end), end));
            }
            from = end + 1;
        }
        return null;
    }

    @Override
    public @Nullable String principal() {
        return request.principal();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
