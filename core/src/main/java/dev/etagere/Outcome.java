package dev.etagere;

/** What to do with a response at the moment of its commit. */
public sealed interface Outcome permits Outcome.Send, Answer {

    /**
     * Send what the handler has made.
     *
     * @param fields to be set before
     */
    record Send(HeaderFields fields) implements Outcome {
        static final Send AS_IT_IS = new Send(HeaderFields.NONE);
    }
}
