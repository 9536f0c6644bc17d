package dev.etagere.filter;

import org.jspecify.annotations.Nullable;

/** The preference that the feed knows (RFC 7240); others are ignored, as it wants it. */
final class Prefer {
    private Prefer() {}

    /**
     * {@code wait}, in seconds (section 4.3); 0 if there is none, or none that can be read. Its first mention counts.
     */
    static int wait(@Nullable String prefer) {
        if (prefer == null) {
            return 0;
        }
        for (String preference : prefer.split(",", -1)) {
            String[] parts = preference.split(";", -1)[0].split("=", 2);
            if (parts[0].strip().equalsIgnoreCase("wait")) {
                return parts.length < 2 ? 0 : seconds(parts[1].strip());
            }
        }
        return 0;
    }

    private static int seconds(String word) {
        String digits = word.length() > 1 && word.startsWith("\"") && word.endsWith("\"")
                ? word.substring(1, word.length() - 1)
                : word;
        return digits.matches("[0-9]{1,9}") ? Integer.parseInt(digits) : 0;
    }
}
