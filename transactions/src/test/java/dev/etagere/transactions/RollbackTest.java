package dev.etagere.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.etagere.index.Stamp;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A touch in a transaction that is rolled back before its commit is tried")
class RollbackTest extends Fixture {
    private final Stamp before = index.head();
    private final List<Object> seen = new ArrayList<>();

    private void write() throws Exception {
        MANAGER.begin();
        shop.write("new");
        stock.write("new");
        touches.touch("a");
    }

    @AfterEach
    void nothingHasHappened() {
        assertEquals("old", shop.committed());
        assertEquals("old", stock.committed());
        assertEquals(before, index.head());
    }

    private static void violateAConstraint() {
        throw new IllegalArgumentException("a constraint is violated");
    }

    @Test
    void R10_movesNothing() throws Exception {
        write();
        MANAGER.rollback();
    }

    @Test
    void R10_movesNothingIfItIsMarked() throws Exception {
        write();
        MANAGER.setRollbackOnly();
        touches.touch("b");
        assertThrows(RollbackException.class, MANAGER::commit);
    }

    @Test
    void R10_movesNothingIfItIsMarkedBeforeTheFirstTouch() throws Exception {
        MANAGER.begin();
        shop.write("new");
        MANAGER.setRollbackOnly();
        touches.touch("a");
        assertThrows(RollbackException.class, MANAGER::commit);
    }

    @Test
    void R10_movesNothingIfAnotherSynchronizationFailsBeforeItsScopeIsOpened() throws Exception {
        MANAGER.begin();
        shop.write("new");
        REGISTRY.registerInterposedSynchronization(beforeCompletion(RollbackTest::violateAConstraint));
        touches.touch("a");
        assertThrows(RollbackException.class, MANAGER::commit);
    }

    @Test
    void R10_endsTheFluxAndMovesNothingIfAnotherOneFailsAfterwards() throws Exception {
        write();
        REGISTRY.registerInterposedSynchronization(beforeCompletion(() -> {
            touches.touch("b");
            seen.add(index.inFlux("a") && index.inFlux("b"));
            violateAConstraint();
        }));
        assertThrows(RollbackException.class, MANAGER::commit);
        assertEquals(List.of(true), seen);
    }

    @Test
    void R10_endsTheFluxAndMovesNothingIfAnotherOneMarksIt() throws Exception {
        write();
        REGISTRY.registerInterposedSynchronization(beforeCompletion(() -> {
            REGISTRY.setRollbackOnly();
            touches.touch("b");
            seen.add(index.inFlux("a") && index.inFlux("b"));
        }));
        assertThrows(RollbackException.class, MANAGER::commit);
        assertEquals(List.of(true), seen);
    }

    @Test
    void R10_movesNothingAfterItsTimeoutOnTheThreadOfTheManager() throws Exception {
        MANAGER.setTransactionTimeout(1);
        try {
            write();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (MANAGER.getStatus() != Status.STATUS_ROLLEDBACK && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
            assertEquals(Status.STATUS_ROLLEDBACK, MANAGER.getStatus());
            MANAGER.rollback();
        } finally {
            MANAGER.setTransactionTimeout(0);
        }
    }
}
