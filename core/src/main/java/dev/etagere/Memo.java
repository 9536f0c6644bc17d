package dev.etagere;

import dev.etagere.policy.Policy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The variants asked for lately, so that an unchanged one costs neither routing nor hashing. A table of fixed size, of
 * which an entry may vanish at any time without harm: what is missing is computed. Takes no lock.
 */
final class Memo {
    private static final int VARIANTS = 8;
    private static final int LONGEST_KEY = 1024;

    private final AtomicReferenceArray<@Nullable Entry> table;

    /** An array, since a list would cost an iterator on each request. */
    private static final class Entry {
        final String path;
        final @Nullable String query;
        final Variant[] variants;

        Entry(String path, @Nullable String query, Variant... variants) {
            this.path = path;
            this.query = query;
            this.variants = variants;
        }

        boolean isFor(String otherPath, @Nullable String otherQuery) {
            return path.equals(otherPath) && Objects.equals(query, otherQuery);
        }
    }

    /** @param size how many URLs are remembered; rounded up to a power of two */
    Memo(int size) {
        this.table = new AtomicReferenceArray<>(Integer.highestOneBit(Math.max(size, 2) - 1) << 1);
    }

    /** @param policy that of the request; {@code null} if it goes by the path */
    @Nullable
    Variant find(RequestHead request, @Nullable Policy policy) {
        String path = request.path();
        String query = request.query();
        Entry entry = table.get(slot(path, query));
        if (entry == null || !entry.isFor(path, query)) {
            return null;
        }
        for (Variant variant : entry.variants) {
            boolean same =
                    policy == null ? variant.isByPath() : variant.policy().equals(policy);
            if (same && variant.key().suits(request)) {
                return variant;
            }
        }
        return null;
    }

    void keep(Variant variant) {
        VariantKey key = variant.key();
        if (key.length() > LONGEST_KEY) {
            return;
        }
        int slot = slot(key.path(), key.query());
        Entry before = table.get(slot);
        Variant[] variants = before != null && before.isFor(key.path(), key.query())
                ? more(before, variant)
                : new Variant[] {variant};
        table.set(slot, new Entry(key.path(), key.query(), variants));
    }

    private static Variant[] more(Entry before, Variant variant) {
        int kept = Math.min(before.variants.length, VARIANTS - 1);
        Variant[] variants = new Variant[kept + 1];
        variants[0] = variant;
        System.arraycopy(before.variants, 0, variants, 1, kept);
        return variants;
    }

    private int slot(String path, @Nullable String query) {
        int hash = path.hashCode() * 31 + (query == null ? 0 : query.hashCode());
        return (hash ^ (hash >>> 15)) & (table.length() - 1);
    }
}
