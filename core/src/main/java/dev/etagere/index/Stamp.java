package dev.etagere.index;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * When a touch happened: nanoseconds since 1970, of which the last six digits count within the millisecond. Stamps are
 * unique and strictly increasing in one log, so that equality means "the same touch". Immutable.
 *
 * @param nanos nanoseconds since 1970-01-01T00:00:00Z; never negative
 */
public record Stamp(long nanos) implements Comparable<Stamp> {

    static final long NANOS_PER_MILLI = 1_000_000L;
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    // Always nine digits, whatever the stamp: texts then sort as the stamps do.
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder().appendInstant(9).toFormatter().withZone(ZoneOffset.UTC);

    /**
     * A stamp of that moment.
     *
     * @throws IllegalArgumentException if {@code nanos} is negative
     */
    public Stamp {
        if (nanos < 0) {
            throw new IllegalArgumentException("stamp " + nanos + " lies before 1970");
        }
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws java.time.format.DateTimeParseException if the text is no instant
     */
    public static Stamp parse(String text) {
        Instant instant = Instant.parse(text);
        return new Stamp(
                Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano()));
    }

    /** The stamp as a point in time. The last six digits are a count, no measurement. */
    public Instant toInstant() {
        return Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    @Override
    public int compareTo(Stamp other) {
        return Long.compare(nanos, other.nanos);
    }

    /** ISO 8601 in UTC with nine decimals: {@code 2026-11-22T10:00:00.123000007Z}. */
    @Override
    public String toString() {
        return ISO.format(toInstant());
    }
}
