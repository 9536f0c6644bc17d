package dev.etagere.redis;

/** The server is not one to keep the log on, with what to do about it. */
final class Refused extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
