package dev.etagere.http;

import org.jspecify.annotations.Nullable;

/** The fields of a request. */
@FunctionalInterface
public interface FieldLookup {

    /**
     * The value of a field, several field lines joined with {@code ", "} (RFC 9110 section 5.3), or {@code null} if it
     * was not sent. Names are case-insensitive.
     */
    @Nullable
    String field(String name);
}
