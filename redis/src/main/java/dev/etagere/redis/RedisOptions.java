package dev.etagere.redis;

import dev.etagere.index.shared.SharedSettings;
import dev.etagere.redis.RedisUri.Scheme;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a URI says behind its question mark.
 *
 * @param shared what every shared log has
 * @param log how many entries the stream keeps, about
 * @param skew by how much clocks of servers may differ that take over from each other
 * @param database number of it
 * @param master name of it among the Sentinels; empty without them
 * @param sentinelsAuthenticated whether they ask for the credentials of the primary, too
 * @param evictionAccepted whether Redis may throw away what it likes
 * @param isolationAccepted whether a primary may go on writing without its replicas
 */
record RedisOptions(
        SharedSettings shared,
        int log,
        Duration skew,
        int database,
        String master,
        boolean sentinelsAuthenticated,
        boolean evictionAccepted,
        boolean isolationAccepted) {
    private static final int MIN_SLOTS = 1 << 4;
    // A string in Redis has at most 512 MB.
    private static final int MAX_SLOTS = 1 << 25;
    private static final Set<String> NAMES = Set.of(
            "slots",
            "published",
            "lease",
            "staleness",
            "budget",
            "log",
            "skew",
            "database",
            "master",
            "sentinels",
            "eviction",
            "isolation");
    private static final String HELP = "there are slots, published, lease (in seconds), staleness (in milliseconds),"
            + " budget (in milliseconds), log (entries that are kept), skew (in milliseconds), database (not with a"
            + " cluster), master and sentinels=authenticated (with Sentinel), eviction=accepted and isolation=accepted";

    static RedisOptions parse(Scheme scheme, String query) {
        Map<String, String> told = told(query);
        SharedSettings standard = SharedSettings.DEFAULT;
        SharedSettings shared = new SharedSettings(
                roundUp(number(told, "slots", standard.slots(), 1)),
                number(told, "published", standard.published(), 1),
                Duration.ofSeconds(number(told, "lease", (int) standard.lease().toSeconds(), 1)),
                Duration.ofMillis(
                        number(told, "staleness", (int) standard.staleness().toMillis(), 50)),
                Duration.ofMillis(number(told, "budget", (int) standard.budget().toMillis(), 1)));
        return new RedisOptions(
                shared,
                number(told, "log", 100_000, 1),
                Duration.ofMillis(number(told, "skew", 5_000, 0)),
                database(scheme, told),
                master(scheme, told),
                is(told, "sentinels", "authenticated"),
                is(told, "eviction", "accepted"),
                is(told, "isolation", "accepted"));
    }

    private static Map<String, String> told(String query) {
        Map<String, String> told = new HashMap<>();
        for (String setting : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = setting.indexOf('=');
            String name = equals < 0 ? setting : setting.substring(0, equals);
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown setting \"" + name + "\" of an index on Redis; " + HELP);
            }
            told.put(name, setting.substring(equals + 1));
        }
        return told;
    }

    private static int roundUp(int slots) {
        if (slots < MIN_SLOTS || slots > MAX_SLOTS) {
            throw new IllegalArgumentException("slots must lie between " + MIN_SLOTS + " and " + MAX_SLOTS
                    + "; the default is " + SharedSettings.DEFAULT.slots());
        }
        return Integer.highestOneBit(slots - 1) << 1;
    }

    private static int number(Map<String, String> told, String name, int standard, int least) {
        String value = told.get(name);
        if (value == null) {
            return standard;
        }
        if (!value.matches("0|[1-9][0-9]{0,8}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(
                    name + " must be a whole number from " + least + ", not \"" + value + "\"");
        }
        return Integer.parseInt(value);
    }

    private static int database(Scheme scheme, Map<String, String> told) {
        if (scheme == Scheme.CLUSTER && told.containsKey("database")) {
            throw new IllegalArgumentException("a cluster has no databases: leave the setting database out");
        }
        return number(told, "database", 0, 0);
    }

    private static String master(Scheme scheme, Map<String, String> told) {
        String master = told.getOrDefault("master", "");
        if (scheme == Scheme.SENTINEL && master.isEmpty()) {
            throw new IllegalArgumentException("redis-sentinel:// needs the master's name: ?master=mymaster");
        }
        if (scheme != Scheme.SENTINEL && (told.containsKey("master") || told.containsKey("sentinels"))) {
            throw new IllegalArgumentException("master and sentinels are settings of redis-sentinel:// only");
        }
        return master;
    }

    private static boolean is(Map<String, String> told, String name, String only) {
        String value = told.get(name);
        if (value != null && !value.equals(only)) {
            throw new IllegalArgumentException("the only value of " + name + " is " + only + ", not \"" + value + "\"");
        }
        return value != null;
    }
}
