package dev.etagere.client;

import org.jspecify.annotations.Nullable;

/** What to do with a request. */
sealed interface Step {

    /**
     * Answer from the store.
     *
     * @param stale whether a newer response may exist
     * @param refresh whether to ask for it in the background
     */
    record Serve(Entry entry, boolean stale, boolean refresh) implements Step {}

    /** Ask the server; about what is stored, if anything is. */
    record Forward(@Nullable Entry entry) implements Step {}
}
