package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.OtherKeyException;
import dev.etagere.index.shared.SharedLog;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a node brings to its log, again and again until it is there, and what it has brought lately, should the log
 * forget it (R18). Until the node's copy shows it, its groups are in flux here.
 */
final class Outbox {
    private static final System.Logger LOG = System.getLogger(Outbox.class.getName());

    /** How much is remembered of what has to be repeated; of more, everything is touched. */
    private static final int MOST_REMEMBERED = 10_000;

    private final LogNode node;
    private final SharedLog shared;
    private final Holds holds;
    private final RecentTouches recent;
    private final Errands errands = new Errands(MOST_REMEMBERED);
    // How much is under way that moves everything: nothing is confirmed until it is shown.
    private int halts;
    private volatile @Nullable Ack last;

    Outbox(LogNode node, SharedLog shared, LongSupplier ticker) {
        this.node = node;
        this.shared = shared;
        this.holds = node.holds();
        this.recent = new RecentTouches(ticker, MOST_REMEMBERED);
    }

    /** How much waits for the log; called under the lock. */
    int size() {
        return errands.size();
    }

    /** The highest stamp that was given to this node in the era that it shows; 0 if none was. */
    long written() {
        Ack ack = last;
        return ack != null && ack.epoch() == node.replica().era().epoch() ? ack.stamp() : 0;
    }

    /** Whether something is under way that moves everything; called under the lock. */
    boolean isMovingAll() {
        return halts > 0;
    }

    /** A touch that is repeated until it is done; its groups are in flux until it is shown. */
    Errands.Errand touchOf(Collection<String> groups) {
        return touchOf(groups, held(groups));
    }

    private Errands.Errand touchOf(Collection<String> groups, Holds.Hold hold) {
        return new Errands.Errand("touch", () -> touch(groups), hold);
    }

    private CompletionStage<Ack> touch(Collection<String> groups) {
        LogNode.Addressed to = node.addressed(groups);
        return shared.touch(to.key(), to.groups());
    }

    /** The same of everything; nothing at all is confirmed until it is shown. */
    Errands.Errand touchOfAll() {
        node.lock().lock();
        try {
            node.failIfClosed();
            halts++;
            node.confirmNothing();
            return new Errands.Errand("touchAll", () -> shared.touchAll(node.key()), holds.open(() -> halts--));
        } finally {
            node.lock().unlock();
        }
    }

    /**
     * Does it now; what it cannot do now it goes on trying.
     *
     * @throws IndexUnavailableException if it is not known to be done
     */
    Ack carryOut(Errands.Errand errand, Duration patience) {
        try {
            Ack ack = node.calls().await(errand.kind(), errand.operation(), patience);
            done(errand, ack);
            node.await(() -> !holds.contains(errand.hold()), patience);
            return ack;
        } catch (IndexUnavailableException e) {
            later(errand);
            throw e;
        } catch (OtherKeyException e) {
            node.doubtKey();
            later(errand);
            throw new IndexUnavailableException("the shared log of the group index is being loaded anew", e);
        }
    }

    void later(Errands.Errand errand) {
        node.locked(() -> {
            if (!errands.add(errand)) {
                halt(errand);
            }
        });
    }

    /** Too much to remember: nothing is confirmed here until everything was touched. */
    private void halt(Errands.Errand last) {
        LOG.log(
                System.Logger.Level.WARNING,
                "more than {0} touches wait for the shared log; everything is touched instead",
                MOST_REMEMBERED);
        Errands.Errand instead = touchOfAll();
        errands.clear().forEach(errand -> holds.release(errand.hold()));
        holds.release(last.hold());
        errands.add(instead);
    }

    private void done(Errands.Errand errand, Ack ack) {
        node.locked(() -> {
            errands.done(errand);
            Ack before = last;
            if (before == null || before.epoch() != ack.epoch() || before.stamp() < ack.stamp()) {
                last = ack;
            }
            node.heard(errand.hold(), ack);
        });
    }

    /** Tries what is not under way already. */
    void send() {
        List<Errands.Errand> idle;
        node.lock().lock();
        try {
            idle = errands.take();
        } finally {
            node.lock().unlock();
        }
        for (Errands.Errand errand : idle) {
            var unused = node.calls().counted(errand.kind(), errand.operation()).whenComplete((ack, failure) -> {
                if (ack != null) {
                    done(errand, ack);
                } else {
                    node.locked(() -> errands.again(errand));
                }
            });
        }
    }

    /** Remembers what this node has touched, for a log that begins anew; {@code null} for everything. */
    void remember(@Nullable Collection<String> groups) {
        node.locked(() -> {
            if (groups == null) {
                recent.addAll();
            } else {
                recent.add(groups);
            }
        });
    }

    /** Puts groups into flux here. */
    Holds.Hold held(Collection<String> groups) {
        node.lock().lock();
        try {
            node.failIfClosed();
            Holds.Hold hold = holds.open();
            holds.add(hold, groups);
            return hold;
        } finally {
            node.lock().unlock();
        }
    }

    void hold(Holds.Hold hold, Collection<String> groups) {
        node.locked(() -> holds.add(hold, groups));
    }

    void release(Holds.Hold hold) {
        node.locked(() -> holds.release(hold));
    }

    /** The log may have lost them, and its new epoch may have been read from before they were made (R18). */
    void repeatTouches() {
        if (recent.isAll()) {
            errands.add(touchOfAll());
            return;
        }
        Set<String> groups = recent.groups();
        if (!groups.isEmpty()) {
            Holds.Hold hold = holds.open();
            holds.add(hold, groups);
            errands.add(touchOf(groups, hold));
        }
    }
}
