package dev.etagere;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.BaseEncoding;
import dev.etagere.http.CacheDirectives;
import dev.etagere.http.ETag;
import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupVector;
import dev.etagere.index.Reading;
import dev.etagere.index.Stamp;
import dev.etagere.policy.ETagMode;
import dev.etagere.policy.LastModifiedMode;
import dev.etagere.policy.Policy;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One resource as one kind of caller sees it: path and query, the values of the fields named in Vary, and the principal
 * where the response may depend on it. Knows its groups and keeps the last label. Safe for use by several threads.
 */
final class Variant {
    private static final int TAG_BYTES = 16;

    private final Variants engine;
    private final Policy policy;
    private final VariantKey key;
    private final @Nullable GroupVector vector;
    private final boolean byPath;
    private final CacheDirectives directives;
    private final @Nullable String cacheTag;
    private final HeaderFields fields;
    private final byte[] base;
    private final long jitter;
    private volatile @Nullable Reading reading;
    private volatile @Nullable Label label;

    /**
     * @param groups what the response depends on; {@code null} if that cannot be said for this caller
     * @param byPath whether the policy was found by the path
     */
    Variant(Variants engine, VariantKey key, @Nullable List<String> groups, boolean byPath) {
        this.engine = engine;
        this.policy = key.policy();
        this.key = key;
        this.vector = groups == null ? null : engine.vector(groups);
        this.byPath = byPath;
        this.directives = key.authorized() ? policy.cacheControl().toPrivate() : policy.cacheControl();
        this.cacheTag = groups == null ? null : cacheTag(groups);
        this.fields = HeaderFields.NONE
                .with("Cache-Control", directives.toString())
                .with("Vary", policy.vary().mergedWith(null))
                .with("Cache-Tag", cacheTag);
        this.base = vector == null ? new byte[0] : base(vector);
        this.jitter = Integer.toUnsignedLong(key.path().hashCode());
    }

    Policy policy() {
        return policy;
    }

    VariantKey key() {
        return key;
    }

    @Nullable
    GroupVector vector() {
        return vector;
    }

    /** What the policy declares: Cache-Control, Vary and the tags for gateways. */
    HeaderFields fields() {
        return fields;
    }

    boolean isByPath() {
        return byPath;
    }

    /** Cache-Control for this caller: private for one with credentials, whatever the policy shares with others. */
    CacheDirectives directives() {
        return directives;
    }

    /** The groups for gateways; {@code null} if none are to be named. */
    @Nullable
    String cacheTag() {
        return cacheTag;
    }

    ChangeScope begin() {
        return engine.index().begin();
    }

    /** Whether there is a Last-Modified: a date cannot carry the principal (R17). */
    boolean dated() {
        return policy.lastModified() != LastModifiedMode.OFF && !policy.personal();
    }

    /** The label of what the groups report now; {@code null} in flux or without groups. */
    @Nullable
    Label label(Moment moment) {
        if (vector == null) {
            return null;
        }
        Reading now = vector.read(reading);
        if (now == null) {
            return null;
        }
        long bucket = bucket(moment);
        Label last = label;
        if (last != null && last.isOf(now, bucket)) {
            return last;
        }
        Label made = new Label(this, vector, now, bucket, etag(now, bucket));
        reading = now;
        label = made;
        return made;
    }

    /** The number of the stretch of time for which a forgotten touch may be believed; 0 if there is no bound. */
    private long bucket(Moment moment) {
        long trust = trust();
        return trust == 0 ? 0 : (moment.asOf() + jitter % trust) / trust;
    }

    /** When that stretch began, in nanoseconds since 1970. */
    long bucketStart(long bucket) {
        long trust = trust();
        return trust == 0 ? 0 : bucket * trust - jitter % trust;
    }

    private long trust() {
        return policy.trust() == null ? 0 : policy.trust().toNanos();
    }

    Explanation explain(Reason reason, @Nullable Reading at) {
        String newest = at == null || vector == null
                ? ""
                : "; of its groups " + vector.groups().get(at.newestIndex()) + " moved last, at "
                        + new Stamp(at.stamp(at.newestIndex()));
        return new Explanation(reason, reason.sentence() + newest + " (policy " + policy.place() + ")");
    }

    Answer answer(int status, HeaderFields own, Reason reason, @Nullable Reading at) {
        Supplier<Explanation> why = () -> explain(reason, at);
        return new Answer(status, engine.explained(own, why), reason, why);
    }

    HeaderFields explained(HeaderFields own, Supplier<Explanation> why) {
        return engine.explained(own, why);
    }

    // A policy with tags has so few groups that they fit into any response head.
    private @Nullable String cacheTag(List<String> groups) {
        return policy.cacheTag() && !key.authorized() && !groups.isEmpty()
                ? groups.stream().distinct().sorted().collect(Collectors.joining(","))
                : null;
    }

    /** The part of the hash that never changes; every text is prefixed with its length (R4). */
    private byte[] base(GroupVector named) {
        Hasher hasher = Hashing.sha256().newHasher();
        put(hasher, engine.revision());
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
        if (policy.etag() == ETagMode.OFF) {
            return null;
        }
        Hasher hasher = Hashing.sha256().newHasher();
        hasher.putBytes(base).putLong(now.epoch()).putLong(bucket);
        for (int i = 0; i < Objects.requireNonNull(vector).groups().size(); i++) {
            hasher.putLong(now.stamp(i));
        }
        // Base 32 in lower case: nothing in it can look like the suffix of a compressor.
        String opaque = BaseEncoding.base32Hex()
                .lowerCase()
                .omitPadding()
                .encode(hasher.hash().asBytes(), 0, TAG_BYTES);
        return new ETag(opaque, policy.etag() != ETagMode.STRONG);
    }

    private static void put(Hasher hasher, @Nullable String text) {
        hasher.putInt(text == null ? -1 : text.length());
        if (text != null) {
            hasher.putUnencodedChars(text);
        }
    }
}
