package dev.etagere;

import com.google.common.hash.HashCode;
import dev.etagere.http.CacheDirectives;
import dev.etagere.http.ETag;
import dev.etagere.http.Existence;
import dev.etagere.http.HttpDate;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.http.Validators;
import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupVector;
import dev.etagere.policy.ETagMode;
import dev.etagere.policy.Mode;
import dev.etagere.policy.Policy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A GET or HEAD whose handler runs. Nothing of ours is on the response before its commit (R25). */
final class ReadExchange extends Exchange {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_MODIFIED = 304;

    /** What a 304 has to repeat from the 200 and what only the handler may know (RFC 9110 section 15.4.5). */
    private static final List<String> REPEATED = List.of("Cache-Control", "Expires", "Content-Location");

    private final RequestHead request;
    private final Variant variant;
    private final Moment moment;
    private final Reason reason;
    private final Recorder named = new Recorder();
    private final @Nullable BodyHash body;
    private volatile @Nullable Label label;
    private volatile boolean committed;
    private boolean sentWhole;
    private boolean ownFields;
    private @Nullable ChangeScope touched;

    /** @param label what the answer may be labelled with; {@code null} if nothing that is known before it runs */
    ReadExchange(RequestHead request, Variant variant, @Nullable Label label, Moment moment, Reason reason) {
        this.request = request;
        this.variant = variant;
        this.label = label;
        this.moment = moment;
        this.reason = reason;
        this.body = request.method().equals("GET")
                        && variant.policy().labels()
                        && variant.auditor().hashes(variant.policy())
                ? new BodyHash()
                : null;
    }

    @Override
    public Explanation explanation() {
        return variant.explain(ownFields ? Reason.OWN_FIELDS : reason, label);
    }

    @Override
    public Outcome commit(ResponseHead response) {
        committed = true;
        int status = response.status();
        if (status != OK && status != PARTIAL_CONTENT) {
            auditStatus(status);
            label = null;
            return status == NOT_MODIFIED ? new Outcome.Send(reaching(declared(response))) : Outcome.Send.AS_IT_IS;
        }
        label = finalLabel(response);
        ownFields = label != null && setsRepeated(response);
        if (label != null && ownFields) {
            label = label.ofHandler();
        }
        if (body != null && status == OK && !audit()) {
            label = null;
        }
        Validators validators = validators(response);
        Answer late = validators == null ? null : late(validators, response);
        return late != null ? late : new Outcome.Send(fields(response, validators != null));
    }

    @Override
    public boolean labels() {
        return committed && label != null;
    }

    @Override
    public void brokenOff() {
        Label sent = label;
        if (committed && sent != null) {
            variant.makeVoid(sent);
        }
    }

    @Override
    public @Nullable BodyHash body() {
        return body;
    }

    @Override
    public void written() {
        if (body != null) {
            body.end();
            compare();
        }
    }

    /** What was due a 304 is gone; a server that fails tells nothing. */
    private void auditStatus(int status) {
        Label due = label;
        if (reason == Reason.AUDITED && due != null && status < 500 && status != NOT_MODIFIED) {
            variant.auditor().differs(variant, due, status);
        }
    }

    /** Compares now, if the body has been written already; returns whether it may go out under its label. */
    private boolean audit() {
        sentWhole = true;
        return compare();
    }

    private boolean compare() {
        Label under = label;
        HashCode hash = body == null ? null : body.ended();
        return !sentWhole || under == null || hash == null || variant.auditor().agrees(variant, under, hash);
    }

    @Override
    synchronized void end(int status) {
        if (touched != null) {
            touched.close();
        }
        // Not of a HEAD: its handler may spare itself some reads.
        if (variant.policy().learned() && status == OK && request.method().equals("GET")) {
            learn();
        }
    }

    private void learn() {
        Labeller run = named.isOverflown() ? null : variant.labeller(named.groups());
        if (run != null && !variant.isPoisoned()) {
            variant.learn(run);
        }
    }

    @Override
    public boolean hidesRange() {
        if (!variant.policy().labels()) {
            return false;
        }
        String condition = request.field("If-Range");
        Label known = label;
        return known == null
                ? condition != null || request.field("If-Match") != null || request.field("If-Unmodified-Since") != null
                : condition != null
                        && !Preconditions.ifRangeHolds(condition, known.validators(moment), null, moment.asOfSecond());
    }

    @Override
    synchronized void touch(String group) {
        if (hasEnded()) {
            variant.touch(group);
            return;
        }
        if (touched == null) {
            touched = variant.begin();
        }
        touched.add(group);
    }

    @Override
    void dependOn(String group) {
        GroupVector declared = variant.vector();
        if (!variant.policy().labels() || (declared != null && declared.groups().contains(group))) {
            return;
        }
        if (!variant.policy().learned()) {
            variant.undeclared(group);
        }
        // Under the label's name, if one went out, is now something that it does not tell of.
        Label sent = label;
        if (named.add(group) && sent != null) {
            variant.poison(group, sent);
        }
    }

