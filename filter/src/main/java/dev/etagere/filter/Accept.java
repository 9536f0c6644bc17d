package dev.etagere.filter;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Proactive negotiation (RFC 9110 section 12.5.1), as far as one media type needs it. */
final class Accept {
    private Accept() {}

    /** Whether JSON may be sent: the most specific range that covers it does not weigh nothing. */
    static boolean allowsJson(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        int best = 0;
        boolean allowed = false;
        for (String member : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = member.split(";", -1);
            int specific = specificity(parts[0].strip());
            if (specific > best) {
                best = specific;
                allowed = weighs(parts);
            } else if (specific == best && specific > 0) {
                allowed |= weighs(parts);
            }
        }
        return allowed;
    }

    private static int specificity(String range) {
        return switch (range) {
            case "application/json" -> 3;
            case "application/*" -> 2;
            case "*/*" -> 1;
            default -> 0;
        };
    }

    private static boolean weighs(String... parts) {
        for (String part : parts) {
            if (part.strip().matches("q=0(\\.0*)?")) {
                return false;
            }
        }
        return true;
    }
}
