package dev.etagere.client;

import dev.etagere.index.Stamp;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * How far an answer reaches, as {@code Etagere-As-Of} tells it ({@code <epoch>.<stamp>}): it contains every change up
 * to there, and whatever is stamped later may be missing.
 *
 * @param epoch the incarnation of the log
 * @param stamp nanoseconds since 1970 by the clock of the log
 */
record Reach(long epoch, long stamp) {
    static final String FIELD = "Etagere-As-Of";
    static final String MINIMUM = "Etagere-Min-As-Of";

    private static final int EPOCH_DIGITS = 16;

    /** {@code null} if there is no text or it cannot be read. */
    static @Nullable Reach parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String trimmed = text.strip();
        if (trimmed.length() <= EPOCH_DIGITS || trimmed.charAt(EPOCH_DIGITS) != '.') {
            return null;
        }
        try {
            long epoch = HexFormat.fromHexDigitsToLong(trimmed, 0, EPOCH_DIGITS);
            return new Reach(
                    epoch, Stamp.parse(trimmed.substring(EPOCH_DIGITS + 1)).nanos());
        } catch (DateTimeParseException | IllegalArgumentException | ArithmeticException e) {
            return null;
        }
    }

    /** Whether this reaches as far as the other one, as far as can be told. */
    boolean reaches(Reach other) {
        return epoch == other.epoch && stamp >= other.stamp;
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(epoch) + '.' + new Stamp(stamp);
    }
}
