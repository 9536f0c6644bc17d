package dev.etagere;

import org.jspecify.annotations.Nullable;

/**
 * What the engine reads of a request. An adapter implements it over its own API; an instance belongs to one request and
 * need not be safe for use by several threads.
 */
public interface RequestHead {

    /** The method, as sent: {@code GET}. */
    String method();

    /**
     * The path relative to the context, without path parameters such as {@code ;jsessionid}. Decoded where the engine
     * finds the policy by it; otherwise any spelling that tells two resources apart.
     */
    String path();

    /** The query as sent, without the question mark; {@code null} if there is none. */
    @Nullable
    String query();

    /**
     * The field's value, or {@code null} if it was not sent. Several field lines are joined with {@code ", "}, which
     * RFC 9110 section 5.3 declares equivalent.
     */
    @Nullable
    String field(String name);

    /** The name of the authenticated caller; {@code null} if nobody is. */
    @Nullable
    String principal();

    /**
     * How far the index had got when an outer adapter let the request in, in nanoseconds since 1970. What has changed
     * since may have been read before by what runs between the adapters, so the answer gets no validator then.
     */
    default long startMark() {
        return Long.MAX_VALUE;
    }
}
