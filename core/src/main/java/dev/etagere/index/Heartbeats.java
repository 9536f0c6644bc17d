package dev.etagere.index;

import dev.etagere.index.LogNode.Addressed;
import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.SharedLog;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

/**
 * Tells a shared log again and again that this node is there, and of which revision its application is. What comes back
 * is for the node to judge. Guarded by the lock of its node.
 */
final class Heartbeats {
    // If none comes back, more of them prove nothing.
    private static final int MOST_UNDER_WAY = 8;

    private final LogNode node;
    private final SharedLog shared;
    private final LongSupplier ticker;
    private final String name;
    private String revision = "";
    private int underWay;

    Heartbeats(LogNode node, SharedLog shared, Sources sources) {
        this.node = node;
        this.shared = shared;
        this.ticker = sources.ticker();
        this.name = Long.toHexString(sources.random().getAsLong());
    }

    /** What the log knows this node by. */
    String name() {
        return name;
    }

    /** Those that tell of another revision do not count any more; called under the lock. */
    void tell(String seen) {
        revision = seen;
    }

    /** Returns whether it was sent. */
    boolean send() {
        String told;
        node.lock().lock();
        try {
            if (underWay >= MOST_UNDER_WAY) {
                return false;
            }
            underWay++;
            told = revision;
        } finally {
            node.lock().unlock();
        }
        long sentAt = ticker.getAsLong();
        Addressed app = app();
        var unused = node.calls()
                .counted("heartbeat", () -> shared.heartbeat(app.key(), name, told, group(app)))
                .whenComplete((ack, failure) -> node.locked(() -> {
                    underWay--;
                    node.beaten(sentAt, app.key(), told.equals(revision) ? ack : null, failure);
                }));
        return true;
    }

    /** Says that this node goes. */
    CompletionStage<Ack> leave() {
        Addressed app = app();
        return node.calls().counted("leave", () -> shared.leave(app.key(), name, revision, group(app)));
    }

    private Addressed app() {
        return node.addressed(List.of(GroupIndex.APP));
    }

    private static LogGroup group(Addressed app) {
        return app.groups().get(0);
    }
}
