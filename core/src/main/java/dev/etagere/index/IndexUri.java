package dev.etagere.index;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index's name: {@code embedded:}, {@code embedded:name}, {@code embedded:/directory}, each with settings behind a
 * question mark.
 *
 * @param directory where the state is kept; {@code null} if it is not
 * @param settings of its log
 */
record IndexUri(@Nullable Path directory, LogSettings settings) {
    private static final String SCHEME = "embedded:";
    private static final Set<String> NAMES = Set.of("slots", "published", "lease");

    /** @throws IllegalArgumentException if it names no index, with what to write instead */
    static IndexUri parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            throw new IllegalArgumentException("no index provider for \"" + uri
                    + "\"; write embedded:, embedded:name or embedded:/directory, or put the jar that provides it on the"
                    + " class path");
        }
        int question = uri.indexOf('?');
        String place = uri.substring(SCHEME.length(), question < 0 ? uri.length() : question);
        return new IndexUri(
                place.contains("/") ? Path.of(place).toAbsolutePath().normalize() : null,
                settings(uri, question < 0 ? "" : uri.substring(question + 1)));
    }

    private static LogSettings settings(String uri, String query) {
        Map<String, Integer> told = told(uri, query);
        LogSettings settings = LogSettings.DEFAULT;
        return settings.withSlots(roundUp(uri, told.getOrDefault("slots", settings.slots())))
                .withPublished(told.getOrDefault("published", settings.published()))
                .withLease(Duration.ofSeconds(
                        told.getOrDefault("lease", (int) settings.lease().toSeconds())));
    }

    private static int roundUp(String uri, int slots) {
        if (slots < Slots.MIN_COUNT || slots > Slots.MAX_COUNT) {
            throw new IllegalArgumentException("in \"" + uri + "\": slots must lie between " + Slots.MIN_COUNT + " and "
                    + Slots.MAX_COUNT + "; the default is " + LogSettings.DEFAULT.slots());
        }
        return Integer.highestOneBit(slots - 1) << 1;
    }

    private static Map<String, Integer> told(String uri, String query) {
        Map<String, Integer> told = new LinkedHashMap<>();
        for (String setting : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("in \"" + uri + "\": unknown setting \"" + name
                        + "\"; there are slots, published and lease (in seconds)");
            }
            told.put(name, positive(uri, name, setting.substring(equals + 1)));
        }
        return told;
    }

    private static int positive(String uri, String name, String value) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException(
                    "in \"" + uri + "\": " + name + " must be a positive whole number, not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }
}
