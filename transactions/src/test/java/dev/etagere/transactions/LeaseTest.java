package dev.etagere.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.Stamp;
import jakarta.transaction.RollbackException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A transaction that outlasts the lease of its change scope")
class LeaseTest extends Fixture {
    private final Stamp before = index.head();

    @Test
    void R12_isRolledBackIfItExpiresBeforeTheCommit() throws Exception {
        MANAGER.begin();
        shop.write("new");
        touches.touch("a");
        REGISTRY.registerInterposedSynchronization(beforeCompletion(leased::outlast));
        RollbackException thrown = assertThrows(RollbackException.class, MANAGER::commit);
        assertTrue(thrown.getCause().getMessage().contains("its lease of 60 s has run out"), thrown.toString());
        assertEquals("old", shop.committed());
    }

    @Test
    void R12_isRolledBackIfItNamesMoreWhenItHasExpired() throws Exception {
        MANAGER.begin();
        shop.write("new");
        touches.touch("a");
        REGISTRY.registerInterposedSynchronization(
                beforeCompletion(() -> REGISTRY.registerInterposedSynchronization(beforeCompletion(() -> {
                    leased.outlast();
                    touches.touch("b");
                }))));
        assertThrows(RollbackException.class, MANAGER::commit);
        assertEquals("old", shop.committed());
    }

    @Test
    void R12_isTouchedForAndTouchesOnceMoreIfItExpiresDuringTheCommit() throws Exception {
        AtomicReference<Stamp> expired = new AtomicReference<>();
        MANAGER.begin();
        shop.write("new");
        enlist(Participant.onPrepare(() -> {
            leased.outlast();
            if (!index.inFlux("a")) { // whoever reads recovers
                expired.set(index.stamp("a"));
            }
        }));
        touches.touch("a");
        MANAGER.commit();
        assertEquals("new", shop.committed());
        assertTrue(expired.get().compareTo(before) > 0, "touched for");
        assertMoved(expired.get(), "a");
    }

    @Test
    void R11_isTouchedForIfItsManagerNeverEndsIt() {
        TransactionTouch touch = new TransactionTouch(index, REGISTRY);
        touch.add(List.of("a"));
        touch.beforeCompletion();
        assertTrue(index.inFlux("a"));
        leased.outlast();
        assertFalse(index.inFlux("a"));
        assertMoved(before, "a");
    }

    @Test
    void R12_doesNotCountWhatItTakesBeforeTheCommit() throws Exception {
        MANAGER.begin();
        shop.write("new");
        touches.touch("a");
        leased.outlast();
        MANAGER.commit();
        assertEquals("new", shop.committed());
        assertMoved(before, "a");
    }
}
