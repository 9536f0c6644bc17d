package dev.etagere.simulation;

import java.util.EnumMap;
import java.util.Map;

/** How often each window was hit. */
final class Windows {
    private final Map<Window, long[]> hits = new EnumMap<>(Window.class);

    void hit(Window window) {
        hits.computeIfAbsent(window, missing -> new long[1])[0]++;
    }

    long hits(Window window) {
        return hits.getOrDefault(window, new long[1])[0];
    }

    void add(Windows others) {
        others.hits.forEach((window, count) -> hits.computeIfAbsent(window, missing -> new long[1])[0] += count[0]);
    }

    long sum() {
        return hits.values().stream().mapToLong(count -> count[0]).sum();
    }
}
