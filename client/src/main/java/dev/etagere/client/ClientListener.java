package dev.etagere.client;

import java.net.URI;

/** Hears how the client fares: for logs and alarms. Called on threads of the client; must not block. */
public interface ClientListener {

    /**
     * The feed could not be read. What is stored is trusted for as long as the feed's maximum age, and then asked for.
     */
    default void feedFailed(Throwable cause) {}

    /** The feed was read again after {@link #feedFailed}. */
    default void feedRecovered() {}

    /** A response could not be refreshed in the background. What is stored stays; it is tried again. */
    default void refreshFailed(URI uri, Throwable cause) {}
}
