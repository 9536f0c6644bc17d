package dev.etagere.index;

import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedLogProvider;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

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
        SharedLogProvider provider = provider(uri);
        OpenIndexes entry = provider == null ? embedded(uri) : shared(uri, provider);
        entry.users++;
        return entry.index;
    }

    private static OpenIndexes embedded(String uri) {
        IndexUri parsed = IndexUri.parse(uri);
        String key = key(uri, parsed);
        return BY_URI.computeIfAbsent(key, missing -> new OpenIndexes(create(key, parsed)));
    }

    private static OpenIndexes shared(String uri, SharedLogProvider provider) {
        String key = provider.name(uri);
        return BY_URI.computeIfAbsent(key, missing -> new OpenIndexes(create(key, provider.open(uri))));
    }

    /** {@code null} if there is none for the scheme of the URI. */
    private static @Nullable SharedLogProvider provider(String uri) {
        int colon = uri.indexOf(':');
        String scheme = uri.substring(0, Math.max(0, colon)).toLowerCase(Locale.ROOT);
        // That of the application, and where that is blind in a container, that of this library.
        for (ClassLoader loader : loaders()) {
            for (SharedLogProvider provider : ServiceLoader.load(SharedLogProvider.class, loader)) {
                if (provider.schemes().contains(scheme)) {
                    return provider;
                }
            }
        }
        return null;
    }

    private static List<ClassLoader> loaders() {
        ClassLoader own = OpenIndexes.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? List.of(own) : List.of(context, own);
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

    private static GroupIndex create(String key, SharedLog shared) {
        Sources sources = Sources.of(InstantSource.system());
        SharedTouchLog log = new SharedTouchLog(shared, sources, Repeater.onAThreadOfItsOwn("etagere-log-heartbeat"));
        log.awaitLive();
        return new GroupIndex(log, key);
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
