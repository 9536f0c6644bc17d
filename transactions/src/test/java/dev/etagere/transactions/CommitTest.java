package dev.etagere.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupVector;
import dev.etagere.index.Stamp;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A touch in a transaction that commits")
class CommitTest extends Fixture {
    private final Stamp before = index.head();
    private final List<Object> seen = new ArrayList<>();

    @Test
    void R09_movesItsGroupsWhenBothDatabasesHaveCommitted() throws Exception {
        index.listen((stamp, groups) -> seen.add(List.of(groups, shop.committed(), stock.committed())));
        MANAGER.begin();
        shop.write("new");
        touches.touch("a");
        stock.write("new");
        touches.touch("b", "c");
        touches.touch("a");
        assertFalse(index.inFlux("a"), "flux before the commit would cost 200s for as long as the transaction runs");
        assertEquals(before, index.head());
        MANAGER.commit();
        assertEquals(List.of(List.of(Set.of("a", "b", "c"), "new", "new")), seen);
        assertEquals(index.head(), index.stamp("a"), "one touch for all");
    }

    @Test
    void R10_isInFluxFromBeforeTheCommitUntilItsStampsHaveMoved() throws Exception {
        GroupVector vector = index.vector(List.of("a"));
        MANAGER.begin();
        shop.write("new");
        stock.write("new");
        enlist(Participant.on(
                () -> seen.add(List.of(shop.committed(), vector.read(null) == null, index.stamp("a"))),
                () -> seen.add(List.of(shop.committed(), vector.read(null) == null, index.stamp("a")))));
        touches.touch("a");
        assertNotNull(vector.read(null));
        MANAGER.commit();
        assertEquals(
                List.of(List.of("old", true, before), List.of("new", true, before)),
                seen,
                "data, flux and stamp before anything is committed, and when the first has committed");
        assertNotNull(vector.read(null));
        assertMoved(before, "a");
    }

    @Test
    void R10_isRolledBackIfTheScopeCannotBeOpened() throws Exception {
        MANAGER.begin();
        shop.write("new");
        touches.touch("a");
        index.close();
        RollbackException thrown = assertThrows(RollbackException.class, MANAGER::commit);
        assertTrue(thrown.getCause().getMessage().contains("the group index is closed"), thrown.toString());
        assertEquals("old", shop.committed());
        assertEquals(before, index.head());
    }

    @Test
    void R10_alsoInOnePhase() throws Exception {
        MANAGER.begin();
        enlist(Participant.onCommit(() -> seen.add(index.inFlux("a"))));
        touches.touch("a");
        MANAGER.commit();
        assertEquals(List.of(true), seen);
        assertMoved(before, "a");
    }

    @Test
    void movesItsGroupsAlsoWithoutAnyResource() throws Exception {
        MANAGER.begin();
        touches.touch(Set.of("a"));
        MANAGER.commit();
        assertMoved(before, "a");
    }

    @Test
    void R09_isNotLostThoughAnotherSynchronizationNamesIt() throws Exception {
        MANAGER.begin();
        shop.write("new");
        REGISTRY.registerInterposedSynchronization(beforeCompletion(() -> touches.touch("a")));
        touches.touch("b");
        REGISTRY.registerInterposedSynchronization(beforeCompletion(() -> touches.touch("c")));
        enlist(Participant.onCommit(() -> {
            for (String group : List.of("a", "b", "c")) {
                seen.add(index.inFlux(group));
            }
        }));
        MANAGER.commit();
        assertEquals(List.of(true, true, true), seen);
        for (String group : List.of("a", "b", "c")) {
            assertMoved(before, group);
        }
    }

    @Test
    void R09_isNotLostThoughItIsTheFirstOfAllAndTheCommitHasBegun() throws Exception {
        MANAGER.begin();
        REGISTRY.registerInterposedSynchronization(beforeCompletion(() -> touches.touch("a")));
        enlist(Participant.onCommit(() -> seen.add(index.inFlux("a"))));
        MANAGER.commit();
        assertEquals(List.of(true), seen);
        assertMoved(before, "a");
    }

    @Test
    void R09_isNotLostThoughItIsNamedAfterTheLastCheck() throws Exception {
        MANAGER.begin();
        touches.touch("a");
        REGISTRY.registerInterposedSynchronization(beforeCompletion(() ->
                // Registered when the scope is open and its check is in line: this one comes after it.
                REGISTRY.registerInterposedSynchronization(beforeCompletion(() -> touches.touch("b")))));
        enlist(Participant.onCommit(() -> seen.add(index.inFlux("b"))));
        MANAGER.commit();
        assertEquals(List.of(true), seen);
        assertMoved(before, "b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAPlainTouchWhenTheTransactionIsOver(boolean commit) throws Exception {
        MANAGER.begin();
        MANAGER.getTransaction().registerSynchronization(afterCompletion(() -> touches.touch("b")));
        REGISTRY.registerInterposedSynchronization(afterCompletion(() -> touches.touch("c")));
        touches.touch("a");
        if (commit) {
            MANAGER.commit();
        } else {
            MANAGER.rollback();
        }
        assertEquals(commit, index.stamp("a").compareTo(before) > 0);
        assertMoved(before, "c");
        assertMoved(index.stamp("c"), "b");
    }

    @Test
    void isRefusedWhenResourcesAreBeingToldAlready() throws Exception {
        MANAGER.begin();
        enlist(Participant.on(() -> {}, () -> {
            try {
                touches.touch("a");
            } catch (IllegalStateException e) {
                seen.add(REGISTRY.getTransactionStatus());
            }
        }));
        enlist(Participant.onPrepare(() -> {}));
        MANAGER.commit();
        assertEquals(List.of(Status.STATUS_COMMITTING), seen);
        assertEquals(before, index.head());
    }

    @Test
    void withoutATransactionMovesItsGroupsAtOnce() {
        touches.touch("a");
        assertMoved(before, "a");
        assertEquals(index.head(), index.stamp("a"));
    }

    @Test
    void needsANameAndSaysSoAtOnce() throws Exception {
        MANAGER.begin();
        assertThrows(IllegalArgumentException.class, () -> touches.touch("a", ""));
        touches.touch();
        MANAGER.commit();
        touches.touch();
        assertEquals(before, index.head(), "and touches nothing then");
    }

    @Test
    void takesAnyNameAsTheIndexDoes() throws Exception {
        MANAGER.begin();
        touches.touch("white space", "x".repeat(5000));
        MANAGER.commit();
        assertNotEquals(before, index.stamp("white space"));
        assertEquals(index.stamp("white space"), index.stamp("x".repeat(5000)));
    }
}
