package dev.etagere.http;

/** What is known about the target of a request; the condition {@code *} asks for it (RFC 9110 section 13.1). */
public enum Existence {
    /** It has a current representation. */
    EXISTS,
    /** It has none. */
    MISSING,
    /** Nobody has said so far: only the handler knows. */
    UNKNOWN
}
