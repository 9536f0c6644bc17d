package dev.etagere.client;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import dev.etagere.client.Counters.Count;
import dev.etagere.index.GroupIndex;
import java.net.http.HttpRequest;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Which stored responses are used how often, so that those that are used much can be refreshed as soon as they have
 * changed. Knows the ones used last, a bounded number of them. Safe for use by several threads.
 */
final class HotEntries {
    private static final int MOST = 10_000;
    /** How often a refresh is repeated that was overtaken by another change, until the response is used again. */
    private static final int MOST_REPEATS = 3;

    private final int least;
    private final Exchanges exchanges;
    private final RefreshQueue queue;
    private final Cache<Key, Hot> used =
            CacheBuilder.newBuilder().maximumSize(MOST).build();

    /** @param least how many uses since the last refresh make a response hot */
    HotEntries(int least, Exchanges exchanges, RefreshQueue queue) {
        this.least = least;
        this.exchanges = exchanges;
        this.queue = queue;
    }

    /** One state of one variant, and what asks for it. */
    private static final class Hot {
        private final Set<String> groups;
        private final Reach reach;
        private final AtomicInteger uses = new AtomicInteger();
        private final AtomicInteger refreshes = new AtomicInteger();
        /** The last one: its credentials are the least likely to have expired. */
        private volatile HttpRequest request;

        Hot(Set<String> groups, Reach reach, HttpRequest request) {
            this.groups = groups;
            this.reach = reach;
            this.request = request;
        }

        void use(HttpRequest by) {
            request = by;
            uses.incrementAndGet();
        }

        boolean isOlderThan(Reach other) {
            return reach.epoch() != other.epoch() || reach.stamp() < other.stamp();
        }

        boolean isMeant(Change change) {
            return change.reset()
                    || change.groups().contains(GroupIndex.APP)
                    || !Collections.disjoint(groups, change.groups());
        }
    }

    /** A caller has been answered by it. */
    void used(HttpRequest request, Entry entry) {
        Reach reach = entry.reach();
        if (reach != null && entry.isGoverned() && request.method().equals("GET")) {
            used.asMap()
                    .compute(
                            key(request, entry),
                            (key, known) -> known == null || known.isOlderThan(reach)
                                    ? new Hot(entry.groups(), reach, request)
                                    : known)
                    .use(request);
        }
    }

    /** The feed has told of a change; of which one is hot, is asked for in the background. */
    void changed(Change change) {
        for (Hot hot : used.asMap().values()) {
            if (hot.uses.get() >= least
                    && hot.isMeant(change)
                    && exchanges.feed().hasMoved(hot.groups, hot.reach)
                    && hot.refreshes.compareAndSet(0, 1)) {
                refresh(hot);
            }
        }
    }

    /** The queue has asked for it; something may have changed again while the answer was under way. */
    void refreshed(HttpRequest request) {
        Entry entry = exchanges.store().find(request.uri(), request.headers());
        Hot hot = entry == null ? null : hot(request, entry);
        if (hot != null
                && hot.refreshes.get() > 0
                && exchanges.judge(entry).kind() == Verdict.Kind.MOVED
                && hot.refreshes.getAndIncrement() <= MOST_REPEATS) {
            refresh(hot);
        }
    }

    private void refresh(Hot hot) {
        if (queue.offer(hot.request)) {
            exchanges.count(Count.EAGER);
        }
    }

    private @Nullable Hot hot(HttpRequest request, Entry entry) {
        return used.getIfPresent(key(request, entry));
    }

    /** The variant, whichever other fields the requests have. */
    private static Key key(HttpRequest request, Entry entry) {
        return Key.variant(entry.uri(), 0, Key.vary(entry.headers()), request.headers());
    }
}
