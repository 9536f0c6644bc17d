package dev.etagere.it;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What clients know of the products: the state that was acknowledged, and beside it each that was sent since and not
 * answered, which a crash may have left either way. Each product has one writer.
 */
final class CommittedProducts {
    static final String GONE = "gone";

    private final Map<Long, Set<String>> possible = new ConcurrentHashMap<>();
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    /** A write of this state is being sent. */
    void sending(long id, String state) {
        unanswered.incrementAndGet();
        possible.computeIfAbsent(id, unknown -> ConcurrentHashMap.newKeySet()).add(state);
    }

    /** It was answered; a success leaves no other state possible. */
    void answered(long id, String state, boolean success) {
        unanswered.decrementAndGet();
        if (success) {
            acknowledged(id, state);
        }
    }

    void acknowledged(long id, String state) {
        acknowledged.incrementAndGet();
        Set<String> only = ConcurrentHashMap.newKeySet();
        only.add(state);
        possible.put(id, only);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    /** How many writes were on their way when the connection broke; counts anew from now on. */
    int unanswered() {
        return unanswered.getAndSet(0);
    }

    /** How many products an application at rest serves in a state that it can only have lost its way to. */
    int lostBy(int port) throws IOException {
        int lost = 0;
        try (KeptAlive http = new KeptAlive(port)) {
            for (Map.Entry<Long, Set<String>> entry : possible.entrySet()) {
                String served = served(http, entry.getKey());
                lost += entry.getValue().contains(served) ? 0 : 1;
                entry.getValue().clear();
                entry.getValue().add(served);
            }
        }
        return lost;
    }

    private static String served(KeptAlive http, long id) throws IOException {
        Reply reply = http.get("/products/" + id, java.util.List.of());
        return reply.status() == 404 ? GONE : reply.text().strip();
    }
}
