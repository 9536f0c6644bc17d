package dev.etagere.client;

import java.net.http.HttpHeaders;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The {@code Cache-Control} of any peer, as RFC 9111 section 5.2 has a cache read it: names in any case, arguments as
 * token or quoted string, what nobody knows ignored. What cannot be read never makes a response fresh. Immutable.
 */
final class Directives {
    /** What {@link #seconds} returns for a directive that is not there. */
    static final long ABSENT = -1;

    private static final long LONGEST = 1L << 31; // RFC 9111 section 1.2.2

    private final Map<String, String> found = new HashMap<>();

    private Directives() {}

    static Directives of(HttpHeaders headers) {
        Directives read = new Directives();
        for (String line : headers.allValues("Cache-Control")) {
            Members.split(line, ',').forEach(read::add);
        }
        return read;
    }

    private void add(String member) {
        int equals = member.indexOf('=');
        String name = equals < 0 ? member : member.substring(0, equals);
        String argument = equals < 0 ? "" : Members.unquoted(member.substring(equals + 1));
        found.merge(name.strip().toLowerCase(Locale.ROOT), argument, Directives::stricter);
    }

    /** Given twice, the shorter lifetime counts; two different arguments otherwise are none. */
    private static String stricter(String one, String other) {
        return read(one) <= read(other) ? one : other;
    }

    boolean has(String name) {
        return found.containsKey(name);
    }

    /** The argument in seconds, {@link #ABSENT} without the directive, 0 if it cannot be read. */
    long seconds(String name) {
        String argument = found.get(name);
        return argument == null ? ABSENT : read(argument);
    }

    /** {@code max-stale} of a request may stand without an argument: any staleness will do. */
    long maxStale() {
        String argument = found.get("max-stale");
        return argument != null && argument.isEmpty() ? LONGEST : seconds("max-stale");
    }

    private static long read(String argument) {
        if (argument.isEmpty() || !argument.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return argument.length() > 10 ? LONGEST : Math.min(LONGEST, Long.parseLong(argument));
    }
}
