package dev.etagere.index;

import dev.etagere.index.LogNode.Addressed;
import dev.etagere.index.NodeScopes.SharedScope;
import dev.etagere.index.shared.Entered;
import dev.etagere.index.shared.Look;
import dev.etagere.index.shared.OtherKeyException;
import dev.etagere.index.shared.Seen;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A log that several nodes share, as seen from one of them. It answers from the copy of its {@link LogNode}, and only
 * as long as that is proven fresh (R20). Changes go to the log first, and while their outcome is unknown their groups
 * are in flux here; what cannot be brought to the log is repeated until it is there.
 */
final class SharedTouchLog implements TouchLog {
    private static final System.Logger LOG = System.getLogger(SharedTouchLog.class.getName());
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    /** How long until a writer asks again whether those of other nodes are done. */
    private static final long PAUSE = 10 * MILLI;

    private final SharedLog shared;
    private final SharedSettings settings;
    private final LongSupplier ticker;
    private final LogNode node;
    private final ReentrantLock lock;
    private final Claims claims;

    SharedTouchLog(SharedLog shared, Sources sources, Repeater repeater) {
        this(shared, sources.ticker(), new LogNode(shared, sources, repeater));
        node.start();
    }

    /** On a node that somebody else starts. */
    SharedTouchLog(SharedLog shared, LongSupplier ticker, LogNode node) {
        this.shared = shared;
        this.settings = shared.settings();
        this.ticker = ticker;
        this.node = node;
        this.lock = node.lock();
        this.claims = new Claims(lock.newCondition());
    }

    /** Waits until it may be answered from, for as long as a lease at most. */
    void awaitLive() {
        node.awaitLive();
        if (live()) {
            rehearse();
        }
    }

