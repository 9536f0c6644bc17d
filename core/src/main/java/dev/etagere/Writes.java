package dev.etagere;

import dev.etagere.http.Existence;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.http.ProblemDetails;
import dev.etagere.http.Validators;
import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupVector;
import dev.etagere.index.IndexUnavailableException;
import dev.etagere.index.Stamp;
import dev.etagere.policy.GroupTemplate;
import dev.etagere.policy.Mode;
import dev.etagere.policy.Policy;
import dev.etagere.policy.Touches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides about declared writes: preconditions first, by the policy of the GET of the same route, then the scope. */
final class Writes {
    private static final System.Logger LOG = System.getLogger(Writes.class.getName());

    /** How often it compares again after a change that asks for nothing came between. */
    private static final int ATTEMPTS = 3;

    private static final String RETRY_AFTER_SECONDS = "1";

    private final Variants variants;
    private final Duration patience;

    /** @param patience how long a write waits for a rival at most */
    Writes(Variants variants, Duration patience) {
        this.variants = variants;
        this.patience = patience;
    }

    Decision decide(
            RequestHead request,
            @Nullable Touches touches,
            Map<String, String> parameters,
            @Nullable Policy policy,
            Map<String, String> policyParameters) {
        if (touches == null) {
            return Decision.Pass.PASS;
        }
        if (touches.preconditionRequired()
                && !Preconditions.guarded(request::field, variants.now().asOfSecond())) {
            return unguarded(touches);
        }
        List<String> groups = groups(touches, request, parameters);
        if (Exchange.around() instanceof WriteExchange outer) {
            return within(outer, request, touches, groups);
        }
        if (!Preconditions.conditional(request::field)) {
            return beside(request, touches, groups, policy, policyParameters);
        }
        return policy != null && judges(policy)
                ? alone(request, variants.of(request, policy, policyParameters, false), touches, groups)
                : alone(request, touches, groups);
    }

    /** It would wait for what the outer one has claimed until its patience is over. */
    private Decision within(WriteExchange outer, RequestHead request, Touches touches, List<String> groups) {
        if (Preconditions.conditional(request::field)) {
            throw new IllegalStateException("the write is declared twice, at " + outer.place() + " and at "
                    + touches.place() + ", and its condition can be judged only once; leave one out");
        }
        return begin(variants.index().begin(), unjudged(request, touches), groups);
    }

    private static boolean judges(Policy policy) {
        return policy.mode() == Mode.ENFORCE && policy.labels();
    }

    /**
     * A write that compares nothing: others like it may be under way, but none that has compared what this one changes.
     */
    private Decision beside(
            RequestHead request,
            Touches touches,
            List<String> groups,
            @Nullable Policy policy,
            Map<String, String> policyParameters) {
        List<String> target = policy == null ? null : Variants.fill(policy.groups(), request, policyParameters);
        List<String> claimed = new ArrayList<>(groups);
        claimed.addAll(target == null ? List.of() : target);
        ChangeScope scope = variants.index().beginBeside(claimed, patience);
        return begin(scope, unjudged(request, touches), groups);
    }

    /**
     * A conditional write to what has no validators of ours: only its handler can judge it, and nobody else meanwhile.
     */
    private Decision alone(RequestHead request, Touches touches, List<String> groups) {
        ChangeScope scope = variants.index().beginAlone(variants.index().vector(groups), List.of(), patience);
        return begin(scope, unjudged(request, touches), groups);
    }

    private Write unjudged(RequestHead request, Touches touches) {
        return new Write(request, touches, null, variants.now().asOfSecond());
    }

    private Decision begin(@Nullable ChangeScope scope, Write write, List<String> groups) {
        if (scope == null) {
            return busy(write.touches());
        }
        try {
            scope.addAll(groups);
            return new WriteExchange(this, write, scope);
        } catch (IndexUnavailableException e) {
            // Before the handler has changed anything.
            scope.discard();
            LOG.log(System.Logger.Level.DEBUG, "a write is refused", e);
            return unavailable(write.touches());
        }
    }

    /** Compares while nobody else writes, and goes on only if nothing has moved in between. */
    private Decision alone(RequestHead request, Variant variant, Touches touches, List<String> groups) {
        GroupVector target = variant.knownVector();
        if (target == null) {
            return unlabelled(request, touches, groups);
        }
        long begin = System.nanoTime();
        for (int attempt = 0; attempt < ATTEMPTS && variants.index().live(); attempt++) {
            Duration left = patience.minusNanos(System.nanoTime() - begin);
            ChangeScope scope = variants.index().beginAlone(target, groups, left);
            Decision decision = scope == null ? busy(touches) : compared(request, variant, touches, groups, scope);
            if (decision != null) {
                return decision;
            }
        }
        return busy(touches);
    }

