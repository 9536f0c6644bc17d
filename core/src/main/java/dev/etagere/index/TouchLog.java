package dev.etagere.index;

import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The ordered record of touches: what assigns stamps and brings them to the {@link Replica}. Safe for use by several
 * threads.
 */
interface TouchLog extends AutoCloseable {

    /** What it has said so far. */
    Replica replica();

    /** Assigns one stamp to all of them; the replica shows it when this returns. */
    long touch(Collection<String> groups);

    /** Moves every group, named or not. */
    long touchAll();

    /** Raises the flux of the groups; acknowledged when this returns (R10). */
    ChangeScope begin(Collection<String> groups);

    /**
     * Opens a scope without groups as soon as its claim can be granted.
     *
     * @return {@code null} if that takes longer
     */
    @Nullable
    ChangeScope claim(Claim claim, GroupVector target, Duration patience);

    /** Adds groups to an open scope; touches them if the scope is not open any more. */
    void enter(ChangeScope scope, Collection<String> groups);

    /**
     * Adds groups to an open scope if none of the groups read is in flux or has moved since they were read; compared
     * and begun as one step.
     */
    boolean enterUnlessMoved(ChangeScope scope, GroupVector read, Reading at, Collection<String> groups);

    /** Throws if the scope is not open any more. */
    void ensureActive(ChangeScope scope);

    /** Moves the stamps, then clears the flux. */
    void leave(ChangeScope scope, boolean move);

    /**
     * Touches for the scopes whose leases have run out and ends them, in one step (R11). Costs next to nothing if there
     * are none.
     *
     * @return whether there were any
     */
    boolean recover();

    /** What the log itself has of the groups; {@code null} if they are in flux or it does not answer in time. */
    @Nullable
    Reading readThrough(GroupVector vector, @Nullable Reading last);

    /** A lower bound of every stamp to come, by the log's clock; nothing at or below it is missing. */
    long asOf();

    /** As-of, or the highest stamp that this process was given if that is later. */
    long written();

    /** Whether a moment lies within what was given out so far, be it as a stamp or as an as-of. */
    boolean reached(long nanos);

    /** Whether as-of is fresh enough to say 304. */
    boolean live();

    /** Whether the stamps outlive this process or are shared with others, so that a revision is needed. */
    boolean outlivesProcess();

    /** Moves {@code @app} if this revision of the application was not the last one seen. */
    void revision(String revision);

    /** Lists groups of these names from now on. */
    void publish(Collection<String> patterns);

    /** The published groups as they are now. */
    PublishedGroups published();

    /**
     * Adds somebody who hears of every touch.
     *
     * @return what ends it
     */
    Runnable listen(TouchListener listener);

    /** How it is doing. */
    IndexStatistics statistics();

    @Override
    void close();
}
