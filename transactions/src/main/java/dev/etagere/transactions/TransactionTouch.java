package dev.etagere.transactions;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups that one transaction has named, and what becomes of them. Safe for use by several threads: a manager ends
 * transactions that are overdue on a thread of its own.
 */
final class TransactionTouch implements Synchronization {
    private final GroupIndex index;
    private final TransactionSynchronizationRegistry registry;

    // All guarded by this. The registry is not called under it: managers call back under locks of their own.
    private final Set<String> groups = new LinkedHashSet<>();
    private @Nullable ChangeScope scope;
    private boolean commitTried;
    private boolean over;

    TransactionTouch(GroupIndex index, TransactionSynchronizationRegistry registry) {
        this.index = index;
        this.registry = registry;
    }

    synchronized void add(Collection<String> names) {
        if (over) {
            index.touch(names);
        } else if (scope == null) {
            groups.addAll(names);
        } else {
            names.forEach(scope::add);
            scope.ensureActive();
        }
    }

    /** Throws before the commit if the scope cannot be opened, so that the transaction is rolled back (R10). */
    @Override
    public void beforeCompletion() {
        open();
        try {
            registry.registerInterposedSynchronization(new LastCheck());
        } catch (IllegalStateException tooLate) {
            // A manager that takes no more by now goes without the check, and we do not see whether it commits.
            tryCommit();
        }
    }

    private synchronized void open() {
        scope = index.begin(groups);
    }

    private synchronized void tryCommit() {
        commitTried = true;
        if (scope != null) {
            scope.ensureActive();
        }
    }

    @Override
    public synchronized void afterCompletion(int status) {
        if (over) {
            return;
        }
        over = true;
        boolean undone = status == Status.STATUS_ROLLEDBACK && !commitTried;
        if (scope == null) {
            if (!undone) {
                index.touch(groups);
            }
        } else if (undone) {
            scope.discard();
        } else {
            scope.close();
        }
    }

    /**
     * Registered last, so that it runs after the others, which may have taken long: as close to the commit as can be.
     */
    private final class LastCheck implements Synchronization {

        @Override
        public void beforeCompletion() {
            if (registry.getTransactionStatus() != Status.STATUS_MARKED_ROLLBACK) {
                tryCommit();
            }
        }

        @Override
        public void afterCompletion(int status) {}
    }
}