    /** {@code null} if somebody who waits for nobody came between; the scope is then over. */
    private @Nullable Decision compared(
            RequestHead request, Variant variant, Touches touches, List<String> groups, ChangeScope scope) {
        boolean begun = false;
        try {
            Moment now = variants.now();
            Label label = variant.label(now);
            if (label == null) {
                return null;
            }
            Write write = new Write(request, touches, label.validators(now), now.asOfSecond());
            if (result(write, Existence.UNKNOWN) instanceof PreconditionResult.Failed failed) {
                return refusal(write, failed);
            }
            begun = scope.addUnlessMoved(label.vector(), label.reading(), groups);
            return begun ? new WriteExchange(this, write, scope) : null;
        } catch (IndexUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "a write is refused", e);
            return unavailable(touches);
        } finally {
            if (!begun) {
                scope.discard();
            }
        }
    }

    /** Nobody could have been given a validator: a tag cannot match. */
    private Decision unlabelled(RequestHead request, Touches touches, List<String> groups) {
        Write write = new Write(
                request, touches, Validators.of(null, null), variants.now().asOfSecond());
        return result(write, Existence.UNKNOWN) instanceof PreconditionResult.Failed failed
                ? refusal(write, failed)
                : begin(
                        variants.index().beginAlone(variants.index().vector(groups), List.of(), patience),
                        write,
                        groups);
    }

    /** Says what the handler knows; throws if the write must not go on. */
    void judge(Write write, boolean exists) {
        Existence existence = exists ? Existence.EXISTS : Existence.MISSING;
        if (result(write, existence) instanceof PreconditionResult.Failed failed) {
            throw new PreconditionFailedException(failed.field(), refusal(write, failed));
        }
    }

    WriteUnavailableException unavailable(Write write, IndexUnavailableException e) {
        return new WriteUnavailableException(unavailable(write.touches()), e);
    }

    void touch(Set<String> groups) {
        variants.index().touch(groups);
    }

    HeaderFields asOf(Write write) {
        // This node may not show it yet, and yet it is what the writer has to ask for.
        GroupIndex index = variants.index();
        HeaderFields fields = HeaderFields.NONE.with(AsOf.FIELD, AsOf.text(index.epoch(), new Stamp(index.written())));
        return variants.explained(fields, () -> write.explain(Reason.WRITE));
    }

    private static PreconditionResult result(Write write, Existence existence) {
        RequestHead request = write.request();
        Validators current = write.current();
        return current == null
                ? Preconditions.evaluateWildcards(request.method(), request::field, existence)
                : Preconditions.evaluate(request.method(), request::field, current, existence, write.nowSecond());
    }

    private Answer refusal(Write write, PreconditionResult.Failed failed) {
        Explanation why = new Explanation(
                Reason.PRECONDITION_FAILED,
                failed.field() + " does not hold (" + write.touches().place() + ")");
        return new Answer(412, variants.explained(HeaderFields.NONE, () -> why), why.reason(), () -> why);
    }

    private Answer unguarded(Touches touches) {
        Reason reason = Reason.PRECONDITION_REQUIRED;
        HeaderFields fields =
                HeaderFields.NONE.with("Cache-Control", "no-store").with("Content-Type", ProblemDetails.TYPE);
        String content = ProblemDetails.json(428, "Precondition Required", reason.sentence());
        return answer(428, fields, reason, touches, content);
    }

    /** In doubt or in flux a conditional write is not performed (R20). */
    private Answer busy(Touches touches) {
        return refusedForNow(variants.index().live() ? Reason.WRITE_IN_FLUX : Reason.INDEX_NOT_LIVE, touches);
    }

    /** What cannot be announced before it is done must not be done. */
    private Answer unavailable(Touches touches) {
        return refusedForNow(Reason.INDEX_NOT_LIVE, touches);
    }

    private Answer refusedForNow(Reason reason, Touches touches) {
        HeaderFields fields = HeaderFields.NONE.with("Retry-After", RETRY_AFTER_SECONDS);
        return answer(503, fields, reason, touches, null);
    }

    private Answer answer(int status, HeaderFields fields, Reason reason, Touches touches, @Nullable String content) {
        Explanation why = new Explanation(reason, reason.sentence() + " (" + touches.place() + ")");
        return new Answer(status, variants.explained(fields, () -> why), reason, () -> why, content);
    }

    private static List<String> groups(Touches touches, RequestHead request, Map<String, String> parameters) {
        List<String> groups = new ArrayList<>();
        RequestValues values = new RequestValues(request, parameters);
        for (GroupTemplate template : touches.groups()) {
            String group = template.fill(values);
            if (group == null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0}: {1} names a caller or a path parameter that this request does not have, so it is not touched",
                        touches.place(),
                        template);
            } else {
                groups.add(group);
            }
        }
        return groups;
    }
}
