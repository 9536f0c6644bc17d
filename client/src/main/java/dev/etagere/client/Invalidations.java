package dev.etagere.client;

import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Tells whether something was invalidated while its answer was under way: such an answer may be older. URIs share
 * counters, so that one may be suspected for another. Safe for use by several threads.
 */
final class Invalidations {
    private static final int STRIPES = 1024;

    private final AtomicLongArray stripes = new AtomicLongArray(STRIPES);
    private final AtomicLong all = new AtomicLong();

    void of(URI uri) {
        stripes.incrementAndGet(stripe(uri));
    }

    void ofAll() {
        all.incrementAndGet();
    }

    /** Grows with each invalidation that may be about the URI. */
    long count(URI uri) {
        return stripes.get(stripe(uri)) + all.get();
    }

    private static int stripe(URI uri) {
        return Math.floorMod(Key.normal(uri).hashCode(), STRIPES);
    }
}
