package dev.etagere.index;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The change scopes that were opened on this node, and what the shared log knows of them. Guarded by the lock of its
 * node.
 */
final class NodeScopes {
    private static final System.Logger LOG = System.getLogger(NodeScopes.class.getName());

    private final LongSupplier ticker;
    private final OpenScopes open;
    private final Map<ChangeScope, SharedScope> known = new LinkedHashMap<>();

    NodeScopes(LongSupplier ticker, Duration lease) {
        this.ticker = ticker;
        this.open = new OpenScopes(ticker, lease);
    }

    /** What the log knows of a scope. */
    static final class SharedScope {
        private final String id;
        private final Holds.Hold hold;
        private volatile boolean told;

        private SharedScope(String id, Holds.Hold hold, boolean told) {
            this.id = id;
            this.hold = hold;
            this.told = told;
        }

        String id() {
            return id;
        }

        /** What it keeps in flux here. */
        Holds.Hold hold() {
            return hold;
        }

        /** Whether the log may know it. */
        boolean isTold() {
            return told;
        }

        void tell() {
            told = true;
        }
    }

    ChangeScope open(TouchLog log, Claim claim, String id, Holds.Hold hold, boolean told) {
        ChangeScope scope = open.open(log, claim);
        known.put(scope, new SharedScope(id, hold, told));
        return scope;
    }

    /** {@code null} if it is not open any more. The log's own lease on it began later, so it never ends before. */
    @Nullable
    SharedScope find(ChangeScope scope) {
        if (scope.state() == ChangeScope.State.OPEN && ticker.getAsLong() - scope.deadline() >= 0) {
            end(scope, ChangeScope.State.EXPIRED);
        }
        return scope.state() == ChangeScope.State.OPEN ? known.get(scope) : null;
    }

    /** Closes it; {@code null} if it was closed already. */
    @Nullable
    SharedScope close(ChangeScope scope) {
        if (scope.state() == ChangeScope.State.CLOSED) {
            return null;
        }
        end(scope, ChangeScope.State.CLOSED);
        return known.remove(scope);
    }

    /** The log has let the lease of one run out. */
    void expired(String id, Collection<String> groups) {
        known.forEach((scope, shared) -> {
            if (shared.id.equals(id)) {
                if (scope.state() == ChangeScope.State.OPEN) {
                    end(scope, ChangeScope.State.EXPIRED);
                }
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a change of {0} has not ended within its lease of {1} s, so they are touched for it; let"
                                + " transactions take half of that at most, or set ?lease= on the index",
                        groups,
                        open.lease().toSeconds());
            }
        });
    }

    /** Hears of open scopes. */
    @FunctionalInterface
    interface Visitor {
        void visit(ChangeScope scope, String id, Duration left);
    }

    /** Tells of those that the log may know and that are open, each with what is left of its lease. */
    void forEachOpen(Visitor visitor) {
        known.forEach((scope, shared) -> {
            long left = scope.deadline() - ticker.getAsLong();
            if (shared.told && scope.state() == ChangeScope.State.OPEN && left > 0) {
                visitor.visit(scope, shared.id, Duration.ofNanos(left));
            }
        });
    }

    private void end(ChangeScope scope, ChangeScope.State state) {
        scope.become(state);
        open.remove(scope);
    }
}
