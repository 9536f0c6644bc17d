package dev.etagere.it;

import java.util.Arrays;

/** A stored response: its validators, {@code null} where it had none, and the versions that its body told. */
final class SoakCopy {
    private final String etag;
    private final String lastModified;
    private final String date;
    private final long[] versions;

    private SoakCopy(String etag, String lastModified, String date, long[] versions) {
        this.etag = etag;
        this.lastModified = lastModified;
        this.date = date;
        this.versions = versions;
    }

    static SoakCopy of(Reply reply, long[] versions) {
        return new SoakCopy(reply.field("ETag"), reply.field("Last-Modified"), reply.field("Date"), versions);
    }

    /** As a 304 renews what a cache has stored (RFC 9111 section 4.3.4). */
    SoakCopy renewedBy(Reply notModified) {
        return new SoakCopy(
                or(notModified.field("ETag"), etag),
                or(notModified.field("Last-Modified"), lastModified),
                or(notModified.field("Date"), date),
                versions);
    }

    private static String or(String renewed, String stored) {
        return renewed == null ? stored : renewed;
    }

    String etag() {
        return etag;
    }

    String lastModified() {
        return lastModified;
    }

    String date() {
        return date;
    }

    boolean isOutdatedBy(Ledger.Reading reading) {
        return reading.outdates(versions);
    }

    boolean isWhatIsSettledIn(Ledger.Reading reading) {
        return reading.isSettled(versions);
    }

    boolean tells(long[] others) {
        return Arrays.equals(versions, others);
    }

    @Override
    public String toString() {
        return Arrays.toString(versions) + " with ETag " + etag + ", Last-Modified " + lastModified + ", Date " + date;
    }
}
