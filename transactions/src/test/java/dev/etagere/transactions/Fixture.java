package dev.etagere.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.LeasedIndex;
import dev.etagere.index.Stamp;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;

/** A real transaction manager, two databases and an index, as an application has them. */
abstract class Fixture {
    // What the tests provoke is loud. Held here, for a logger that nobody holds forgets its level.
    private static final Logger NARAYANA = Logger.getLogger("com.arjuna");

    static {
        NARAYANA.setLevel(Level.OFF);
        for (String store : new String[] {null, "stateStore", "communicationStore"}) {
            ObjectStoreEnvironmentBean bean = BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store);
            bean.setObjectStoreType(VolatileStore.class.getName());
        }
    }

    static final TransactionManager MANAGER = com.arjuna.ats.jta.TransactionManager.transactionManager();
    static final TransactionSynchronizationRegistry REGISTRY = new TransactionSynchronizationRegistryImple();

    final Database shop = new Database(MANAGER);
    final Database stock = new Database(MANAGER);
    final LeasedIndex leased = new LeasedIndex();
    final GroupIndex index = leased.index();
    final TransactionalTouches touches = new TransactionalTouches(index, REGISTRY);

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        try {
            if (MANAGER.getStatus() != Status.STATUS_NO_TRANSACTION) {
                MANAGER.rollback();
                fail("a transaction is left on the thread");
            }
            for (String group : List.of("a", "b", "c")) {
                assertFalse(index.inFlux(group), group);
            }
        } finally {
            shop.close();
            stock.close();
            index.close();
        }
    }

    /** Lets a participant of the test take part in the current transaction. */
    static void enlist(Participant participant) throws Exception {
        assertTrue(MANAGER.getTransaction().enlistResource(participant));
    }

    static Synchronization beforeCompletion(Runnable run) {
        return new Synchronization() {
            @Override
            public void beforeCompletion() {
                run.run();
            }

            @Override
            public void afterCompletion(int status) {}
        };
    }

    static Synchronization afterCompletion(Runnable run) {
        return new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                run.run();
            }
        };
    }

    void assertMoved(Stamp before, String group) {
        assertTrue(index.stamp(group).compareTo(before) > 0, group + " has not moved");
    }

    void assertUnmoved(Stamp before, String group) {
        assertEquals(before, index.stamp(group), group + " has moved");
    }
}
