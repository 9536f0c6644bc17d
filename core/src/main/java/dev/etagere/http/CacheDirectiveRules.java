package dev.etagere.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a response may say to caches, and what must not stand together. */
final class CacheDirectiveRules {
    private static final Set<String> LIFETIMES =
            Set.of("max-age", "s-maxage", "stale-while-revalidate", "stale-if-error");
    private static final Set<String> WITH_FIELDS = Set.of("no-cache", "private");
    private static final Set<String> BARE = Set.of(
            "public",
            "no-store",
            "no-transform",
            "must-revalidate",
            "proxy-revalidate",
            "must-understand",
            "immutable");
    private static final Set<String> OF_REQUESTS = Set.of("max-stale", "min-fresh", "only-if-cached");
    // RFC 9111 section 1.2.2: what is above is read as this by many caches.
    private static final long MAX_SECONDS = 1L << 31;

    private CacheDirectiveRules() {}

    static void checkOne(String name, String argument) {
        if (LIFETIMES.contains(name)) {
            checkLifetime(name, argument);
        } else if (WITH_FIELDS.contains(name)) {
            checkFields(name, argument);
        } else if (BARE.contains(name)) {
            if (!argument.isEmpty()) {
                throw wrong("'%s' takes no argument; write '%s'".formatted(name, name));
            }
        } else {
            checkUnknown(name);
        }
    }

    private static void checkLifetime(String name, String argument) {
        boolean digits = !argument.isEmpty() && argument.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw wrong(
                    "'%s' needs whole seconds without quotes, not '%s'; write '%s=60'".formatted(name, argument, name));
        }
        if (argument.length() > 10 || Long.parseLong(argument) > MAX_SECONDS) {
            throw wrong(
                    "'%s=%s' is more than caches can count; write at most %d".formatted(name, argument, MAX_SECONDS));
        }
    }

    private static void checkFields(String name, String argument) {
        if (!argument.isEmpty() && argument.charAt(0) != '"') {
            throw wrong(
                    "'%s=%s' names fields without quotes; write '%s=\"%s\"'".formatted(name, argument, name, argument));
        }
        if (argument.replaceAll("[\", \t]", "").isEmpty() && !argument.isEmpty()) {
            throw wrong("'%s=%s' names no field; write '%s'".formatted(name, argument, name));
        }
        for (String field : argument.replace("\"", "").split(",", -1)) {
            if (Syntax.tokenEnd(field.strip(), 0) < field.strip().length()) {
                throw wrong("'%s=%s' names '%s', which is no field; write field names separated by commas"
                        .formatted(name, argument, field.strip()));
            }
        }
    }

    private static void checkUnknown(String name) {
        if (OF_REQUESTS.contains(name)) {
            throw wrong("'%s' is for requests; leave it out".formatted(name));
        }
        String meant = meantBy(name);
        if (meant != null) {
            throw wrong("'%s' is unknown; did you mean '%s'?".formatted(name, meant));
        }
    }

    /** The known name that differs least, by a slip or two at most; {@code null} if there is none. */
    private static @Nullable String meantBy(String name) {
        return Stream.of(LIFETIMES, WITH_FIELDS, BARE)
                .flatMap(Set::stream)
                .filter(known -> slips(known, name) <= (known.length() > 6 ? 2 : 1))
                // Sets iterate differently in each run; the answer must not.
                .min(Comparator.<String>comparingInt(known -> slips(known, name))
                        .thenComparing(known -> known))
                .orElse(null);
    }

    private static int slips(String known, String name) {
        boolean sameLetters = known.replace("-", "").equals(name.replaceAll("[-_]", ""));
        return sameLetters ? 0 : distance(known, name);
    }

    /** How many insertions, deletions and substitutions lie between two words. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], row[j]));
            }
        }
        return row[b.length()];
    }

    static void check(Map<String, String> said) {
        refuse(said, "public", "private", "give the answer to all callers or to one; leave one out");
        refuse(said, "s-maxage", "private", "'s-maxage' is for shared caches; leave one out");
        refuse(said, "no-store", "public", "nothing may be stored; leave one out");
        refuse(said, "no-store", "max-age", "nothing may be stored, so there is no age; leave one out");
        refuse(said, "no-store", "s-maxage", "nothing may be stored, so there is no age; leave one out");
        refuse(said, "no-store", "immutable", "nothing may be stored; leave one out");
        refuse(said, "no-cache", "immutable", "an immutable answer is never revalidated; leave one out");
        if (said.containsKey("immutable") && !lasts(said)) {
            throw wrong("'immutable' holds only while an answer is fresh; add 'max-age=31536000'");
        }
    }

    private static void refuse(Map<String, String> said, String one, String other, String why) {
        if (isWhole(said, one) && isWhole(said, other)) {
            throw wrong("'%s' and '%s' contradict each other: %s".formatted(one, other, why));
        }
    }

    /** Whether it speaks of the whole response: with field names, {@code private} and {@code no-cache} do not. */
    private static boolean isWhole(Map<String, String> said, String name) {
        String argument = said.get(name);
        return argument != null && !argument.startsWith("\"");
    }

    /** Whether there is a cache in which it is fresh for a while. */
    static boolean lasts(Map<String, String> said) {
        return said.getOrDefault("max-age", "0").matches("0*[1-9]\\d*")
                || said.getOrDefault("s-maxage", "0").matches("0*[1-9]\\d*");
    }

    static List<String> warnings(Map<String, String> said) {
        List<String> warnings = new ArrayList<>();
        for (String stale : List.of("stale-while-revalidate", "stale-if-error")) {
            for (String strict : List.of("must-revalidate", "proxy-revalidate", "s-maxage", "no-cache")) {
                if (said.containsKey(stale) && isWhole(said, strict)) {
                    warnings.add("'%s' has no effect in caches that heed '%s'; leave one out".formatted(stale, strict));
                }
            }
        }
        if (isWhole(said, "no-cache") && lasts(said)) {
            warnings.add("'no-cache' lets no cache use the age; leave out 'no-cache' or the age");
        }
        return warnings;
    }

    private static IllegalArgumentException wrong(String message) {
        return new IllegalArgumentException(message);
    }
}
