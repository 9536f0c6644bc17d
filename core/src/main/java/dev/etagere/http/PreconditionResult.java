package dev.etagere.http;

import org.jspecify.annotations.Nullable;

/** What the preconditions of a request come to (RFC 9110 section 13.2.2). */
public sealed interface PreconditionResult {

    /** Nothing stands against performing the method. */
    record Holds() implements PreconditionResult {
        static final Holds HOLDS = new Holds();
    }

    /**
     * A GET or HEAD for a representation that the client has: 304 (Not Modified).
     *
     * @param suffix what a compressor appended to the tag that the client knows; {@code null} if nothing
     * @param byWildcard whether the client asked by {@code *}
     */
    record NotModified(@Nullable String suffix, boolean byWildcard) implements PreconditionResult {
        static final NotModified PLAIN = new NotModified(null, false);
        static final NotModified BY_WILDCARD = new NotModified(null, true);
    }

    /**
     * A condition that is false: 412 (Precondition Failed).
     *
     * @param field the field that states it
     */
    record Failed(String field) implements PreconditionResult {}

    /** It depends on whether the target exists, and nobody has said so. */
    record Undecided() implements PreconditionResult {
        static final Undecided UNDECIDED = new Undecided();
    }

    /**
     * Whether it may be answered before the handler has run. Of a GET or HEAD, 304 only: whether the answer would have
     * been a 404, to which no condition applies (RFC 9110 section 13.2.1), nobody but the handler knows, and a tag that
     * matches was given out with a 200. Of any other method, 412.
     */
    default boolean early(String method) {
        return Preconditions.isRead(method) ? this instanceof NotModified : this instanceof Failed;
    }
}
