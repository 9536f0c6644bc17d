package dev.etagere.transactions;

import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/** A resource that looks around, or misbehaves, when it is told to prepare or to commit. */
final class Participant implements XAResource {

    /** What it does then. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;

        /** Answers with an error code of XA. */
        static Step fail(int code) {
            return () -> {
                throw new XAException(code);
            };
        }
    }

    private final Step prepare;
    private final Step commit;

    private Participant(Step prepare, Step commit) {
        this.prepare = prepare;
        this.commit = commit;
    }

    static Participant onPrepare(Step step) {
        return new Participant(step, () -> {});
    }

    static Participant onCommit(Step step) {
        return new Participant(() -> {}, step);
    }

    static Participant on(Step prepare, Step commit) {
        return new Participant(prepare, commit);
    }

    private static void run(Step step) throws XAException {
        try {
            step.run();
        } catch (XAException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public int prepare(Xid xid) throws XAException {
        run(prepare);
        return XA_OK;
    }

    @Override
    public void commit(Xid xid, boolean onePhase) throws XAException {
        run(commit);
    }

    @Override
    public void start(Xid xid, int flags) {}

    @Override
    public void end(Xid xid, int flags) {}

    @Override
    public void rollback(Xid xid) {}

    @Override
    public void forget(Xid xid) {}

    @Override
    public Xid[] recover(int flag) {
        return new Xid[0];
    }

    @Override
    public boolean isSameRM(XAResource other) {
        return this == other;
    }

    @Override
    public int getTransactionTimeout() {
        return 0;
    }

    @Override
    public boolean setTransactionTimeout(int seconds) {
        return false;
    }
}
