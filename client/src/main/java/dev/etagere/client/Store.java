package dev.etagere.client;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where responses are kept, and how much of them. Immutable.
 *
 * @param heapBytes how much of the heap they take at most
 * @param directory where they survive a restart; {@code null} for nowhere. One client uses it at a time
 * @param diskBytes how much of the disk they take at most
 */
record Store(long heapBytes, @Nullable Path directory, long diskBytes) {
    private static final long LEAST = 1 << 20;

    Store {
        if (heapBytes < LEAST) {
            throw new IllegalArgumentException(
                    "a store of " + heapBytes + " bytes of heap is too small; give it 1 MB at least");
        }
        if (directory != null && diskBytes <= heapBytes) {
            throw new IllegalArgumentException(
                    "the store has %d bytes on disk and %d on the heap; what is on the heap is on disk, too: give it more"
                            .formatted(diskBytes, heapBytes));
        }
    }

    /** The largest response that is stored; a larger one goes through to the caller. */
    int largestBody() {
        return (int) Math.min(Integer.MAX_VALUE / 4, heapBytes / 8);
    }
}
