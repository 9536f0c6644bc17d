package dev.etagere;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.IndexUnavailableException;
import org.jspecify.annotations.Nullable;

/** A write whose handler runs, inside a change scope on the groups that it declares to touch (R9, R10). */
final class WriteExchange extends Exchange {
    private final Writes writes;
    private final Write write;
    private final ChangeScope declared;
    private @Nullable ChangeScope told;

    WriteExchange(Writes writes, Write write, ChangeScope declared) {
        this.writes = writes;
        this.write = write;
        this.declared = declared;
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

    @Override
    synchronized void end(int status) {
        try {
            if (told != null) {
                told.close();
            }
        } finally {
            if (status >= 400 && status < 500) {
                declared.discard();
            } else {
                declared.close();
            }
        }
    }

    @Override
    synchronized void touch(String group) {
        if (hasEnded()) {
            writes.touch(group);
            return;
        }
        if (told == null) {
            told = writes.begin();
        }
        try {
            told.add(group);
        } catch (IndexUnavailableException e) {
            throw writes.unavailable(write, e);
        }
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
