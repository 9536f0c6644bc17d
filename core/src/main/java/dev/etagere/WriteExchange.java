package dev.etagere;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.IndexUnavailableException;
import java.util.LinkedHashSet;
import java.util.Set;

/** A write whose handler runs, inside a change scope on the groups that it declares to touch (R9, R10). */
final class WriteExchange extends Exchange {
    private final Writes writes;
    private final Write write;
    private final ChangeScope scope;
    // What the handler itself has said it touches: that moves even if it refuses the request.
    private final Set<String> told = new LinkedHashSet<>();

    WriteExchange(Writes writes, Write write, ChangeScope scope) {
        this.writes = writes;
        this.write = write;
        this.scope = scope;
    }

    String place() {
        return write.touches().place();
    }

    @Override
    public Explanation explanation() {
        return write.explain(Reason.WRITE);
    }

    /** Only Etagere-As-Of, and only once the stamps have moved: it then tells the writer how far to ask for. */
    @Override
    public Outcome commit(ResponseHead response) {
        return hasEnded() && response.status() < 400 ? new Outcome.Send(writes.asOf(write)) : Outcome.Send.AS_IT_IS;
    }

    /** In one step, so that who follows the groups is not told of half a change. */
    @Override
    synchronized void end(int status) {
        if (status >= 400 && status < 500 && moveWhatWasTold()) {
            scope.discard();
        } else {
            scope.close();
        }
    }

    private boolean moveWhatWasTold() {
        try {
            if (!told.isEmpty()) {
                writes.touch(told);
            }
            return true;
        } catch (IndexUnavailableException e) {
            // Other nodes must not confirm it meanwhile: it stays in flux with the rest, and all of it moves.
            return false;
        }
    }

    @Override
    synchronized void touch(String group) {
        if (hasEnded()) {
            writes.touch(Set.of(group));
            return;
        }
        try {
            scope.add(group);
        } catch (IndexUnavailableException e) {
            throw writes.unavailable(write, e);
        }
        told.add(group);
    }

    @Override
    void dependOn(String group) {
        // What a write reads on its way labels nothing.
    }

    @Override
    void complete() {
        // Nor does it here.
    }

    @Override
    void exists(boolean exists) {
        writes.judge(write, exists);
    }
}
