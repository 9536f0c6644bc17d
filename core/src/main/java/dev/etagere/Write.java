package dev.etagere;

import dev.etagere.http.Validators;
import dev.etagere.policy.Touches;
import org.jspecify.annotations.Nullable;

/**
 * A declared write on its way.
 *
 * @param current the validators of the target by the policy of its GET; {@code null} if there is no such policy, or its
 *     handlers judge for themselves
 */
record Write(RequestHead request, Touches touches, @Nullable Validators current, long nowSecond) {

    Explanation explain(Reason reason) {
        return new Explanation(reason, reason.sentence() + " (" + touches.place() + ")");
    }
}
