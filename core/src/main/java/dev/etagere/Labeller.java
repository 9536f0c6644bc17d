package dev.etagere;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.etagere.http.ETag;
import dev.etagere.index.GroupVector;
import dev.etagere.index.Reading;
import dev.etagere.policy.ETagMode;
import dev.etagere.policy.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Labels one variant by the stamps of a set of groups, and keeps the last label. Safe for use by several threads; takes
 * no lock.
 */
final class Labeller {
    private static final int TAG_BYTES = 16;

    private final Variant variant;
    private final GroupVector vector;
    private final byte[] base;
    private volatile @Nullable Reading reading;
    private volatile @Nullable Label label;

    Labeller(Variant variant, GroupVector vector, String revision) {
        this.variant = variant;
        this.vector = vector;
        this.base = base(variant.key(), vector, revision);
    }

    GroupVector vector() {
        return vector;
    }

    /** The label of what the groups report now; {@code null} if one of them is in flux. */
    @Nullable
    Label label(Moment moment) {
        Reading now = variant.policy().strict() ? vector.readThrough(reading) : vector.read(reading);
        if (now == null) {
            return null;
        }
        long bucket = variant.bucket(moment);
        Label last = label;
        if (last != null && last.isOf(now, bucket)) {
            return last;
        }
        Label made = new Label(variant, vector, now, bucket, etag(now, bucket));
        reading = now;
        label = made;
        return made;
    }

    /** The part of the hash that never changes; every text is prefixed with its length (R4). */
    private static byte[] base(VariantKey key, GroupVector named, String revision) {
        Policy policy = key.policy();
        Hasher hasher = Hashing.sha256().newHasher();
        put(hasher, revision);
        put(hasher, policy.etag().name());
        put(hasher, key.path());
        put(hasher, key.query());
        put(hasher, policy.vary().names().toString());
        for (@Nullable String value : key.varied()) {
            put(hasher, value);
        }
        hasher.putBoolean(policy.personal());
        put(hasher, key.principal());
        hasher.putInt(policy.groups().size());
        policy.groups().forEach(template -> put(hasher, template.toString()));
        hasher.putInt(named.groups().size());
        named.groups().forEach(group -> put(hasher, group));
        return hasher.hash().asBytes();
    }

    private @Nullable ETag etag(Reading now, long bucket) {
        ETagMode mode = variant.policy().etag();
        if (mode == ETagMode.OFF) {
            return null;
        }
        Hasher hasher = Hashing.sha256().newHasher();
        hasher.putBytes(base).putLong(now.epoch()).putLong(bucket);
        for (int i = 0; i < vector.groups().size(); i++) {
            hasher.putLong(now.stamp(i));
        }
        // Base 32 in lower case: nothing in it can look like the suffix of a compressor.
        String opaque = BaseEncoding.base32Hex()
                .lowerCase()
                .omitPadding()
                .encode(hasher.hash().asBytes(), 0, TAG_BYTES);
        return new ETag(opaque, mode != ETagMode.STRONG);
    }

    private static void put(Hasher hasher, @Nullable String text) {
        hasher.putInt(text == null ? -1 : text.length());
        if (text != null) {
            hasher.putUnencodedChars(text);
        }
    }
}
