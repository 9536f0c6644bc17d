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

    /**
     * The value of a field that was on the response before the engine was asked, and that its early answers will carry
     * as well; {@code null} if there is none, or if this adapter cannot see any.
     */
    default @Nullable String fieldInFront(String name) {
        return null;
    }
}
