package dev.etagere.filter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Proactive negotiation (RFC 9110 section 12.5.1) between the two media types of the feed. */
enum Accept {
    JSON("application/json"),
    EVENTS("text/event-stream"),
    NEITHER("");

    private static final int EXACT = 3;

    private final String type;

    Accept(String type) {
        this.type = type;
    }

    /** What the most specific range that covers a type makes of it. */
    private record Weight(int specific, double quality) {
        static final Weight NONE = new Weight(0, 0);

        boolean above(Weight other) {
            return quality > other.quality || (quality == other.quality && quality > 0 && specific > other.specific);
        }
    }

    /** The one that weighs more; JSON unless events are asked for in so many words. */
    static Accept choose(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return JSON;
        }
        String ranges = accept.toLowerCase(Locale.ROOT);
        Weight json = JSON.weigh(ranges);
        Weight events = EVENTS.weigh(ranges);
        // Not by a wildcard: whoever does not know of the stream would read it for ever.
        if (events.specific == EXACT && events.above(json)) {
            return EVENTS;
        }
        return json.quality > 0 ? JSON : NEITHER;
    }

    private Weight weigh(String ranges) {
        Weight best = Weight.NONE;
        for (String member : ranges.split(",", -1)) {
            String[] parts = member.split(";", -1);
            int specific = specificity(parts[0].strip());
            double quality = quality(parts);
            if (specific > best.specific || (specific > 0 && specific == best.specific && quality > best.quality)) {
                best = new Weight(specific, quality);
            }
        }
        return best;
    }

    private int specificity(String range) {
        if (range.equals(type)) {
            return EXACT;
        }
        if (range.equals("*/*")) {
            return 1;
        }
        return range.equals(type.substring(0, type.indexOf('/')) + "/*") ? 2 : 0;
    }

    private static double quality(String... parts) {
        for (String part : parts) {
            String parameter = part.strip();
            if (parameter.matches("q=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
                return Double.parseDouble(parameter.substring(2));
            }
        }
        return 1;
    }
}
