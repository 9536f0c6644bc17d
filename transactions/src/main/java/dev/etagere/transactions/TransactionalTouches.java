package dev.etagere.transactions;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupName;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Touches for code that runs inside a Jakarta transaction: name what you change where you change it, and the groups
 * move after the commit (R9).
 *
 * <pre>{@code
 * TransactionalTouches touches = new TransactionalTouches(
 *         index, InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry"));
 *
 * @Transactional
 * public void rename(long id, String name) {
 *     entities.find(Product.class, id).setName(name);
 *     touches.touch("products", "product:" + id);
 * }
 * }</pre>
 *
 * <p>The transaction opens a {@linkplain ChangeScope change scope} on its groups before it commits, and closes it when
 * it is over, so that nothing is confirmed between the two. If the scope cannot be opened, or its lease has run out by
 * the time the commit is due, the transaction is rolled back. Only the commit counts against the lease: let it take
 * half of that at most (R12).
 *
 * <p>What a transaction leaves behind:
 *
 * <ul>
 *   <li>committed: its groups move;
 *   <li>unknown, or decided by a resource on its own: they move, since nobody knows what was committed;
 *   <li>rolled back without an attempt to commit, by {@code rollback()}, {@code setRollbackOnly()}, its timeout or
 *       another synchronization: they do not move. That is right where nobody reads what is not committed; where
 *       requests read at the isolation level READ UNCOMMITTED, {@linkplain GroupIndex#touch(String...) touch the index}
 *       yourself after a rollback;
 *   <li>rolled back although the commit was tried: they move. A resource that has lost its connection while it
 *       committed cannot know better, and common adapters of data sources that are not XA call that a rollback.
 * </ul>
 *
 * <p>Two things happen later than the manager says. A branch whose commit is left to recovery, as after an
 * {@code XAER_RMFAIL}, is seen by readers only when that is done: touch its groups then, or everything. And a
 * second-level cache that evicts after the commit (Hibernate's {@code NONSTRICT_READ_WRITE}) may do so after the groups
 * have moved; use a strategy that locks the entry, such as {@code READ_WRITE}.
 *
 * <p>Immutable, and safe for use by several threads and transactions; transactions that are suspended and resumed keep
 * their groups apart.
 */
public final class TransactionalTouches {
    private final GroupIndex index;
    private final TransactionSynchronizationRegistry registry;

    /** Touches in the transactions that this registry knows. */
    public TransactionalTouches(GroupIndex index, TransactionSynchronizationRegistry registry) {
        this.index = index;
        this.registry = registry;
    }

    /**
     * Says that these groups change in the current transaction; they move after its commit. A transaction marked for
     * rollback may forget them. Without a transaction, or in one that is over, what was written is visible already, so
     * that they move at once.
     *
     * @throws IllegalArgumentException if a name is empty
     * @throws IllegalStateException if the transaction is past the point where it can still be told, or the lease of
     *     its change scope has run out, so that it must be rolled back; or if the index is closed
     */
    public void touch(String... groups) {
        touch(List.of(groups));
    }

    /** The same for a collection. */
    public void touch(Collection<String> groups) {
        // Here, where the caller can be told of an empty name, and not in the middle of the commit.
        List<String> names = groups.stream().map(GroupName::encode).toList();
        if (names.isEmpty()) {
            return;
        }
        switch (registry.getTransactionStatus()) {
            case Status.STATUS_NO_TRANSACTION,
                    Status.STATUS_COMMITTED,
                    Status.STATUS_ROLLING_BACK,
                    Status.STATUS_ROLLEDBACK -> index.touch(names);
            case Status.STATUS_MARKED_ROLLBACK -> {
                TransactionTouch begun = begun();
                if (begun != null) {
                    begun.add(names);
                }
            }
            default -> current().add(names);
        }
    }

    private @Nullable TransactionTouch begun() {
        // This is the key, so that two bridges to two indexes do not meet.
        return (TransactionTouch) registry.getResource(this);
    }

    private TransactionTouch current() {
        TransactionTouch begun = begun();
        if (begun != null) {
            return begun;
        }
        TransactionTouch touch = new TransactionTouch(index, registry);
        registry.registerInterposedSynchronization(touch);
        // Two threads in one transaction may both come here: both are registered, and neither loses its groups.
        registry.putResource(this, touch);
        return touch;
    }
}
