package dev.etagere.index;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * The ordered record of touches: what assigns stamps and brings them to the {@link Replica}. Safe for use by several
 * threads.
 */
interface TouchLog extends AutoCloseable {

    /** Assigns one stamp to all of them; the replica shows it when this returns. */
    long touch(Collection<String> groups);

    /** Moves every group, named or not. */
    long touchAll();

    /** Raises the flux of the groups; acknowledged when this returns (R10). */
    ChangeScope begin(Collection<String> groups);

    /**
     * The same, but only if none of the groups read is in flux or has moved since they were read; compared and begun as
     * one step.
     *
     * @return {@code null} if one is or has
     */
    @Nullable
    ChangeScope beginUnlessMoved(GroupVector read, Reading at, Collection<String> groups);

    /** Adds a group to an open scope. */
    void enter(ChangeScope scope, String group);

    /** Moves the stamps, then clears the flux. */
    void leave(ChangeScope scope, boolean move);

    /** A lower bound of every stamp to come, by the log's clock; nothing at or below it is missing. */
    long asOf();

    /** Whether as-of is fresh enough to say 304. */
    boolean live();

    /** Whether the stamps outlive this process or are shared with others, so that a revision is needed. */
    boolean outlivesProcess();

    /** Moves {@code @app} if this revision of the application was not the last one seen. */
    void revision(String revision);

    @Override
    void close();
}
