package dev.etagere;

import dev.etagere.feed.Cursor;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;

/** The text of {@code Etagere-As-Of} and {@code Etagere-Min-As-Of}: {@code <epoch>.<stamp>}. */
final class AsOf {
    static final String FIELD = "Etagere-As-Of";
    static final String MINIMUM = "Etagere-Min-As-Of";

    private static final int EPOCH_DIGITS = 16;

    static String text(long epoch, Stamp stamp) {
        return new Cursor(epoch, stamp).toString();
    }

    /** Whether the index has got as far as the text says; false too if the text cannot be read. */
    static boolean reached(String text, GroupIndex index) {
        String minimum = text.trim();
        if (minimum.length() <= EPOCH_DIGITS
                || minimum.charAt(EPOCH_DIGITS) != '.'
                || !minimum.startsWith(HexFormat.of().toHexDigits(index.epoch()))) {
            return false;
        }
        try {
            long stamp = Stamp.parse(minimum.substring(EPOCH_DIGITS + 1)).nanos();
            return stamp <= Math.max(index.asOf(), index.head().nanos());
        } catch (DateTimeParseException | ArithmeticException | IllegalArgumentException e) {
            return false;
        }
    }

    private AsOf() {}
}
