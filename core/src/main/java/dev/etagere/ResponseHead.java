package dev.etagere;

import org.jspecify.annotations.Nullable;

/** What the engine reads of a response that is about to be committed. An adapter implements it over its own API. */
public interface ResponseHead {

    /** The status that is about to be sent. */
    int status();

    /**
     * The value that the handler, or something else inside the adapter, has set; several field lines joined with
     * {@code ", "}; {@code null} if there is none.
     */
    @Nullable
    String field(String name);
}
