package dev.etagere.filter;

import dev.etagere.HeaderFields;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Field lines of requests and responses. */
final class Fields {
    // What describes content that is not sent. Date is ours.
    private static final Set<String> OF_CONTENT = Set.of(
            "content-length",
            "content-type",
            "content-encoding",
            "content-language",
            "content-range",
            "transfer-encoding",
            "trailer",
            "date");

    private Fields() {}

    /** All lines as one value (RFC 9110 section 5.3); {@code null} if there is none. */
    static @Nullable String joined(@Nullable Enumeration<String> lines) {
        if (lines == null || !lines.hasMoreElements()) {
            return null;
        }
        String first = lines.nextElement();
        return lines.hasMoreElements() ? first + ", " + joined(lines) : first;
    }

    static @Nullable String joined(Iterable<String> lines) {
        Iterator<String> iterator = lines.iterator();
        return iterator.hasNext() ? String.join(", ", lines) : null;
    }

    /** Those of the fields that are set, by name. */
    static Map<String, String> all(HttpServletResponse response, String... names) {
        Map<String, String> found = Map.of();
        for (String name : names) {
            String value = joined(response.getHeaders(name));
            if (value != null) {
                // Most responses have none of them.
                found = found.isEmpty() ? new HashMap<>() : found;
                found.put(name, value);
            }
        }
        return found;
    }

    static void set(HttpServletResponse response, HeaderFields fields) {
        fields.forEach(response::setHeader);
    }

    /**
     * Takes back content and what describes it, and keeps all else that was set so far: cookies, CORS. There is no
     * other way in the Servlet API to take one field back.
     */
    static void dropContent(HttpServletResponse response) {
        Map<String, List<String>> kept = new LinkedHashMap<>();
        for (String name : Set.copyOf(response.getHeaderNames())) {
            if (!OF_CONTENT.contains(name.toLowerCase(Locale.ROOT))) {
                kept.put(name, List.copyOf(response.getHeaders(name)));
            }
        }
        response.reset();
        kept.forEach((name, values) -> setAll(response, name, values));
    }

    /** The first one replaces what the server has put back at the reset: Jetty does that with its own fields. */
    private static void setAll(HttpServletResponse response, String name, List<String> values) {
        response.setHeader(name, values.get(0));
        values.subList(1, values.size()).forEach(value -> response.addHeader(name, value));
    }
}
