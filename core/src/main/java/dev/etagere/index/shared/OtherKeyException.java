package dev.etagere.index.shared;

/** The log has another key than the caller believes: places have to be computed anew. */
public final class OtherKeyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OtherKeyException() {
        super("the shared log was begun anew with another key");
    }
}
