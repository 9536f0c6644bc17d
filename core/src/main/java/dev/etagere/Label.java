package dev.etagere;

import dev.etagere.http.ETag;
import dev.etagere.http.HttpDate;
import dev.etagere.http.Validators;
import dev.etagere.index.GroupVector;
import dev.etagere.index.Reading;
import dev.etagere.policy.LastModifiedMode;
import org.jspecify.annotations.Nullable;

/**
 * The validators of one variant at one reading of its groups, with the texts that are sent. Kept until a group moves.
 * Immutable but for the answer that it keeps.
 */
final class Label {
    private static final long SECOND = 1_000_000_000L;
    private static final long NONE = Long.MAX_VALUE;

    private final Variant variant;
    private final GroupVector vector;
    private final Reading reading;
    private final long bucket;
    private final long newest;
    private final @Nullable ETag etag;
    private final @Nullable String etagText;
    private final long lastModified;
    private final HeaderFields undated;
    private final HeaderFields dated;
    private final HeaderFields undatedFull;
    private final HeaderFields datedFull;
    private volatile @Nullable Kept kept;

    private record Kept(Moment moment, Answer answer) {}

    // Unlike the suffix of any compressor.
    private static final String OF_HANDLER = "-own";

    /** @param etag {@code null} where the policy wants none */
    Label(Variant variant, GroupVector vector, Reading reading, long bucket, @Nullable ETag etag) {
        this(variant, vector, reading, bucket, etag, variant.dated());
    }

    private Label(
            Variant variant, GroupVector vector, Reading reading, long bucket, @Nullable ETag etag, boolean isDated) {
        this.variant = variant;
        this.vector = vector;
        this.reading = reading;
        this.bucket = bucket;
        this.newest = Math.max(reading.newest(), variant.bucketStart(bucket));
        this.etag = etag;
        this.etagText = etag == null ? null : etag.toString();
        // The second after the last change: two changes within one second never share it (R17).
        this.lastModified = isDated ? newest / SECOND + 1 : NONE;
        this.undated = HeaderFields.NONE.with("ETag", etagText);
        this.dated = isDated ? undated.with("Last-Modified", HttpDate.format(lastModified)) : undated;
        this.undatedFull = variant.fields(vector).with(undated);
        this.datedFull = variant.fields(vector).with(dated);
    }

    /**
     * The same for an answer on which the handler has set what a 304 must repeat. No request is found to match it
     * before the handler has run once more: hence another tag, and no date. {@code null} if the policy wants no tag.
     */
    @Nullable
    Label ofHandler() {
        return etag == null ? null : new Label(variant, vector, reading, bucket, etag.withSuffix(OF_HANDLER), false);
    }

    boolean isOf(Reading other, long otherBucket) {
        return reading == other && bucket == otherBucket;
    }

    Reading reading() {
        return reading;
    }

    /** The groups that it is made of. */
    GroupVector vector() {
        return vector;
    }

    long newest() {
        return newest;
    }

    /** The tag as it is sent; empty if there is none. */
    String etagText() {
        return etagText == null ? "" : etagText;
    }

    /** Whether the field names this tag alone, letter for letter. */
    boolean isSpelled(@Nullable String field) {
        return etagText != null && etagText.equals(field);
    }

    @Nullable
    ETag etag() {
        return etag;
    }

    /** The group that moved last. */
    String newestGroup() {
        return vector.groups().get(reading.newestIndex());
    }

    /** Its stamp. */
    long newestStamp() {
        return reading.stamp(reading.newestIndex());
    }

    /** ETag, and Last-Modified if its second had passed when the stamps were read (R17). */
    HeaderFields validatorFields(Moment moment) {
        return hasPassed(moment) ? dated : undated;
    }

    private boolean hasPassed(Moment moment) {
        return lastModified <= moment.asOfSecond();
    }

    /** 304 with the tag as we spell it; kept for as long as the moment lasts. */
    Answer notModified(Moment moment) {
        Kept last = kept;
        if (last != null && last.moment == moment) {
            return last.answer;
        }
        Answer answer = notModified(moment, null, Reason.ETAG_MATCHES);
        kept = new Kept(moment, answer);
        return answer;
    }

    /** The same for a client whose copy went through a compressor, which marks the tags of what it has compressed. */
    Answer notModified(Moment moment, @Nullable String suffix, Reason reason) {
        HeaderFields own = hasPassed(moment) ? datedFull : undatedFull;
        return variant.answer(304, marked(own, suffix).with(moment.fields()), reason, this);
    }

    /** The tag as the client knows it. */
    HeaderFields marked(HeaderFields own, @Nullable String suffix) {
        return suffix == null || etag == null
                ? own
                : own.replacing("ETag", etag.withSuffix(suffix).toString());
    }

    /** For the judging of preconditions by rule R17. */
    Validators validators(Moment moment) {
        return new Validators() {
            @Override
            public @Nullable ETag etag() {
                return etag;
            }

            @Override
            public boolean dated() {
                return lastModified != NONE;
            }

            @Override
            public boolean confirms(long since) {
                return newest < nanos(since)
                        && reading.epochStart() < nanos(since)
                        && since <= moment.asOfSecond()
                        && (variant.policy().lastModified() != LastModifiedMode.EXACT || since == lastModified);
            }

            @Override
            public boolean unmodifiedSince(long since) {
                return newest < nanos(since);
            }
        };
    }

    private static long nanos(long second) {
        return second > Long.MAX_VALUE / SECOND ? Long.MAX_VALUE : Math.max(second, 0) * SECOND;
    }
}
