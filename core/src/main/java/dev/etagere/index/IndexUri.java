package dev.etagere.index;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An index's name: {@code embedded:}, {@code embedded:name}, {@code embedded:/directory}, each with settings behind a
 * question mark.
 *
 * @param directory where the state is kept; {@code null} if it is not
 * @param slots how many stamps the index remembers; a power of two
 * @param published how many published groups it lists at most
 */
record IndexUri(@Nullable Path directory, int slots, int published) {
    static final int DEFAULT_SLOTS = 1 << 20;
    static final int DEFAULT_PUBLISHED = 1 << 20;

    private static final String SCHEME = "embedded:";

    /** @throws IllegalArgumentException if it names no index, with what to write instead */
    static IndexUri parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw new IllegalArgumentException("no index provider for \"" + uri
                    + "\"; write embedded:, embedded:name or embedded:/directory, or put the jar that provides it on the"
                    + " class path");
        }
        int question = uri.indexOf('?');
        String place = uri.substring(SCHEME.length(), question < 0 ? uri.length() : question);
        Map<String, Integer> settings = settings(uri, question < 0 ? "" : uri.substring(question + 1));
        return new IndexUri(
                place.contains("/") ? Path.of(place).toAbsolutePath().normalize() : null,
                roundUp(uri, settings.getOrDefault("slots", DEFAULT_SLOTS)),
                settings.getOrDefault("published", DEFAULT_PUBLISHED));
    }

    private static int roundUp(String uri, int slots) {
        if (slots < Slots.MIN_COUNT || slots > Slots.MAX_COUNT) {
            throw new IllegalArgumentException("in \"" + uri + "\": slots must lie between " + Slots.MIN_COUNT + " and "
                    + Slots.MAX_COUNT + "; the default is " + DEFAULT_SLOTS);
        }
        return Integer.highestOneBit(slots - 1) << 1;
    }

    private static Map<String, Integer> settings(String uri, String query) {
        Map<String, Integer> settings = new LinkedHashMap<>();
        for (String setting : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals);
            if (!name.equals("slots") && !name.equals("published")) {
                throw new IllegalArgumentException(
                        "in \"" + uri + "\": unknown setting \"" + name + "\"; there are slots and published");
            }
            settings.put(name, positive(uri, name, setting.substring(equals + 1)));
        }
        return settings;
    }

    private static int positive(String uri, String name, String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "in \"" + uri + "\": " + name + " must be a positive whole number, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }
}
