package dev.etagere;

/** The conditions of a write do not hold: nothing may be written, and the answer is 412 (Precondition Failed). */
public final class PreconditionFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    PreconditionFailedException(String field, Answer answer) {
        super(field + " does not hold");
        this.answer = answer;
    }

    /** What to answer. */
    public Answer answer() {
        return answer;
    }
}
