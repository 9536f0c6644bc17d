package dev.etagere.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.Stamp;
import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A touch in a transaction of which nobody knows how it ended")
class UnknownOutcomeTest extends Fixture {
    private final Stamp before = index.head();

    @AfterEach
    void movesItsGroups() {
        assertMoved(before, "a");
    }

    private void commitTogetherWith(Participant participant) throws Exception {
        MANAGER.begin();
        shop.write("new");
        enlist(participant);
        touches.touch("a");
        MANAGER.commit();
    }

    @ParameterizedTest
    @ValueSource(ints = {XAException.XA_HEURHAZ, XAException.XA_HEURMIX, XAException.XAER_INVAL})
    void R09_whenAResourceDoesNotKnow(int code) {
        Participant participant = Participant.onCommit(Participant.Step.fail(code));
        assertThrows(HeuristicMixedException.class, () -> commitTogetherWith(participant));
        assertEquals("new", shop.committed());
    }

    @Test
    void R09_whenAResourceHasRolledBackOnItsOwnAndAnotherOneCommitted() {
        Participant participant = Participant.onCommit(Participant.Step.fail(XAException.XA_HEURRB));
        assertThrows(HeuristicMixedException.class, () -> commitTogetherWith(participant));
        assertEquals("new", shop.committed());
    }

    @Test
    void R09_whenAllResourcesHaveRolledBackOnTheirOwn() throws Exception {
        MANAGER.begin();
        enlist(Participant.onCommit(Participant.Step.fail(XAException.XA_HEURRB)));
        enlist(Participant.onCommit(Participant.Step.fail(XAException.XA_HEURRB)));
        touches.touch("a");
        assertThrows(RollbackException.class, MANAGER::commit);
    }

    @Test
    void R09_whenAResourceCannotBeReached() throws Exception {
        commitTogetherWith(Participant.onCommit(Participant.Step.fail(XAException.XAER_RMFAIL)));
        assertEquals("new", shop.committed());
    }

    /** What adapters of data sources that are not XA make of a connection that is lost while it commits. */
    @Test
    void R09_whenACommitIsCalledRolledBackBecauseItsAnswerWasLost() throws Exception {
        try (Connection connection = shop.connect()) {
            connection.setAutoCommit(false);
            MANAGER.begin();
            enlist(Participant.onCommit(() -> {
                connection.commit();
                throw new XAException(XAException.XA_RBROLLBACK);
            }));
            try (Statement statement = connection.createStatement()) {
                statement.execute("update item set name = 'new'");
            }
            touches.touch("a");
            assertThrows(RollbackException.class, MANAGER::commit);
        }
        assertEquals("new", shop.committed(), "so it was committed");
    }

    /** Costs a 200 that nobody needs: the manager tells this and the last one alike. */
    @Test
    void R09_alsoWhenAResourceRefusesToPrepare() {
        Participant participant = Participant.onPrepare(Participant.Step.fail(XAException.XA_RBROLLBACK));
        assertThrows(RollbackException.class, () -> commitTogetherWith(participant));
        assertEquals("old", shop.committed());
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                Status.STATUS_ACTIVE,
                Status.STATUS_MARKED_ROLLBACK,
                Status.STATUS_PREPARED,
                Status.STATUS_COMMITTED,
                Status.STATUS_UNKNOWN,
                Status.STATUS_NO_TRANSACTION,
                Status.STATUS_PREPARING,
                Status.STATUS_COMMITTING,
                Status.STATUS_ROLLING_BACK,
                99
            })
    void R09_whateverElseAManagerSaysOfIt(int status) {
        TransactionTouch touch = new TransactionTouch(index, REGISTRY);
        touch.add(List.of("a"));
        touch.afterCompletion(status);
        Stamp moved = index.stamp("a");
        touch.afterCompletion(status);
        assertEquals(moved, index.stamp("a"), "once");
    }

    @Test
    void R09_whenAManagerTakesNoSynchronizationAnyMoreBeforeTheCommit() {
        TransactionTouch touch = new TransactionTouch(index, REGISTRY);
        touch.add(List.of("a"));
        // There is no transaction on this thread, so that the registry refuses the last check.
        touch.beforeCompletion();
        assertTrue(index.inFlux("a"));
        touch.afterCompletion(Status.STATUS_ROLLEDBACK);
    }

    @Test
    void R09_whenAThreadNamesItAfterTheEnd() {
        TransactionTouch touch = new TransactionTouch(index, REGISTRY);
        touch.afterCompletion(Status.STATUS_ROLLEDBACK);
        touch.add(List.of("a"));
    }
}
