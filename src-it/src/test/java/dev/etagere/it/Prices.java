package dev.etagere.it;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The oracle of what a client may show: which prices a product may have now, and since when it has certainly no longer
 * had each earlier one. What was sent and not answered may have happened or not.
 */
final class Prices {
    /** As {@link #age} of what never was. */
    static final long NEVER = Long.MAX_VALUE;

    private static final Pattern PRICE = Pattern.compile("\"priceCents\":(\\d+)");

    private final Map<Integer, Set<Long>> possible = new HashMap<>();
    private final Map<Integer, Map<Long, Long>> replaced = new HashMap<>();

    static long in(String json) {
        Matcher price = PRICE.matcher(json);
        if (!price.find()) {
            throw new IllegalArgumentException("no price in " + json);
        }
        return Long.parseLong(price.group(1));
    }

    private Set<Long> possible(int id) {
        return possible.computeIfAbsent(id, product -> new HashSet<>());
    }

    private Map<Long, Long> replaced(int id) {
        return replaced.computeIfAbsent(id, product -> new HashMap<>());
    }

    /** From now on somebody may see it. */
    synchronized void sending(int id, long price) {
        replaced(id).remove(price);
        possible(id).add(price);
    }

    /** From now on nobody may see another. */
    synchronized void is(int id, long price) {
        long now = System.nanoTime();
        for (long other : possible(id)) {
            replaced(id).put(other, now);
        }
        possible(id).clear();
        sending(id, price);
    }

    /** A server that has forgotten everything begins anew, with what once was. */
    synchronized void anyMayReturn() {
        replaced.forEach((id, prices) -> {
            possible(id).addAll(prices.keySet());
            prices.clear();
        });
    }

    /** Asks the server what it has, at a moment when nobody writes. */
    void readFrom(int port) throws IOException {
        try (KeptAlive http = new KeptAlive(port)) {
            for (int id = 1; id <= ProductReader.PRODUCTS; id++) {
                is(id, in(http.get("/products/" + id, List.of()).text()));
            }
        }
    }

    synchronized boolean isCurrent(int id, long price) {
        return possible(id).contains(price);
    }

    /** For how many nanoseconds the price had been replaced when it was asked for; 0 if it had not. */
    synchronized long age(int id, long price, long asked) {
        if (possible(id).contains(price)) {
            return 0;
        }
        Long since = replaced(id).get(price);
        return since == null ? NEVER : Math.max(0, asked - since);
    }
}
