package dev.etagere;

import dev.etagere.http.HttpDate;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * An as-of of the index and the texts made of it. Kept for as long as the clock shows the same, and taken before the
 * stamps are read: what it says is then true of them.
 */
final class Moment {
    private final long epoch;
    private final long asOf;
    private final boolean live;
    private final HeaderFields fields;

    private Moment(long epoch, long asOf, boolean live, HeaderFields fields) {
        this.epoch = epoch;
        this.asOf = asOf;
        this.live = live;
        this.fields = fields;
    }

    static Moment now(GroupIndex index, @Nullable Moment last) {
        long epoch = index.epoch();
        long asOf = index.asOf();
        if (!index.live()) {
            // It stands still, and says nothing of when an answer was made.
            return new Moment(epoch, asOf, false, HeaderFields.NONE);
        }
        return last != null && last.asOf == asOf && last.epoch == epoch && last.live ? last : at(epoch, asOf, last);
    }

    private static Moment at(long epoch, long asOf, @Nullable Moment last) {
        String kept = last != null && last.asOfSecond() == asOf / 1_000_000_000L ? last.fields.get("Date") : null;
        String date = kept != null ? kept : HttpDate.format(asOf / 1_000_000_000L);
        return new Moment(
                epoch,
                asOf,
                true,
                HeaderFields.NONE.with("Date", date).with(AsOf.FIELD, AsOf.text(epoch, new Stamp(asOf))));
    }

    long asOf() {
        return asOf;
    }

    long asOfSecond() {
        return asOf / 1_000_000_000L;
    }

    /** Whether the index was fresh enough then to say 304. */
    boolean live() {
        return live;
    }

    /** The value of {@code Etagere-As-Of}. */
    @Nullable
    String asOfText() {
        return fields.get(AsOf.FIELD);
    }

    /** {@code Date}, by the clock of the log (R17), and {@code Etagere-As-Of}. */
    HeaderFields fields() {
        return fields;
    }
}
