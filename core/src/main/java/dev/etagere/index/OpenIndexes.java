package dev.etagere.index;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The indexes that are open in this application: one for each URI, for two would not hear each other's touches (R15).
 */
final class OpenIndexes {
    private static final Map<String, OpenIndexes> BY_URI = new LinkedHashMap<>();

    private final GroupIndex index;
    private int users;

    private OpenIndexes(GroupIndex index) {
        this.index = index;
    }

    static synchronized GroupIndex open(String uri) {
        IndexUri parsed = IndexUri.parse(uri);
        String key = key(uri, parsed);
        OpenIndexes entry = BY_URI.computeIfAbsent(key, missing -> new OpenIndexes(create(key, parsed)));
        entry.users++;
        return entry.index;
    }

    /** Whether the caller was the last user, so that the index has to be closed. */
    static synchronized boolean leave(String key) {
        OpenIndexes entry = BY_URI.get(key);
        if (entry == null || --entry.users > 0) {
            return false;
        }
        BY_URI.remove(key);
        return true;
    }

    private static GroupIndex create(String key, IndexUri uri) {
        InstantSource clock = InstantSource.system();
        EmbeddedLog log = uri.directory() == null
                ? EmbeddedLogs.fresh(clock, uri.settings())
                : EmbeddedLogs.kept(clock, uri.settings(), IndexDirectory.lock(uri.directory()));
        return new GroupIndex(log, key);
    }

    // Settings do not name another index, and two spellings of a directory are one.
    private static String key(String uri, IndexUri parsed) {
        int question = uri.indexOf('?');
        return parsed.directory() != null
                ? "embedded:" + parsed.directory()
                : uri.substring(0, question < 0 ? uri.length() : question);
    }
}
