package dev.etagere;

import dev.etagere.index.IndexUnavailableException;

/** What a write is about to change cannot be announced now: nothing may be written, and the answer is 503. */
public final class WriteUnavailableException extends WriteRefusedException {
    private static final long serialVersionUID = 1L;

    WriteUnavailableException(Answer answer, IndexUnavailableException cause) {
        super(String.valueOf(cause.getMessage()), answer, cause);
    }
}
