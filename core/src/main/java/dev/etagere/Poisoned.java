package dev.etagere;

import dev.etagere.policy.Policy;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The URLs that have lost their validators until the restart: a label went out under which a group was missing, and it
 * would be confirmed for ever (R23). Must forget nothing, so where a policy has too many of them, all its URLs are.
 * Safe for use by several threads.
 */
final class Poisoned {
    private static final System.Logger LOG = System.getLogger(Poisoned.class.getName());
    private static final int URLS_PER_POLICY = 1000;

    private final Map<Policy, Set<Url>> urls = new ConcurrentHashMap<>();
    private final Set<Policy> wholly = ConcurrentHashMap.newKeySet();
    private final Set<Policy> warned = ConcurrentHashMap.newKeySet();
    private volatile boolean some;

    private record Url(String path, String query) {
        static Url of(VariantKey key) {
            return new Url(key.path(), key.query() == null ? "" : '?' + key.query());
        }
    }

    boolean contains(VariantKey key) {
        if (!some) {
            return false;
        }
        Set<Url> ofPolicy = urls.get(key.policy());
        return wholly.contains(key.policy()) || (ofPolicy != null && ofPolicy.contains(Url.of(key)));
    }

    /** Takes the URL's validators away; returns whether it had them until now. */
    boolean add(VariantKey key, String group) {
        Set<Url> ofPolicy = urls.computeIfAbsent(key.policy(), policy -> ConcurrentHashMap.newKeySet());
        boolean added = ofPolicy.add(Url.of(key));
        if (ofPolicy.size() > URLS_PER_POLICY) {
            wholly.add(key.policy());
            ofPolicy.clear();
        }
        some = true;
        if (added) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: {1} named its group {2} after its validator was sent, so it gets none until the restart; name"
                            + " groups before the response is committed, and before streaming begins",
                    key.policy().place(),
                    key.path(),
                    group);
        }
        return added;
    }

    void warnUndeclared(Policy policy, String group) {
        if (warned.add(policy)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0}: a handler depends on {1}, which the policy does not name, so its answers get no validator;"
                            + " add the group to it, or say Learned-Groups: on",
                    policy.place(),
                    group);
        }
    }
}
