package dev.etagere;

import dev.etagere.http.CacheDirectives;
import dev.etagere.http.ETag;
import dev.etagere.http.Existence;
import dev.etagere.http.HttpDate;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.http.Validators;
import dev.etagere.index.ChangeScope;
import dev.etagere.policy.ETagMode;
import dev.etagere.policy.Mode;
import dev.etagere.policy.Policy;
import org.jspecify.annotations.Nullable;

/** A GET or HEAD whose handler runs. Nothing of ours is on the response before its commit (R25). */
final class ReadExchange extends Exchange {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;

    private final RequestHead request;
    private final Variant variant;
    private final @Nullable Label label;
    private final Moment moment;
    private final Reason reason;
    private @Nullable ChangeScope touched;

    /** @param label what the answer may be labelled with; {@code null} if nothing */
    ReadExchange(RequestHead request, Variant variant, @Nullable Label label, Moment moment, Reason reason) {
        this.request = request;
        this.variant = variant;
        this.label = label;
        this.moment = moment;
        this.reason = reason;
    }

    @Override
    public Explanation explanation() {
        return variant.explain(reason, label == null ? null : label.reading());
    }

    @Override
    public Outcome commit(ResponseHead response) {
        int status = response.status();
        if (status != OK && status != PARTIAL_CONTENT) {
            return Outcome.Send.AS_IT_IS;
        }
        Validators validators = validators(response);
        Answer late = validators == null ? null : late(validators, response);
        return late != null ? late : new Outcome.Send(fields(response, validators != null));
    }

    @Override
    void end(int status) {
        if (touched != null) {
            touched.close();
        }
    }

    @Override
    public boolean hidesRange() {
        if (!variant.policy().labels()) {
            return false;
        }
        String condition = request.field("If-Range");
        return label == null
                ? condition != null || request.field("If-Match") != null || request.field("If-Unmodified-Since") != null
                : condition != null
                        && !Preconditions.ifRangeHolds(condition, label.validators(moment), null, moment.asOfSecond());
    }

    @Override
    void touch(String group) {
        if (touched == null) {
            touched = variant.begin();
        }
        touched.add(group);
    }

    @Override
    void exists(boolean exists) {
        // A GET of what does not exist is a 404, whatever its conditions (RFC 9110 section 13.2.1).
    }

    /** The validators that the response will carry; {@code null} if none that we could judge by. */
    private @Nullable Validators validators(ResponseHead response) {
        if (variant.policy().etag() == ETagMode.APPLICATION) {
            return ofApplication(response);
        }
        return label != null && mayLabel(response) ? label.validators(moment) : null;
    }

    private boolean mayLabel(ResponseHead response) {
        return response.field("ETag") == null
                && response.field("Last-Modified") == null
                && !setsSharedCookie(response)
                && variant.policy().vary().coversAllOf(response.field("Vary"))
                && !forbidsStoring(response.field("Cache-Control"));
    }

    private boolean setsSharedCookie(ResponseHead response) {
        return variant.policy().shared() && response.field("Set-Cookie") != null;
    }

    private static boolean forbidsStoring(@Nullable String cacheControl) {
        return cacheControl != null && CacheDirectives.mentions(cacheControl, "no-store");
    }

    private @Nullable Validators ofApplication(ResponseHead response) {
        String tag = response.field("ETag");
        String date = response.field("Last-Modified");
        if (tag == null && date == null) {
            return null;
        }
        long modified = date == null ? HttpDate.INVALID : HttpDate.parse(date, moment.asOfSecond());
        return Validators.of(tag == null ? null : ETag.parse(tag), modified == HttpDate.INVALID ? null : modified);
    }

    /** What the handler's run has shown: the resource exists, and its answer would be a 200 or a part of it. */
    private @Nullable Answer late(Validators validators, ResponseHead response) {
        if (reason != Reason.NEEDS_HANDLER || variant.policy().mode() == Mode.REPORT) {
            return null;
        }
        PreconditionResult result = Preconditions.evaluate(
                request.method(), request::field, validators, Existence.EXISTS, moment.asOfSecond());
        if (result instanceof PreconditionResult.NotModified hit) {
            HeaderFields fields = fields(response, true);
            HeaderFields named = label == null ? fields : label.marked(fields, hit.suffix());
            return variant.answer(304, named, Reason.LATE_MATCH, null);
        }
        return result instanceof PreconditionResult.Failed
                ? variant.answer(412, HeaderFields.NONE, Reason.PRECONDITION_FAILED, null)
                : null;
    }

    /** What is set on the response; what the handler has set itself wins. */
    private HeaderFields fields(ResponseHead response, boolean labelled) {
        Policy policy = variant.policy();
        boolean unshared = setsSharedCookie(response);
        HeaderFields fields = HeaderFields.NONE;
        if (response.field("Cache-Control") == null) {
            CacheDirectives directives = unshared ? policy.cacheControl().toPrivate() : variant.directives();
            fields = fields.with("Cache-Control", directives.toString());
        }
        fields = fields.with("Vary", policy.vary().mergedWith(response.field("Vary")));
        if (!unshared && !forbidsStoring(response.field("Cache-Control"))) {
            fields = fields.with("Cache-Tag", variant.cacheTag());
        }
        if (labelled && label != null) {
            fields = fields.with(label.validatorFields(moment));
        }
        if (policy.validates()) {
            fields = fields.with(moment.fields());
        }
        return variant.explained(fields, this::explanation);
    }
}