    @Override
    void complete() {
        named.complete();
    }

    @Override
    void exists(boolean exists) {
        // A GET of what does not exist is a 404, whatever its conditions (RFC 9110 section 13.2.1).
    }

    /** What the response is labelled with, now that nothing more can be added to it; {@code null} if nothing. */
    private @Nullable Label finalLabel(ResponseHead response) {
        Policy policy = variant.policy();
        if (!policy.labels()
                || !mayLabel(response)
                || variant.isPoisoned()
                || variant.auditor().isQuarantined(policy)) {
            return null;
        }
        Set<String> all = named.close();
        if (policy.learned()) {
            return hasEnded() || named.isComplete() ? learnedLabel(all) : null;
        }
        return all.isEmpty() ? label : null;
    }

    /** Read after the handler, so it holds only if nothing has moved since it began (R2). */
    private @Nullable Label learnedLabel(Set<String> all) {
        Labeller run = named.isOverflown() || !mayLearn() ? null : variant.labeller(all);
        Label made = run == null ? null : run.label(moment);
        return made != null && made.newest() <= Math.min(moment.asOf(), request.startMark()) ? made : null;
    }

    private boolean setsRepeated(ResponseHead response) {
        return REPEATED.stream().anyMatch(name -> {
            String value = response.field(name);
            return value != null
                    && !value.equals(response.fieldInFront(name))
                    && !(name.equals("Cache-Control") && isDeclared(value));
        });
    }

    private boolean isDeclared(String cacheControl) {
        return variant.directives().toString().replace(" ", "").equalsIgnoreCase(cacheControl.replace(" ", ""));
    }

    private boolean mayLearn() {
        return variant.isLive() && reason != Reason.INDEX_NOT_LIVE;
    }

    /** The validators that the response will carry; {@code null} if none that we could judge by. */
    private @Nullable Validators validators(ResponseHead response) {
        if (variant.policy().etag() == ETagMode.APPLICATION) {
            return ofApplication(response);
        }
        Label last = label;
        return last == null ? null : last.validators(moment);
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
        if (!mayAnswerLate()) {
            return null;
        }
        PreconditionResult result = Preconditions.evaluate(
                request.method(), request::field, validators, Existence.EXISTS, moment.asOfSecond());
        if (result instanceof PreconditionResult.NotModified hit) {
            if (response.status() == PARTIAL_CONTENT && request.field("Range") == null) {
                // Without Range it would be no 200 either.
                return null;
            }
            HeaderFields fields = fields(response, true);
            Label last = label;
            HeaderFields marked = last == null ? fields : last.marked(fields, hit.suffix());
            return variant.answer(304, marked, Reason.LATE_MATCH, last);
        }
        return result instanceof PreconditionResult.Failed
                ? variant.answer(412, HeaderFields.NONE, Reason.PRECONDITION_FAILED, null)
                : null;
    }

    /** What was decided before the handler stays decided, unless it was left to the handler. */
    private boolean mayAnswerLate() {
        if (reason == Reason.AUDITED) {
            return body == null || body.ended() != null;
        }
        return (variant.policy().learned() || ownFields)
                ? variant.mayConfirm(request)
                : reason == Reason.NEEDS_HANDLER && variant.policy().mode() != Mode.REPORT;
    }

    /** What is set on the response; what the handler has set itself wins. */
    private HeaderFields fields(ResponseHead response, boolean labelled) {
        HeaderFields fields = declared(response);
        if (!setsSharedCookie(response) && !forbidsStoring(response.field("Cache-Control"))) {
            fields = fields.with("Cache-Tag", cacheTag());
        }
        Label last = label;
        return reaching(labelled && last != null ? fields.with(last.validatorFields(moment)) : fields);
    }

    private HeaderFields declared(ResponseHead response) {
        Policy policy = variant.policy();
        HeaderFields fields = HeaderFields.NONE;
        if (response.field("Cache-Control") == null) {
            CacheDirectives directives =
                    setsSharedCookie(response) ? policy.cacheControl().toPrivate() : variant.directives();
            fields = fields.with("Cache-Control", directives.toString());
        }
        return fields.with("Vary", policy.vary().mergedWith(response.field("Vary")));
    }

    private HeaderFields reaching(HeaderFields fields) {
        HeaderFields all = variant.policy().validates() ? fields.with(moment.fields()) : fields;
        return variant.explained(all, this::explanation);
    }

    /** None of an answer whose groups are not all known: a gateway could not be told to forget it. */
    private @Nullable String cacheTag() {
        Label last = label;
        if (last != null) {
            return variant.cacheTag(last.vector());
        }
        GroupVector declared = variant.policy().learned() || !named.groups().isEmpty() ? null : variant.vector();
        return declared == null ? null : variant.cacheTag(declared);
    }
}
