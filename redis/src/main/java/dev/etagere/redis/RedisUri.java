package dev.etagere.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An index on Redis: {@code redis://[[user:]password@]host[:port]/name?settings}. Its messages never show what stands
 * in front of an {@code @}.
 *
 * @param scheme how the servers are found
 * @param tls whether they are, and Sentinels too, spoken to over TLS: {@code rediss}
 * @param credentials {@code null} if there are none
 * @param places of the servers; one only without Sentinel or cluster
 * @param index its name
 * @param options what it says else
 */
record RedisUri(
        Scheme scheme,
        boolean tls,
        @Nullable Credentials credentials,
        List<Place> places,
        String index,
        RedisOptions options) {
    static final Set<String> SCHEMES = Arrays.stream(Scheme.values())
            .flatMap(scheme -> Stream.of(scheme.plain, scheme.tls))
            .collect(Collectors.toUnmodifiableSet());
    private static final String SHAPES = "write redis://host:6379/name,"
            + " redis-sentinel://host1:26379,host2:26379/name?master=mymaster or redis-cluster://host1,host2/name,"
            + " rediss instead of redis for TLS, with user:password@ in front of the hosts, special characters in it"
            + " percent-encoded";

    /** How the servers are found. */
    enum Scheme {
        SERVER("", 6379),
        SENTINEL("-sentinel", 26379),
        CLUSTER("-cluster", 6379);

        final String plain;
        final String tls;
        final int port;

        Scheme(String suffix, int port) {
            this.plain = "redis" + suffix;
            this.tls = "rediss" + suffix;
            this.port = port;
        }

        boolean takesSeveral() {
            return this == SENTINEL || this == CLUSTER;
        }
    }

    /** @throws IllegalArgumentException if it cannot be read, with what to write instead */
    static RedisUri parse(String uri) {
        int colon = uri.indexOf("://");
        String text = colon < 0 ? "" : uri.substring(0, colon).toLowerCase(Locale.ROOT);
        Scheme scheme = scheme(text);
        int question = uri.indexOf('?');
        String rest = uri.substring(colon + 3, question < 0 ? uri.length() : question);
        int slash = rest.indexOf('/');
        if (uri.lastIndexOf('@') > colon + 3 + rest.length()) {
            throw unreadable("an @ behind the question mark; is the password percent-encoded?");
        }
        if (slash < 0) {
            throw unreadable("it names no index");
        }
        String authority = rest.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String index = rest.substring(slash + 1);
        if (index.contains("@") || !index.matches("[A-Za-z0-9._-]{1,100}")) {
            throw unreadable("an index's name is one to a hundred of A-Z a-z 0-9 . _ -");
        }
        return new RedisUri(
                scheme,
                text.equals(scheme.tls),
                at < 0 ? null : credentials(authority.substring(0, at)),
                places(scheme, authority.substring(at + 1)),
                index,
                RedisOptions.parse(scheme, question < 0 ? "" : uri.substring(question + 1)));
    }

    /** What tells it from another index: no credentials, no mere settings. TLS or not, it is the same one. */
    String name() {
        String hosts = places.stream().map(Place::toString).sorted().collect(Collectors.joining(","));
        String where = scheme == Scheme.CLUSTER ? "" : "/" + options.database();
        String master = scheme == Scheme.SENTINEL ? "/" + options.master() : "";
        return scheme.plain + "://" + hosts + master + where + "/" + index;
    }

    private static Scheme scheme(String text) {
        for (Scheme scheme : Scheme.values()) {
            if (text.equals(scheme.plain) || text.equals(scheme.tls)) {
                return scheme;
            }
        }
        throw unreadable("unknown scheme");
    }

    private static Credentials credentials(String text) {
        int colon = text.indexOf(':');
        return new Credentials(colon < 0 ? "" : decode(text.substring(0, colon)), decode(text.substring(colon + 1)));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            // Without its cause, which shows a piece of the password.
            throw unreadable("user and password must be percent-encoded");
        }
    }

    private static List<Place> places(Scheme scheme, String text) {
        List<Place> places = new ArrayList<>();
        for (String place : text.split(",", -1)) {
            places.add(place(scheme, place));
        }
        if (places.size() > 1 && !scheme.takesSeveral()) {
            throw unreadable("several hosts need redis-sentinel:// or redis-cluster://");
        }
        return List.copyOf(places);
    }

    private static Place place(Scheme scheme, String text) {
        int colon = text.lastIndexOf(':');
        boolean port = colon > text.lastIndexOf(']');
        String host = port ? text.substring(0, colon) : text;
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw unreadable("an IPv6 address stands in brackets");
        }
        if (host.isEmpty()) {
            throw unreadable("it names no host");
        }
        return new Place(host.toLowerCase(Locale.ROOT), port ? port(text.substring(colon + 1)) : scheme.port);
    }

    private static int port(String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65535) {
            throw unreadable("a port is a number from 1 to 65535");
        }
        return port;
    }

    // Does not repeat the URI: what cannot be read may well be a password.
    private static IllegalArgumentException unreadable(String why) {
        return new IllegalArgumentException("cannot read the URI of an index on Redis: " + why + "; " + SHAPES);
    }
}
