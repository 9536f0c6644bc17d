package dev.etagere.http;

import org.jspecify.annotations.Nullable;

/** What the current representation is compared by (RFC 9110 section 8.8). Dates are seconds since 1970. */
public interface Validators {

    /** The entity tag; {@code null} if there is none. */
    @Nullable
    ETag etag();

    /** Whether there is a date to compare with; where there is none, conditions by date are ignored. */
    boolean dated();

    /** Whether a copy of that date is still current: {@code If-Modified-Since} is false. */
    boolean confirms(long since);

    /** Whether nothing was modified after that date: {@code If-Unmodified-Since} is true. */
    boolean unmodifiedSince(long since);

    /**
     * Validators as an application states them.
     *
     * @param lastModified seconds since 1970; {@code null} if there is no date
     */
    static Validators of(@Nullable ETag etag, @Nullable Long lastModified) {
        return new StatedValidators(etag, lastModified);
    }
}
