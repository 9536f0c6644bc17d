package dev.etagere;

import dev.etagere.http.Existence;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.policy.ETagMode;
import dev.etagere.policy.Mode;
import dev.etagere.policy.Policy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides about GET and HEAD. Nothing but a 304 is answered before the handler (R6). */
final class Reads {
    private final Variants variants;

    Reads(Variants variants) {
        this.variants = variants;
    }

    Decision decide(RequestHead request, @Nullable Policy policy, Map<String, String> parameters) {
        return policy == null || policy.mode() == Mode.OFF
                ? Decision.Pass.PASS
                : decide(request, variants.of(request, policy, parameters, false));
    }

    /** By a policy that was found by the path. */
    Decision decideFound(RequestHead request, @Nullable Policy policy, Map<String, String> parameters) {
        return policy == null || policy.mode() == Mode.OFF
                ? Decision.Pass.PASS
                : decide(request, variants.of(request, policy, parameters, true));
    }

    /** The same if the request is remembered; {@code null} if it is not. */
    @Nullable
    Decision decideKnown(RequestHead request) {
        Variant known = variants.known(request);
        return known == null ? null : decide(request, known);
    }

    private Decision decide(RequestHead request, Variant variant) {
        // As-of first, then flux, then stamps: each bounds what the next may say.
        Moment now = variants.now();
        Policy policy = variant.policy();
        if (!policy.validates()) {
            return new ReadExchange(request, variant, null, now, Reason.NO_VALIDATOR);
        }
        if (policy.etag() == ETagMode.APPLICATION) {
            return new ReadExchange(request, variant, null, now, Reason.NEEDS_HANDLER);
        }
        if (!now.live()) {
            return new ReadExchange(request, variant, null, now, Reason.INDEX_NOT_LIVE);
        }
        if (variant.isPoisoned()) {
            return new ReadExchange(request, variant, null, now, Reason.POISONED);
        }
        if (variants.auditor().isQuarantined(policy)) {
            return new ReadExchange(request, variant, null, now, Reason.QUARANTINED);
        }
        Label label = variant.label(now);
        if (label == null || label.newest() > request.startMark()) {
            return new ReadExchange(request, variant, null, now, unlabelled(variant));
        }
        if (!hits(request, policy, label)) {
            return judge(request, variant, label, now);
        }
        return variants.auditor().samples(policy) ? audited(request, variant, label, now) : label.notModified(now);
    }

    private static Decision audited(RequestHead request, Variant variant, Label label, Moment now) {
        return new ReadExchange(request, variant, label, now, Reason.AUDITED);
    }

    private static Reason unlabelled(Variant variant) {
        if (variant.vector() == null) {
            return Reason.NO_PRINCIPAL;
        }
        return variant.knownVector() == null ? Reason.NOT_LEARNED : Reason.IN_FLUX;
    }

    /** The common case, without parsing: the one tag that the client names is ours, letter for letter. */
    private static boolean hits(RequestHead request, Policy policy, Label label) {
        return label.isSpelled(request.field("If-None-Match"))
                && policy.mode() == Mode.ENFORCE
                && request.field("If-Match") == null
                && request.field("If-Unmodified-Since") == null
                && request.field(AsOf.MINIMUM) == null;
    }

    private Decision judge(RequestHead request, Variant variant, Label label, Moment now) {
        if (!Preconditions.conditional(request::field)) {
            return new ReadExchange(request, variant, label, now, Reason.UNCONDITIONAL);
        }
        PreconditionResult result = Preconditions.evaluate(
                request.method(), request::field, label.validators(now), Existence.UNKNOWN, now.asOfSecond());
        if (result instanceof PreconditionResult.Holds) {
            return new ReadExchange(request, variant, label, now, Reason.CHANGED);
        }
        if (!result.early(request.method()) || !(result instanceof PreconditionResult.NotModified hit)) {
            return new ReadExchange(request, variant, label, now, Reason.NEEDS_HANDLER);
        }
        Reason forbidden = forbidden(request, variant.policy());
        if (forbidden != null) {
            return new ReadExchange(request, variant, label, now, forbidden);
        }
        return variants.auditor().samples(variant.policy())
                ? audited(request, variant, label, now)
                : hit(request, label, now, hit);
    }

    /** Why a condition that is met must not be answered by a 304; {@code null} if nothing stands against it. */
    private @Nullable Reason forbidden(RequestHead request, Policy policy) {
        if (policy.mode() == Mode.REPORT) {
            return Reason.REPORT_ONLY;
        }
        return variants.hasReached(request) ? null : Reason.BEHIND_CLIENT;
    }

    private static Answer hit(RequestHead request, Label label, Moment now, PreconditionResult.NotModified hit) {
        Reason reason = request.field("If-None-Match") == null ? Reason.UNMODIFIED_SINCE_DATE : Reason.ETAG_MATCHES;
        return label.notModified(now, hit.suffix(), reason);
    }
}
