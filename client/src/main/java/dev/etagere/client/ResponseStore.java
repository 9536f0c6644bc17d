package dev.etagere.client;

import com.google.common.util.concurrent.Striped;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Lock;
import org.ehcache.Cache;
import org.ehcache.CacheManager;
import org.ehcache.StateTransitionException;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.units.MemoryUnit;
import org.jspecify.annotations.Nullable;

/**
 * The stored responses, bounded in bytes, on the heap and, where a directory is given, on disk. May lose any of them at
 * any time without harm. Safe for use by several threads.
 */
final class ResponseStore implements AutoCloseable {
    private static final String NAME = "responses";

    private final CacheManager manager;
    private final Cache<Long, byte[]> cache;
    private final Striped<Lock> locks = Striped.lock(64);
    private volatile boolean closed;

    /** @throws IllegalStateException if the directory cannot be used, or is in use */
    ResponseStore(Store store) {
        manager = manager(store);
        cache = manager.getCache(NAME, Long.class, byte[].class);
    }

    private static CacheManager manager(Store store) {
        ResourcePoolsBuilder pools =
                ResourcePoolsBuilder.newResourcePoolsBuilder().heap(store.heapBytes(), MemoryUnit.B);
        Path directory = store.directory();
        if (directory != null) {
            pools = pools.disk(store.diskBytes(), MemoryUnit.B, true);
        }
        var configuration = CacheConfigurationBuilder.newCacheConfigurationBuilder(Long.class, byte[].class, pools);
        try {
            if (directory == null) {
                return CacheManagerBuilder.newCacheManagerBuilder()
                        .withCache(NAME, configuration)
                        .build(true);
            }
            return CacheManagerBuilder.newCacheManagerBuilder()
                    .with(CacheManagerBuilder.persistence(directory.toFile()))
                    .withCache(NAME, configuration)
                    .build(true);
        } catch (StateTransitionException e) {
            throw new IllegalStateException(
                    "the store cannot be opened in " + directory
                            + "; give each client a directory of its own that it may write to",
                    e);
        }
    }

    /** The response stored for such a request (RFC 9111 section 4.1), the one received last if several fit. */
    @Nullable
    Entry find(URI uri, HttpHeaders request) {
        Variants variants = variants(uri);
        Entry newest = null;
        if (variants != null) {
            for (String vary : variants.varies()) {
                Entry entry = get(Key.variant(uri, variants.generation(), vary, request));
                if (entry != null && (newest == null || entry.receivedAt() > newest.receivedAt())) {
                    newest = entry;
                }
            }
        }
        return newest;
    }

    /** What the responses of the URI vary by, as far as is known. */
    List<String> varies(URI uri) {
        Variants variants = variants(uri);
        return variants == null ? List.of() : variants.varies();
    }

    /** Stores a response, unless the one that is there reaches further. */
    void put(HttpHeaders request, Entry entry) {
        Key resource = Key.resource(entry.uri());
        Lock lock = locks.get(resource);
        lock.lock();
        try {
            Variants known = Variants.read(resource, bytes(resource));
            Variants base =
                    known == null ? new Variants(ThreadLocalRandom.current().nextLong(), List.of()) : known;
            Variants updated = base.with(Key.vary(entry.headers()));
            Key key = Key.variant(
                    entry.uri(), updated.generation(), updated.varies().get(0), request);
            if (isNewer(entry, get(key))) {
                byte[] bytes = EntryCodec.write(key, entry);
                if (bytes != null && !closed) {
                    cache.put(key.shortened(), bytes);
                    if (!updated.equals(known)) {
                        cache.put(resource.shortened(), updated.write(resource));
                    }
                }
            }
        } catch (IllegalStateException e) {
            if (!closed) {
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean isNewer(Entry entry, @Nullable Entry present) {
        Reach old = present == null ? null : present.reach();
        Reach reach = entry.reach();
        return old == null || reach == null || old.epoch() != reach.epoch() || reach.stamp() >= old.stamp();
    }

    /** Forgets every variant of a URI. */
    void remove(URI uri) {
        Key resource = Key.resource(uri);
        Lock lock = locks.get(resource);
        lock.lock();
        try {
            if (!closed) {
                cache.remove(resource.shortened());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets every response that names the group. Goes through all that is stored. */
    void removeGroup(String group) {
        List<Long> found = new ArrayList<>();
        for (Cache.Entry<Long, byte[]> stored : cache) {
            Entry entry = EntryCodec.read(stored.getValue());
            if (entry != null && entry.groups().contains(group)) {
                found.add(stored.getKey());
            }
        }
        found.forEach(cache::remove);
    }

    private @Nullable Variants variants(URI uri) {
        Key resource = Key.resource(uri);
        return Variants.read(resource, bytes(resource));
    }

    /** {@code null} if nothing is there, or the store is closed. */
    private byte @Nullable [] bytes(Key key) {
        try {
            return closed ? null : cache.get(key.shortened());
        } catch (IllegalStateException e) {
            return null; // closed in between
        }
    }

    private @Nullable Entry get(Key key) {
        byte[] bytes = bytes(key);
        return bytes == null ? null : EntryCodec.read(key, bytes);
    }

    /** Writes to disk what is to survive. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            manager.close();
        }
    }
}
