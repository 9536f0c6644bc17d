package dev.etagere;

import org.jspecify.annotations.Nullable;

/**
 * What the engine reads of a request. An adapter implements it over its own API; an instance belongs to one request and
 * need not be safe for use by several threads.
 */
public interface RequestHead {

    /** The method, as sent: {@code GET}. */
    String method();

    /** The path relative to the context, decoded, without path parameters such as {@code ;jsessionid}. */
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
}
