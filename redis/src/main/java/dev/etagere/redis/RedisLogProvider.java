package dev.etagere.redis;

import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedLogProvider;
import java.util.Set;

/**
 * Opens indexes that several nodes share through Redis 6.2 or later, or Valkey: {@code redis://host:6379/name},
 * {@code redis-sentinel://host1,host2/name?master=mymaster}, {@code redis-cluster://host1,host2/name}; {@code rediss}
 * instead of {@code redis} is TLS with all of them; {@code user:password@} stands in front of the hosts. Safe for use
 * by several threads.
 *
 * <p>Settings behind a question mark: {@code slots}, {@code published}, {@code lease} (seconds), {@code staleness},
 * {@code budget} and {@code skew} (milliseconds), {@code log} (entries kept), {@code database}, {@code master},
 * {@code sentinels=authenticated} (they ask for the same user and password), {@code eviction=accepted} and
 * {@code isolation=accepted}.
 *
 * <p>Over TLS, the certificate of Redis has to name the host of the URI, or the one that a Sentinel or another node of
 * the cluster names, and be trusted by the JVM, whose trust store is told by the system property
 * {@code javax.net.ssl.trustStore}. Where Redis asks for a certificate of the client ({@code tls-auth-clients}), it is
 * that of {@code javax.net.ssl.keyStore}.
 */
public final class RedisLogProvider implements SharedLogProvider {

    /** For the service loader. */
    public RedisLogProvider() {}

    @Override
    public Set<String> schemes() {
        return RedisUri.SCHEMES;
    }

    @Override
    public String name(String uri) {
        return RedisUri.parse(uri).name();
    }

    @Override
    public SharedLog open(String uri) {
        return RedisLog.open(RedisUri.parse(uri));
    }
}
