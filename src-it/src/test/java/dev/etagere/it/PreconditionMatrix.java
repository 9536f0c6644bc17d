package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.common.collect.Lists;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Every combination of preconditions, method, strength and existence, against an oracle that is RFC 9110 section 13.2.2
 * written down once more, with the choices that Etagere documents: a date in the future is ignored, a malformed
 * If-None-Match refuses a write, If-Unmodified-Since refuses a write that nobody knows to be a creation, and whoever
 * sends a date of its own making is believed.
 *
 * <p>The application has {@code /weak/1} and {@code /strong/1}, nothing at {@code /weak/missing} and
 * {@code /strong/missing}, and writes that move neither.
 */
final class PreconditionMatrix {
    private enum Tag {
        ABSENT,
        SAME,
        SAME_OTHER_STRENGTH,
        IN_A_LIST,
        OTHER,
        WILDCARD,
        MALFORMED,
        EMPTY
    }

    private enum Date {
        ABSENT,
        OLD,
        CURRENT,
        FUTURE,
        MALFORMED
    }

    private record Case(
            String method, boolean strong, boolean exists, Tag match, Tag noneMatch, Date modified, Date unmodified) {}

    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH", "OPTIONS");

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String method : METHODS) {
            for (int i = 0; i < 4; i++) {
                for (Tag match : Tag.values()) {
                    for (Tag noneMatch : Tag.values()) {
                        for (Date modified : Date.values()) {
                            for (Date unmodified : Date.values()) {
                                cases.add(new Case(method, i % 2 == 0, i < 2, match, noneMatch, modified, unmodified));
                            }
                        }
                    }
                }
            }
        }
        return cases;
    }

    private final RawHttp http;
    private final Reply weak;
    private final Reply strong;

    private PreconditionMatrix(RawHttp http, Reply weak, Reply strong) {
        this.http = http;
        this.weak = weak;
        this.strong = strong;
    }

    static void checkAll(int port) throws Exception {
        check(port, cases());
    }

    /**
     * Every third one, from there on, where the server takes its time. As three divides none of the numbers of choices,
     * each choice of all conditions but one date is still met.
     */
    static void checkEveryThird(int from, int port) throws Exception {
        List<Case> all = cases();
        check(
                port,
                IntStream.iterate(from, i -> i < all.size(), i -> i + 3)
                        .mapToObj(all::get)
                        .toList());
    }

    private static void check(int port, List<Case> cases) throws Exception {
        try (RawHttp http = new RawHttp(port)) {
            // Until the second of the last touch has passed, there is no date.
            while (http.send("GET", "/weak/1").field("Last-Modified") == null) {
                Thread.sleep(50);
            }
            PreconditionMatrix matrix =
                    new PreconditionMatrix(http, http.send("GET", "/weak/1"), http.send("GET", "/strong/1"));
            assertNotNull(matrix.strong.field("ETag"));
            for (List<Case> batch : Lists.partition(cases, 100)) {
                matrix.check(batch);
            }
        }
    }

    /** Pipelined: the round trips would take longer than the rest. */
    private void check(List<Case> batch) throws IOException {
        StringBuilder requests = new StringBuilder();
        batch.forEach(one -> requests.append(request(one)));
        http.write(requests.toString());
        for (Case one : batch) {
            Reply reply = http.read(one.method);
            assertEquals(expected(one), reply.status(), () -> one + " sent as " + request(one));
        }
    }

    private String request(Case one) {
        Reply shown = one.strong ? strong : weak;
        List<String> lines = new ArrayList<>();
        add(lines, "If-Match", tag(one.match, shown.field("ETag")));
        add(lines, "If-None-Match", tag(one.noneMatch, shown.field("ETag")));
        add(lines, "If-Modified-Since", date(one.modified, shown.field("Last-Modified")));
        add(lines, "If-Unmodified-Since", date(one.unmodified, shown.field("Last-Modified")));
        String path = (one.strong ? "/strong/" : "/weak/") + (one.exists ? "1" : "missing");
        return RawHttp.request(one.method, path, lines.toArray(new String[0]));
    }

    private static void add(List<String> lines, String name, String value) {
        if (value != null) {
            lines.add(name + ": " + value);
        }
    }

    private static String tag(Tag kind, String current) {
        return switch (kind) {
            case ABSENT -> null;
            case SAME -> current;
            case SAME_OTHER_STRENGTH -> current.startsWith("W/") ? current.substring(2) : "W/" + current;
            case IN_A_LIST -> "\"a,b\", W/\"\" ," + current + ",, \"z\"";
            case OTHER -> "\"other\", W/\"others\"";
            case WILDCARD -> "*";
            case MALFORMED -> current + " \"x";
            case EMPTY -> ",";
        };
    }

    private static String date(Date kind, String current) {
        return switch (kind) {
            case ABSENT -> null;
            case OLD -> "Sunday, 06-Nov-94 08:49:37 GMT";
            case CURRENT -> current;
            case FUTURE -> "Fri, 01 Jan 2150 00:00:00 GMT";
            case MALFORMED -> "yesterday";
        };
    }

    private static int expected(Case one) {
        boolean read = one.method.equals("GET") || one.method.equals("HEAD");
        if (one.method.equals("OPTIONS")) {
            return 200;
        }
        if (read && !one.exists) {
            // Nobody has this date from us, but a client may make one of its own: what the README says about dates.
            boolean dateAlone = one.match == Tag.ABSENT && one.noneMatch == Tag.ABSENT && one.unmodified != Date.OLD;
            return dateAlone && one.modified == Date.CURRENT ? 304 : 404;
        }
        if (one.match != Tag.ABSENT) {
            if (!matches(one)) {
                return 412;
            }
        } else if (one.unmodified == Date.OLD) {
            return 412;
        }
        if (one.noneMatch != Tag.ABSENT) {
            if (!noneMatches(one, read)) {
                return read ? 304 : 412;
            }
        } else if (read && one.modified == Date.CURRENT) {
            return 304;
        }
        if (read) {
            return 200;
        }
        return one.exists || one.method.equals("PUT") ? 204 : 404;
    }

    /** Strong comparison; nothing matches what does not exist. */
    private static boolean matches(Case one) {
        return switch (one.match) {
            case SAME, IN_A_LIST -> one.strong && one.exists;
            case WILDCARD -> one.exists;
            default -> false;
        };
    }

    /**
     * Weak comparison. The tag of something that does not exist was never given out; the test sends that of another.
     */
    private static boolean noneMatches(Case one, boolean read) {
        return switch (one.noneMatch) {
            case SAME, SAME_OTHER_STRENGTH, IN_A_LIST, WILDCARD -> !one.exists;
            case MALFORMED -> read;
            default -> true;
        };
    }
}
