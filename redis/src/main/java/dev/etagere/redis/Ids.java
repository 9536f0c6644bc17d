package dev.etagere.redis;

/**
 * An entry's ID, {@code <milliseconds>-<sequence>}, as a stamp in nanoseconds: the last six digits count within the
 * millisecond. Never computed by a script, whose numbers are doubles (R3).
 */
final class Ids {
    private static final long PER_MILLISECOND = 1_000_000;
    private static final long LAST_MILLISECOND = Long.MAX_VALUE / PER_MILLISECOND - 1;

    private Ids() {}

    static long stamp(String id) {
        int dash = id.indexOf('-');
        try {
            return stamp(Long.parseLong(id, 0, Math.max(dash, 0), 10), Long.parseLong(id, dash + 1, id.length(), 10));
        } catch (NumberFormatException e) {
            throw new IllegalStateException("no entry's ID: " + id, e);
        }
    }

    static long stamp(long millis, long sequence) {
        if (millis < 0 || millis > LAST_MILLISECOND || sequence < 0 || sequence >= PER_MILLISECOND) {
            throw new IllegalStateException("an entry's ID that is no stamp: " + millis + "-" + sequence);
        }
        return millis * PER_MILLISECOND + sequence;
    }

    static String id(long stamp) {
        return stamp / PER_MILLISECOND + "-" + stamp % PER_MILLISECOND;
    }
}
