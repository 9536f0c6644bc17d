package dev.etagere.feed;

import dev.etagere.index.Stamp;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far a reader of the feed has got (R21): the epoch and a low watermark, which lies below every stamp that may
 * still appear. Readers keep its text as it is. Immutable.
 *
 * @param epoch the 64 random bits that name the incarnation of the log
 * @param stamp the watermark
 */
public record Cursor(long epoch, Stamp stamp) {
    /** The field by which an answer tells how far it reaches, as the text of a cursor. */
    public static final String FIELD = "Etagere-As-Of";

    private static final int EPOCH_DIGITS = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}\\.[0-9TZ:.+-]{1,40}");
    private static final Stamp NEVER = new Stamp(Long.MAX_VALUE);

    /**
     * Reads a text. One of the right form that names no moment is a cursor all the same, which no log has reached.
     *
     * @return {@code null} if it is no cursor at all
     */
    public static @Nullable Cursor parse(String text) {
        if (!FORM.matcher(text).matches()) {
            return null;
        }
        long epoch = HexFormat.fromHexDigitsToLong(text, 0, EPOCH_DIGITS);
        return new Cursor(epoch, stamp(text.substring(EPOCH_DIGITS + 1)));
    }

    private static Stamp stamp(String text) {
        try {
            return Stamp.parse(text);
        } catch (DateTimeParseException | ArithmeticException | IllegalArgumentException e) {
            return NEVER;
        }
    }

    /** The text, such as {@code 0f3a5c7e9b1d2f40.2026-11-22T10:00:00.123000007Z}. */
    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(epoch) + '.' + stamp;
    }
}
