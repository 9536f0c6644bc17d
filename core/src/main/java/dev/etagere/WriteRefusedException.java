package dev.etagere;

import org.jspecify.annotations.Nullable;

/**
 * A write must not go on. Thrown into its handler by {@link Target} and {@link Groups}, before it has changed anything;
 * let it pass, the adapter makes the answer of it.
 */
public abstract sealed class WriteRefusedException extends RuntimeException
        permits PreconditionFailedException, WriteUnavailableException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    WriteRefusedException(String message, Answer answer, @Nullable Throwable cause) {
        super(message, cause);
        this.answer = answer;
    }

    /** What to answer. */
    public final Answer answer() {
        return answer;
    }
}
