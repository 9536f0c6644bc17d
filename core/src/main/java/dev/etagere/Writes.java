package dev.etagere;

import dev.etagere.http.Existence;
import dev.etagere.http.PreconditionResult;
import dev.etagere.http.Preconditions;
import dev.etagere.http.Validators;
import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupVector;
import dev.etagere.policy.GroupTemplate;
import dev.etagere.policy.Mode;
import dev.etagere.policy.Policy;
import dev.etagere.policy.Touches;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides about declared writes: preconditions first, by the policy of the GET of the same route, then the scope. */
final class Writes {
    private static final System.Logger LOG = System.getLogger(Writes.class.getName());

    /** How often it compares again after another write came between, before it asks the client to come back. */
    private static final int ATTEMPTS = 3;

    private static final String RETRY_AFTER_SECONDS = "1";

    private final Variants variants;

    Writes(Variants variants) {
        this.variants = variants;
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
        List<String> groups = groups(touches, request, parameters);
        return policy != null && judges(policy) && Preconditions.conditional(request::field)
                ? decide(request, variants.of(request, policy, policyParameters, false), touches, groups)
                : begin(new Write(request, touches, null, variants.now().asOfSecond()), groups);
    }

    private static boolean judges(Policy policy) {
        return policy.mode() == Mode.ENFORCE && policy.labels();
    }

    private Decision decide(RequestHead request, Variant variant, Touches touches, List<String> groups) {
        for (int attempt = 0; attempt < ATTEMPTS && variants.index().live(); attempt++) {
            Moment now = variants.now();
            Label label = variant.label(now);
            GroupVector vector = variant.vector();
            if (vector == null) {
                return unlabelled(request, touches, groups, now);
            }
            if (label == null) {
                return busy(touches);
            }
            Write write = new Write(request, touches, label.validators(now), now.asOfSecond());
            if (result(write, Existence.UNKNOWN) instanceof PreconditionResult.Failed failed) {
                return refusal(write, failed);
            }
            ChangeScope scope = variants.index().beginUnlessMoved(vector, label.reading(), groups);
            if (scope != null) {
                return new WriteExchange(this, write, scope);
            }
        }
        return busy(touches);
    }

    /** Nobody could have been given a validator: a tag cannot match. */
    private Decision unlabelled(RequestHead request, Touches touches, List<String> groups, Moment now) {
        Write write = new Write(request, touches, Validators.of(null, null), now.asOfSecond());
        return result(write, Existence.UNKNOWN) instanceof PreconditionResult.Failed failed
                ? refusal(write, failed)
                : begin(write, groups);
    }

    /** Says what the handler knows; throws if the write must not go on. */
    void judge(Write write, boolean exists) {
        Existence existence = exists ? Existence.EXISTS : Existence.MISSING;
        if (result(write, existence) instanceof PreconditionResult.Failed failed) {
            throw new PreconditionFailedException(failed.field(), refusal(write, failed));
        }
    }

    ChangeScope begin() {
        return variants.index().begin();
    }

    HeaderFields asOf(Write write) {
        HeaderFields fields = HeaderFields.NONE.with(AsOf.FIELD, variants.now().asOfText());
        return variants.explained(fields, () -> write.explain(Reason.WRITE));
    }

    private Decision begin(Write write, List<String> groups) {
        return new WriteExchange(this, write, variants.index().begin(groups));
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

    /** In doubt or in flux a conditional write is not performed (R20). */
    private Answer busy(Touches touches) {
        Explanation why =
                new Explanation(Reason.WRITE_IN_FLUX, Reason.WRITE_IN_FLUX.sentence() + " (" + touches.place() + ")");
        HeaderFields fields = HeaderFields.NONE.with("Retry-After", RETRY_AFTER_SECONDS);
        return new Answer(503, variants.explained(fields, () -> why), why.reason(), () -> why);
    }

    private static List<String> groups(Touches touches, RequestHead request, Map<String, String> parameters) {
        List<String> groups = new ArrayList<>();
        RequestValues values = new RequestValues(request, parameters);
        for (GroupTemplate template : touches.groups()) {
            String group = template.fill(values);
            if (group == null) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "{0}: {1} names the principal and nobody is authenticated, so it is not touched",
                        touches.place(),
                        template);
            } else {
                groups.add(group);
            }
        }
        return groups;
    }
}
