package dev.etagere;

import dev.etagere.http.CacheDirectives;
import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupVector;
import dev.etagere.index.IndexUnavailableException;
import dev.etagere.index.Stamp;
import dev.etagere.policy.LastModifiedMode;
import dev.etagere.policy.Mode;
import dev.etagere.policy.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One resource as one kind of caller sees it: path and query, the values of the fields named in Vary, and the principal
 * where the response may depend on it. Knows its groups, those declared and those learned. Safe for use by several
 * threads.
 */
final class Variant {
    private static final System.Logger LOG = System.getLogger(Variant.class.getName());

    // 16 names of 200 characters fill most of the 4 KB that a tag header may take of the response head.
    private static final int MAX_TAGS = 16;

    private final Variants engine;
    private final Policy policy;
    private final VariantKey key;
    private final @Nullable List<String> groups;
    private final @Nullable Labeller declared;
    private final boolean byPath;
    private final CacheDirectives directives;
    private final HeaderFields fields;
    private final long jitter;
    private volatile @Nullable Labeller learned;

    /**
     * @param groups what the response is declared to depend on; {@code null} if that cannot be said for this caller
     * @param byPath whether the policy was found by the path
     */
    Variant(Variants engine, VariantKey key, @Nullable List<String> groups, boolean byPath) {
        this.engine = engine;
        this.policy = key.policy();
        this.key = key;
        this.groups = groups;
        this.byPath = byPath;
        this.directives = key.authorized() ? policy.cacheControl().toPrivate() : policy.cacheControl();
        this.fields = HeaderFields.NONE
                .with("Cache-Control", directives.toString())
                .with("Vary", policy.vary().mergedWith(null));
        this.jitter = Integer.toUnsignedLong(key.path().hashCode());
        this.declared = groups == null ? null : new Labeller(this, engine.vector(groups), engine.revision());
        Set<String> remembered = policy.learned() ? engine.remembered(key) : null;
        this.learned = remembered == null || groups == null ? null : labeller(remembered);
    }

    Policy policy() {
        return policy;
    }

    VariantKey key() {
        return key;
    }

    /** Those declared, resolved; {@code null} if they cannot be said for this caller. */
    @Nullable
    GroupVector vector() {
        return declared == null ? null : declared.vector();
    }

    boolean isByPath() {
        return byPath;
    }

    /** Cache-Control for this caller: private for one with credentials, whatever the policy shares with others. */
    CacheDirectives directives() {
        return directives;
    }

    /** What the policy declares for an answer that depends on these groups: Cache-Control, Vary, tags for gateways. */
    HeaderFields fields(GroupVector vector) {
        return fields.with("Cache-Tag", cacheTag(vector));
    }

    /**
     * The groups for gateways; {@code null} if none are to be named, or more than fit: a gateway that is not told all
     * could not be told to forget.
     */
    @Nullable
    String cacheTag(GroupVector vector) {
        if (!policy.cacheTag() || key.authorized()) {
            return null;
        }
        List<String> named =
                vector.groups().stream().filter(group -> !group.startsWith("@")).toList();
        return named.isEmpty() || named.size() > MAX_TAGS ? null : String.join(",", named);
    }

    /** Whether a condition that is met may be answered by a 304 after all, once the handler has run. */
    boolean mayConfirm(RequestHead request) {
        return policy.mode() == Mode.ENFORCE && engine.hasReached(request);
    }

    boolean isLive() {
        return engine.index().live();
    }

    ChangeScope begin() {
        return engine.index().begin();
    }

    void touch(String group) {
        engine.index().touch(group);
    }

    /**
     * Whether there is a Last-Modified: a date cannot carry the principal (R17), nor which groups an answer was made
     * of.
     */
    boolean dated() {
        return policy.lastModified() != LastModifiedMode.OFF && !policy.personal() && !policy.learned();
    }

    /** All that the answer is known to depend on; {@code null} if that is not known. */
    @Nullable
    GroupVector knownVector() {
        Labeller known = labeller();
        return known == null ? null : known.vector();
    }

    private @Nullable Labeller labeller() {
        return policy.learned() ? learned : declared;
    }

    /** The label of what the groups report now; {@code null} in flux, or if they are not known. */
    @Nullable
    Label label(Moment moment) {
        Labeller known = labeller();
        return known == null ? null : known.label(moment);
    }

    /** Labels what turned out to depend on these groups besides those declared. */
    @Nullable
    Labeller labeller(Collection<String> more) {
        if (groups == null) {
            return null;
        }
        Set<String> all = new TreeSet<>(groups);
        all.addAll(more);
        Labeller last = learned;
        // All but the pseudo-group that every vector has.
        return last != null
                        && last.vector().groups().size() == all.size() + 1
                        && last.vector().groups().containsAll(all)
                ? last
                : new Labeller(this, engine.vector(all), engine.revision());
    }

    /** Remembers what the last complete run depended on. */
    void learn(Labeller run) {
        learned = run;
        engine.remember(key, run.vector().groups());
    }

    Auditor auditor() {
        return engine.auditor();
    }

    boolean isPoisoned() {
        return engine.poisoned().contains(key);
    }

    /**
     * A label went out that did not name this group: nothing more is confirmed for this URL. Nor by those who have not
     * seen it, the process after a restart and others on the same index.
     */
    void poison(String group, Label sent) {
        if (engine.poisoned().add(key, group)) {
            learned = null;
            engine.forget(key);
        }
        makeVoid(sent);
    }

    /** Sees to it that what went out under this label is never confirmed. */
    void makeVoid(Label label) {
        // Any one of them moves the tag, and the one that all have moves all tags.
        try {
            touch(groupOf(label));
        } catch (IndexUnavailableException e) {
            // It is repeated, and a read does not fail for it.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an answer under a label that lacks a group cannot be made void yet",
                    e);
        }
    }

    private static String groupOf(Label label) {
        return label.vector().groups().stream()
                .filter(group -> !group.startsWith("@"))
                .findFirst()
                .orElse(GroupIndex.APP);
    }

    /** Says, once for the policy, that a handler names a group that its policy does not expect. */
    void undeclared(String group) {
        engine.poisoned().warnUndeclared(policy, group);
    }

    /** The number of the stretch of time for which a forgotten touch may be believed; 0 if there is no bound. */
    long bucket(Moment moment) {
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

    Explanation explain(Reason reason, @Nullable Label at) {
        String newest = at == null
                ? ""
                : "; of its groups " + at.newestGroup() + " moved last, at " + new Stamp(at.newestStamp());
        return new Explanation(reason, reason.sentence() + newest + " (policy " + policy.place() + ")");
    }

    Answer answer(int status, HeaderFields own, Reason reason, @Nullable Label at) {
        Supplier<Explanation> why = () -> explain(reason, at);
        return new Answer(status, engine.explained(own, why), reason, why);
    }

    HeaderFields explained(HeaderFields own, Supplier<Explanation> why) {
        return engine.explained(own, why);
    }
}
