package dev.etagere.index.shared;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A log of touches that several nodes share, and nothing of what makes it sound to answer from a copy: that is the
 * business of the index, which keeps one copy on each node.
 *
 * <p>Stamps and numbers: an entry's stamp is assigned by the log, after the request for it has arrived, and is unique
 * and higher than all before; entries are numbered without gaps within an epoch, so that a missing one is seen. Each
 * operation is one atomic step of the log and has a new epoch begin if the log cannot prove that it is the one it was
 * (R5, R18).
 *
 * <p>Every operation but {@link #read} returns at once. Its stage fails with {@link OtherKeyException} if the log has
 * another key than the caller believes, and nothing was done; with anything else if the log could not be reached or did
 * not answer in time, and nobody knows what was done. Stages are completed by threads of the log, which must not be
 * blocked. Safe for use by several threads.
 */
public interface SharedLog extends AutoCloseable {

    /** What its URI says of it. */
    SharedSettings settings();

    /**
     * Everything at one moment. A log that does not exist yet begins with this key.
     *
     * @param offered the key of a log that begins now
     */
    CompletionStage<Snapshot> snapshot(LogKey offered);

    /**
     * The entries after that stamp, oldest first, a bounded number of them; waits for the first one. Called by one
     * thread at a time, which it blocks.
     *
     * @param after the stamp of the last entry that is known, in nanoseconds since 1970
     * @param wait how long at most, zero for not at all; nothing has come then
     * @throws Exception if the log cannot be reached
     */
    List<Entry> read(long after, Duration wait) throws Exception;

    /** Gives all of them one new stamp. */
    CompletionStage<Ack> touch(LogKey key, Collection<LogGroup> groups);

    /** Moves everything. */
    CompletionStage<Ack> touchAll(LogKey key);

    /**
     * Says that this node is there, by a write, and learns how far the log has got. Has the leases of scopes run out
     * that are due: touches for them and removes them, in one step each (R11). Makes the log's clock move on, so that
     * every stamp to come is higher than the as-of that it tells.
     *
     * <p>Touches the pseudo-group {@code app} when this revision is first seen, and when the last node of another one
     * has gone (R4).
     *
     * @param revision of the application; empty if it has not been told
     */
    CompletionStage<Ack> heartbeat(LogKey key, String node, String revision, LogGroup app);

    /** Says that this node goes. */
    CompletionStage<Ack> leave(LogKey key, String node, String revision, LogGroup app);

    /**
     * Opens a scope for a writer: all of its claims are granted or none. Nobody else may have a scope that claims one
     * of {@code alone} in any way, or one of {@code beside} alone. Asking again with the same id does nothing more.
     *
     * @param lease after which it counts as dead
     * @return whether it was granted
     */
    CompletionStage<Boolean> claim(
            LogKey key, String scope, Duration lease, Collection<String> alone, Collection<String> beside);

    /**
     * Opens a scope if there is none of that id, and takes the groups into it: they are in flux from now on. Repeating
     * it does nothing more.
     */
    CompletionStage<Ack> begin(LogKey key, String scope, Duration lease, Collection<LogGroup> groups);

    /**
     * Takes groups into an open scope, if none of those seen is in the flux of another scope or has another stamp than
     * the one seen; compared and begun as one step.
     *
     * @return {@link Entered#open} false if it has taken none, also if the scope is not open any more
     */
    CompletionStage<Entered> enterUnlessMoved(LogKey key, String scope, Seen seen, Collection<LogGroup> groups);

    /** Whether the scope is open; one that has run out is not. */
    CompletionStage<Boolean> isOpen(LogKey key, String scope);

    /**
     * Moves the stamps of the groups, if they are to move, ends the flux of the scope and gives back its claims, in one
     * step. The groups move also if the scope is not open any more (R12).
     */
    CompletionStage<Ack> end(LogKey key, String scope, boolean move, Collection<LogGroup> groups);

    /** The stamps of the groups as the log itself has them, read by a step that writes: for strict policies. */
    CompletionStage<Look> look(LogKey key, Collection<LogGroup> groups);

    /** Ends {@link #read}, too. */
    @Override
    void close();
}
