package dev.etagere.filter;

import java.util.concurrent.atomic.AtomicBoolean;

/** A filter that does not see all it has to see, said once each. */
enum TooNarrow {
    FORWARD("is not mapped to forwards, so that a forwarded page may go out without validators: add"
            + " <dispatcher>FORWARD</dispatcher> to its mapping"),
    ASYNC("is not mapped to asynchronous dispatches, so that their answers go out without validators: add"
            + " <dispatcher>ASYNC</dispatcher> to its mapping"),
    ASYNC_SUPPORTED("or a filter in front of it does not support asynchronous requests, so that asynchronous handlers"
            + " behind it will fail: add <async-supported>true</async-supported>");

    private static final System.Logger LOG = System.getLogger(ConditionalFilter.class.getName());

    private final String message;

    @SuppressWarnings("ImmutableEnumChecker") // Whether a warning was given is state by intention.
    private final AtomicBoolean warned = new AtomicBoolean();

    TooNarrow(String message) {
        this.message = message;
    }

    void warn() {
        if (warned.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.WARNING, "the filter " + message);
        }
    }

    /** What it says, for the checks at the start. */
    String message() {
        return message;
    }
}