    /** Or the first writer would wait for classes and scripts to be loaded, longer than his budget. */
    private void rehearse() {
        String id = node.newId();
        Seen nothing = new Seen(replica().era().epoch(), List.of(), List.of());
        shared.claim(node.key(), id, settings.lease(), List.of(), List.of())
                .thenCompose(granted -> shared.enterUnlessMoved(node.key(), id, nothing, List.of()))
                .thenCompose(entered -> shared.begin(node.key(), id, settings.lease(), List.of()))
                .thenCompose(begun -> shared.isOpen(node.key(), id))
                .thenCompose(open -> shared.end(node.key(), id, false, List.of()))
                .thenAccept(ended -> LOG.log(System.Logger.Level.DEBUG, "writers can announce themselves"))
                .exceptionally(e -> null)
                .toCompletableFuture()
                .completeOnTimeout(null, settings.staleness().toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public Replica replica() {
        return node.replica();
    }

    @Override
    public long touch(Collection<String> groups) {
        return carriedOut(node.outbox().touchOf(groups), groups);
    }

    @Override
    public long touchAll() {
        return carriedOut(node.outbox().touchOfAll(), null);
    }

    /** @param groups {@code null} for all */
    private long carriedOut(Errands.Errand errand, @Nullable Collection<String> groups) {
        node.outbox().remember(groups);
        try {
            return node.outbox().carryOut(errand, settings.staleness()).stamp();
        } catch (IndexUnavailableException e) {
            throw new IndexUnavailableException(
                    e.getMessage() + "; the touch is repeated until it is done, and until then only this node knows"
                            + " of it",
                    e);
        }
    }

    @Override
    public ChangeScope begin(Collection<String> groups) {
        ChangeScope scope = opened(Claim.NONE, node.newId(), false);
        if (!groups.isEmpty()) {
            try {
                enter(scope, groups);
            } catch (IndexUnavailableException e) {
                leave(scope, false);
                throw e;
            }
        }
        return scope;
    }

    private ChangeScope opened(Claim claim, String id, boolean told) {
        lock.lock();
        try {
            return node.scopes().open(this, claim, id, node.outbox().held(List.of()), told);
        } finally {
            lock.unlock();
        }
    }

    /** First among the writers of this node, so that they need not ask the log again and again. */
    @Override
    public @Nullable ChangeScope claim(Claim claim, GroupVector target, Duration patience) {
        long begin = ticker.getAsLong();
        if (!claimHere(claim, target, patience)) {
            return null;
        }
        boolean granted = false;
        String id = node.newId();
        try {
            granted = claimEverywhere(claim, id, begin, patience);
            return granted ? opened(claim, id, true) : null;
        } finally {
            if (!granted) {
                releaseHere(claim);
            }
        }
    }

    private boolean claimHere(Claim claim, GroupVector target, Duration patience) {
        lock.lock();
        try {
            node.failIfClosed();
            return claims.acquire(claim, whileNobodyChanges(target), patience.toNanos());
        } finally {
            lock.unlock();
        }
    }

    private static Claims.Others whileNobodyChanges(GroupVector target) {
        return new Claims.Others() {
            @Override
            public void recover() {
                // Whoever beats next does it.
            }

            @Override
            public long untilDue() {
                // Somebody else's change ends without a signal of ours.
                return PAUSE;
            }

            @Override
            public boolean areQuiet() {
                return !target.inFlux();
            }
        };
    }

    private boolean claimEverywhere(Claim claim, String id, long begin, Duration patience) {
        AtomicBoolean told = new AtomicBoolean();
        try {
            while (!asked("claim", () -> {
                told.set(true);
                return shared.claim(node.key(), id, settings.lease(), claim.alone(), claim.beside());
            })) {
                long left = patience.toNanos() - (ticker.getAsLong() - begin);
                if (left <= 0 || !pause(Math.min(left, PAUSE))) {
                    return false;
                }
            }
            return true;
        } catch (IndexUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "a write is refused", e);
            if (!told.get()) {
                return false;
            }
            // It may have been granted all the same.
            node.outbox()
                    .later(new Errands.Errand(
                            "end",
                            () -> shared.end(node.key(), id, false, List.of()),
                            node.outbox().held(List.of())));
            return false;
        }
    }

    private static boolean pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void releaseHere(Claim claim) {
        lock.lock();
        try {
            claims.release(claim);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void enter(ChangeScope scope, Collection<String> groups) {
        SharedScope open = taken(scope, groups);
        if (open == null) {
            // An owner that is late may still commit what it has just named: its close touches once more.
            touch(groups);
            return;
        }
        asked("begin", () -> {
            open.tell();
            Addressed to = node.addressed(groups);
            return shared.begin(to.key(), open.id(), settings.lease(), to.groups());
        });
    }

    @Override
    public boolean enterUnlessMoved(ChangeScope scope, GroupVector read, Reading at, Collection<String> groups) {
        SharedScope open = taken(scope, groups);
        if (open == null) {
            return false;
        }
        Entered entered = asked("enter", () -> {
            open.tell();
            Addressed to = node.addressed(groups);
            return shared.enterUnlessMoved(to.key(), open.id(), seen(read, at), to.groups());
        });
        if (!entered.open()) {
            // So that whoever compares again sees what has moved.
            node.awaitShown(entered.ack(), settings.budget());
        }
        return entered.open();
    }

    private Seen seen(GroupVector read, Reading at) {
        List<Long> stamps = new ArrayList<>();
        for (int i = 0; i < read.groups().size(); i++) {
            stamps.add(at.stamp(i));
        }
        return new Seen(at.epoch(), node.addressed(read.groups()).groups(), stamps);
    }

    /** Puts the groups into flux here, before the log hears of them; {@code null} if the scope is not open any more. */
    private @Nullable SharedScope taken(ChangeScope scope, Collection<String> groups) {
        lock.lock();
        try {
            node.failIfClosed();
            SharedScope open = node.scopes().find(scope);
            groups.forEach(group -> scope.hold(group, replica().place(group)));
            if (open != null) {
                node.outbox().hold(open.hold(), groups);
            }
            return open;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void ensureActive(ChangeScope scope) {
        SharedScope open = taken(scope, List.of());
        boolean active = open != null
                && (scope.groups().isEmpty() || asked("isOpen", () -> shared.isOpen(node.key(), open.id())));
        if (!active) {
            throw new IllegalStateException("the change scope is no longer open (it was closed, its lease of "
                    + settings.lease().toSeconds()
                    + " s has run out, or the shared log has begun anew), so that its groups " + scope.groups()
                    + " may be confirmed again; roll the change back and try it anew");
        }
    }

    @Override
    public void leave(ChangeScope scope, boolean move) {
        SharedScope ended = ended(scope);
        if (ended == null) {
            return;
        }
        try {
            if (ended.isTold()) {
                end(ended, List.copyOf(scope.groups()), move);
            } else {
                node.outbox().release(ended.hold());
            }
        } finally {
            releaseHere(scope.claim());
        }
    }

    /** Does not throw: the log ends the scope itself if it never hears of it, and until then it holds its groups. */
    private void end(SharedScope ended, Collection<String> groups, boolean move) {
        if (move) {
            node.outbox().remember(groups);
        }
        Errands.Errand errand = new Errands.Errand(
                "end",
                () -> {
                    Addressed to = node.addressed(groups);
                    return shared.end(to.key(), ended.id(), move, to.groups());
                },
                ended.hold());
        try {
            node.outbox().carryOut(errand, settings.budget());
        } catch (IndexUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "the end of a change is repeated until it is done", e);
        }
    }

    private @Nullable SharedScope ended(ChangeScope scope) {
        lock.lock();
        try {
            return node.scopes().close(scope);
        } finally {
            lock.unlock();
        }
    }

    /** Reads do not wait for the log: whichever node beats next has the leases run out. */
    @Override
    public boolean recover() {
        return false;
    }

    @Override
    public @Nullable Reading readThrough(GroupVector vector, @Nullable Reading last) {
        // All of it before the log is asked: what this node has not brought there yet may overtake the answer.
        long epoch = replica().era().epoch();
        if (vector.inFlux() || node.isMovingAll()) {
            return null;
        }
        try {
            Look look = asked("look", () -> {
                Addressed to = node.addressed(vector.groups());
                return shared.look(to.key(), to.groups());
            });
            if (look.flux()) {
                return null;
            }
            if (look.ack().epoch() != epoch) {
                // This node has not repeated there what it had brought to the log of before (R18).
                node.doubtUnlessOf(look.ack().epoch());
                return null;
            }
            long[] stamps = look.stamps().stream().mapToLong(Long::longValue).toArray();
            Reading now = new Reading(new Era(look.ack().epoch(), look.start()), stamps);
            return last != null && now.isSame(last) ? last : now;
        } catch (IndexUnavailableException e) {
            LOG.log(System.Logger.Level.DEBUG, "nothing is confirmed under a strict policy", e);
            return null;
        }
    }

    @Override
    public long asOf() {
        return node.asOf();
    }

    @Override
    public long written() {
        return Math.max(asOf(), node.outbox().written());
    }

    @Override
    public boolean reached(long nanos) {
        // Another node may be ahead of this one, and what it has given out is true here, too.
        return nanos
                <= Math.max(asOf(), replica().head()) + 2 * settings.staleness().toNanos();
    }

    @Override
    public boolean live() {
        return node.isLive();
    }

    @Override
    public boolean outlivesProcess() {
        return true;
    }

    @Override
    public void revision(String seen) {
        node.revision(seen);
    }

    @Override
    public void publish(Collection<String> patterns) {
        node.publish(patterns);
    }

    @Override
    public PublishedGroups published() {
        return node.published();
    }

    @Override
    public Runnable listen(TouchListener listener) {
        return node.listen(listener);
    }

    @Override
    public IndexStatistics statistics() {
        return node.statistics();
    }

    @Override
    public void close() {
        node.close();
    }

    /** Waits for an answer, for as long as a request may. */
    private <T> T asked(String kind, Supplier<CompletionStage<T>> operation) {
        try {
            return node.calls().await(kind, operation, settings.budget());
        } catch (OtherKeyException e) {
            node.doubtKey();
            throw new IndexUnavailableException("the shared log of the group index is being loaded anew", e);
        }
    }
}
