package dev.etagere;

import dev.etagere.feed.Cursor;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;

/** The text of {@code Etagere-As-Of} and {@code Etagere-Min-As-Of}: {@code <epoch>.<stamp>}. */
final class AsOf {
    static final String FIELD = Cursor.FIELD;
    static final String MINIMUM = "Etagere-Min-As-Of";

    static String text(long epoch, Stamp stamp) {
        return new Cursor(epoch, stamp).toString();
    }

    /** Whether the index has got as far as the text says; false too if the text cannot be read. */
    static boolean reached(String text, GroupIndex index) {
        Cursor minimum = Cursor.parse(text.trim());
        return minimum != null
                && minimum.epoch() == index.epoch()
                && minimum.stamp().nanos()
                        <= Math.max(index.asOf(), index.head().nanos());
    }

    private AsOf() {}
}
