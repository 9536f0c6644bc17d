package dev.etagere;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupVector;
import dev.etagere.policy.GroupTemplate;
import dev.etagere.policy.Policy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes variants of requests and remembers them; what reads and writes share. Safe for use by several threads. */
final class Variants {
    private final GroupIndex index;
    private final String revision;
    private final Memo memo;
    private final Poisoned poisoned = new Poisoned();
    private final Auditor auditor;
    private final Supplier<LearnedGroups> learned;
    private final boolean explains;
    private volatile @Nullable Moment moment;

    Variants(
            GroupIndex index,
            String revision,
            int memory,
            Supplier<LearnedGroups> learned,
            Auditor auditor,
            boolean explains) {
        this.auditor = auditor;
        this.index = index;
        this.revision = revision;
        this.memo = new Memo(memory);
        this.explains = explains;
        this.learned = learned;
    }

    @Nullable
    Set<String> remembered(VariantKey key) {
        return learned.get().get(key);
    }

    void remember(VariantKey key, Collection<String> groups) {
        learned.get().put(key, groups);
    }

    void forget(VariantKey key) {
        learned.get().remove(key);
    }

    Auditor auditor() {
        return auditor;
    }

    Poisoned poisoned() {
        return poisoned;
    }

    /** Whether this node has got as far as the client asks for. */
    boolean hasReached(RequestHead request) {
        String minimum = request.field(AsOf.MINIMUM);
        return minimum == null || AsOf.reached(minimum, index);
    }

    GroupIndex index() {
        return index;
    }

    String revision() {
        return revision;
    }

    Moment now() {
        Moment now = Moment.now(index, moment);
        moment = now;
        return now;
    }

    /** That of the request if it is remembered, its policy having been found by the path. */
    @Nullable
    Variant known(RequestHead request) {
        return memo.find(request, null);
    }

    Variant of(RequestHead request, Policy policy, Map<String, String> parameters, boolean byPath) {
        Variant known = memo.find(request, byPath ? null : policy);
        if (known != null) {
            return known;
        }
        List<String> groups = fill(policy.groups(), request, parameters);
        Variant made = new Variant(this, VariantKey.of(policy, request), groups, byPath);
        memo.keep(made);
        return made;
    }

    /** The names of the groups; {@code null} if one depends on a principal that is not there. */
    static @Nullable List<String> fill(
            List<GroupTemplate> templates, RequestHead request, Map<String, String> parameters) {
        RequestValues values = new RequestValues(request, parameters);
        List<String> groups = new ArrayList<>();
        for (GroupTemplate template : templates) {
            String group = template.fill(values);
            if (group == null) {
                return null;
            }
            groups.add(group);
        }
        return groups;
    }

    /** These groups and the one that moves with the application, resolved. */
    GroupVector vector(Collection<String> groups) {
        List<String> all = new ArrayList<>(groups);
        all.add(GroupIndex.APP);
        return index.vector(all);
    }

    HeaderFields explained(HeaderFields fields, Supplier<Explanation> why) {
        if (!explains) {
            return fields;
        }
        Explanation explanation = why.get();
        return fields.with("Etagere-Explain", explanation.reason().name() + "; " + explanation.sentence());
    }
}
