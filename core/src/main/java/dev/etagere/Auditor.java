package dev.etagere;

import com.google.common.base.Suppliers;
import com.google.common.hash.HashCode;
import com.google.common.util.concurrent.RateLimiter;
import dev.etagere.policy.ETagMode;
import dev.etagere.policy.Mode;
import dev.etagere.policy.Policy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.ehcache.Cache;
import org.ehcache.config.builders.CacheConfigurationBuilder;
import org.ehcache.config.builders.CacheManagerBuilder;
import org.ehcache.config.builders.ResourcePoolsBuilder;

/**
 * Compares what is sent under one entity tag (R26). Remembers the hash of one body for each tag, bounded, and may
 * forget any of them: what is forgotten is not compared. Safe for use by several threads.
 */
final class Auditor {
    private static final System.Logger LOG = System.getLogger(Auditor.class.getName());
    private static final String NAME = "bodies";

    private final AuditSettings settings;
    private final List<AuditListener> listeners;
    private final RateLimiter limiter;
    private final Supplier<Cache<String, HashCode>> bodies;
    private final Set<Policy> quarantined = ConcurrentHashMap.newKeySet();
    private volatile boolean some;

    Auditor(AuditSettings settings, List<AuditListener> listeners) {
        this.settings = settings;
        this.listeners = List.copyOf(listeners);
        this.limiter = RateLimiter.create(settings.perSecond());
        this.bodies = Suppliers.memoize(() -> bodies(settings.bodies()));
    }

    private static Cache<String, HashCode> bodies(int count) {
        var configuration = CacheConfigurationBuilder.newCacheConfigurationBuilder(
                String.class, HashCode.class, ResourcePoolsBuilder.heap(count));
        return CacheManagerBuilder.newCacheManagerBuilder()
                .withCache(NAME, configuration)
                .build(true)
                .getCache(NAME, String.class, HashCode.class);
    }

    /** Whether a request that would be answered 304 runs its handler all the same. */
    boolean samples(Policy policy) {
        if (Audit.isWatched()) {
            return policy.audit();
        }
        double share = share(policy);
        return share > 0 && (share >= 1 || ThreadLocalRandom.current().nextDouble() < share) && limiter.tryAcquire();
    }

    /** Whether bodies are hashed at all. */
    boolean hashes(Policy policy) {
        // Without a tag there is nothing that two answers could be compared under.
        return policy.audit()
                && policy.etag() != ETagMode.OFF
                && (Audit.isWatched() || policy.mode() == Mode.REPORT || share(policy) > 0);
    }

    private double share(Policy policy) {
        return policy.audit() ? settings.share() : 0;
    }

    boolean isQuarantined(Policy policy) {
        return some && quarantined.contains(policy);
    }

    Set<String> quarantined() {
        return quarantined.stream().map(Policy::place).collect(Collectors.toUnmodifiableSet());
    }

    boolean lift(String place) {
        return quarantined.removeIf(policy -> policy.place().equals(place));
    }

    /** Notes a whole body; returns whether it is what went out under that tag before, as far as that is remembered. */
    boolean agrees(Variant variant, Label label, HashCode body) {
        HashCode before = bodies.get().putIfAbsent(label.etagText(), body);
        if (before == null || before.equals(body)) {
            return true;
        }
        report(variant, label, 200);
        return false;
    }

    /** A request that would have been answered 304 is answered by something else than a 200. */
    void differs(Variant variant, Label label, int status) {
        report(variant, label, status);
    }

    private void report(Variant variant, Label label, int status) {
        VariantKey key = variant.key();
        List<String> groups = label.vector().groups().stream()
                .filter(group -> !group.startsWith("@"))
                .toList();
        AuditMismatch mismatch =
                new AuditMismatch(key.policy().place(), key.path(), key.query(), label.etagText(), groups, status);
        LOG.log(System.Logger.Level.WARNING, "{0}", mismatch);
        if (settings.quarantines()) {
            quarantined.add(key.policy());
            some = true;
        }
        listeners.forEach(listener -> tell(listener, mismatch));
        Audit.watchers().forEach(listener -> tell(listener, mismatch));
    }

    private static void tell(AuditListener listener, AuditMismatch mismatch) {
        try {
            listener.mismatch(mismatch);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an audit listener failed", e);
        }
    }
}
