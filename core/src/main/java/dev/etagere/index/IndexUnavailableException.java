package dev.etagere.index;

import org.jspecify.annotations.Nullable;

/**
 * The log that a shared index lives on cannot be reached, or does not answer in time. Thrown where going on would be
 * wrong: before a commit, which must then not take place; and by a touch, which is not lost but repeated until it is
 * done. Until then this node confirms nothing of its groups, but others may still.
 */
public final class IndexUnavailableException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IndexUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
