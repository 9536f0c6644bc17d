package dev.etagere.index.shared;

import java.util.Set;

/** Opens shared logs by their URI. Found by {@link java.util.ServiceLoader}; has a public constructor for it. */
public interface SharedLogProvider {

    /** The schemes of the URIs that it opens, in lower case: {@code redis}. */
    Set<String> schemes();

    /**
     * What tells one index from another: the URI without what are mere settings. Two URIs with one name are opened as
     * one index of the application.
     *
     * @throws IllegalArgumentException if the URI cannot be read, with what to write instead
     */
    String name(String uri);

    /**
     * Opens the log. Does not wait until it can be reached: an application has to start without it, too.
     *
     * @throws IllegalArgumentException if the URI cannot be read, with what to write instead
     */
    SharedLog open(String uri);
}
