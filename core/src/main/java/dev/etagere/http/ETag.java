package dev.etagere.http;

/**
 * An entity tag (RFC 9110 section 8.8.3). Immutable.
 *
 * @param opaque what stands between the quotes
 * @param weak whether it is prefixed {@code W/}
 */
public record ETag(String opaque, boolean weak) {}
