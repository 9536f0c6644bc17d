package dev.etagere;

/** The conditions of a write do not hold: nothing may be written, and the answer is 412 (Precondition Failed). */
public final class PreconditionFailedException extends WriteRefusedException {
    private static final long serialVersionUID = 1L;

    PreconditionFailedException(String field, Answer answer) {
        super(field + " does not hold", answer, null);
    }
}
