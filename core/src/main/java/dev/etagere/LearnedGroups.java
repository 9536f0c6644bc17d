package dev.etagere;

import java.util.Collection;
import java.util.Set;
import org.ehcache.Cache;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.jspecify.annotations.Nullable;

/**
 * What the last complete run of each variant depended on. May lose any of it at any time without harm: the names are a
 * part of the tag, and where nothing is remembered the handler runs. Bounded; safe for use by several threads.
 */
final class LearnedGroups {
    private static final String NAME = "learned";

    @SuppressWarnings("rawtypes") // The library has no other token for a generic type.
    private final Cache<VariantKey, Set> memory;

    /** @param variants how many are remembered at most */
    LearnedGroups(int variants) {
        var configuration = CacheConfigurationBuilder.newCacheConfigurationBuilder(
                VariantKey.class, Set.class, ResourcePoolsBuilder.heap(variants));
        memory = CacheManagerBuilder.newCacheManagerBuilder()
                .withCache(NAME, configuration)
                .build(true)
                .getCache(NAME, VariantKey.class, Set.class);
    }

    @SuppressWarnings("unchecked") // Put by us.
    @Nullable
    Set<String> get(VariantKey key) {
        return (Set<String>) memory.get(key);
    }

    void put(VariantKey key, Collection<String> groups) {
        memory.put(key, Set.copyOf(groups));
    }

    void clear() {
        memory.clear();
    }

    void remove(VariantKey key) {
        memory.remove(key);
    }
}
