package dev.etagere.simulation;

import dev.etagere.Answer;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.Groups;
import org.jspecify.annotations.Nullable;

/** A declared write over HTTP, conditional or not; its handler may fail, answer an error, or die anywhere. */
final class Putter extends Actor {
    private enum Next {
        ASK,
        TELL,
        WRITE,
        END,
        RESPOND
    }

    private static final int PATIENCE = 6;

    private final Request request;
    private final Response response;
    private final boolean conditional;
    private int crash;
    private int left;
    private int patience = PATIENCE;
    private Next next = Next.ASK;
    private int items;
    private boolean tells;
    private @Nullable Copy seen;
    private @Nullable String tag;
    private @Nullable Exchange exchange;
    private @Nullable Ongoing ongoing;
    private @Nullable Ongoing told;
    private @Nullable Transaction transaction;

    /** @param crash before which of its steps it dies; never if negative */
    Putter(World world, String name, int changes, boolean conditional, int crash) {
        super(world, name);
        this.request = new Request(world.scheduler::seam);
        this.response = new Response(world.scheduler::seam, 200);
        this.left = changes;
        this.conditional = conditional;
        this.crash = crash;
    }

    @Override
    boolean isDone() {
        return left <= 0;
    }

    @Override
    boolean isBlocked() {
        return next == Next.ASK
                ? conditional && !world.hasTaggedCopy(Resource.FIRST) && world.readersAreBusy()
                : next == Next.WRITE && !world.store.mayWrite(transaction);
    }

    @Override
    void step() {
        if (exchange != null && crash-- == 0) {
            crash();
            return;
        }
        switch (next) {
            case ASK -> ask();
            case TELL -> tell();
            case WRITE -> {
                world.store.write(transaction);
                next = Next.END;
                note("writes items " + items);
            }
            case END -> end();
            case RESPOND -> respond();
        }
    }

    private void ask() {
        seen = conditional ? world.anyCopy(Resource.FIRST, true) : null;
        if (seen == null && world.plan.contest) {
            left = 0;
            return;
        }
        boolean both = seen == null && world.random.nextInt(4) == 0;
        int target = both ? Store.BOTH : seen == null ? 1 + world.random.nextInt(4) / 3 : 1;
        request.reset(
                both ? "POST" : "PUT", (both ? Resource.BOTH : target == 1 ? Resource.FIRST : Resource.SECOND).path);
        condition();
        tells = target == 1 && !world.plan.contest && world.random.nextInt(6) == 0;
        items = tells ? Store.BOTH : target;
        int moves = world.moves(target);
        boolean held = world.isHeld(target);
        Decision decision = world.decideWrite(world.anyEngine(), request);
        if (seen != null && (moves != world.moves(target) || held != world.isHeld(target))) {
            world.windows.hit(Window.CONDITIONAL_WRITE_OVERTAKEN_WHILE_IT_COMPARES);
        }
        if (world.isTraced()) {
            note("asks for " + request + ": " + decision.explanation().sentence());
        }
        if (decision instanceof Exchange runs) {
            exchange = runs;
            ongoing = world.opened(target);
            transaction = world.store.begin(items, world.ticker());
            next = tells ? Next.TELL : Next.WRITE;
        } else {
            refused((Answer) decision);
        }
    }

    private void condition() {
        tag = null;
        if (seen == null) {
            return;
        }
        boolean byDate = !world.plan.contest && seen.datesCount && world.random.nextInt(3) == 0;
        if (byDate) {
            request.ifUnmodifiedSince = seen.lastModified == null ? seen.date : seen.lastModified;
        } else {
            tag = seen.etag;
            request.ifMatch = tag;
        }
    }

    private void refused(Answer answer) {
        if (tag != null && (world.isWinning(tag) || world.wonTags.contains(tag))) {
            world.windows.hit(Window.CONDITIONAL_WRITERS_RACE);
        }
        if (answer.status() == 503 && (world.plan.contest || --patience > 0)) {
            return;
        }
        if (answer.status() == 412 && tag != null) {
            world.askedTags.add(tag);
        }
        patience = PATIENCE;
        left--;
    }

    boolean isWriting(String other) {
        return exchange != null && other.equals(tag);
    }

    private void tell() {
        Exchange.Binding bound = exchange.bind();
        world.scheduler.underLock(() -> Groups.current().touch("item:2"));
        bound.close();
        told = world.opened(2);
        next = Next.WRITE;
        note("says that it changes item 2, too");
    }

    private void end() {
        int before = world.store.version(0);
        if (!world.plan.contest && world.random.nextInt(5) == 0) {
            world.store.rollBack(transaction);
        } else if (world.store.commit(transaction) && seen != null) {
            won(before);
        }
        next = Next.RESPOND;
        note("ends: " + transaction.state);
    }

    private void won(int before) {
        if (tag != null && world.wonTags.contains(tag)) {
            throw new Lie("C065 broken: two writes were made to what is labelled " + tag);
        }
        if (tag != null) {
            world.wonTags.add(tag);
            world.askedTags.add(tag);
        }
        if (!world.plan.hasRivals() && seen.body.version(0, Integer.MAX_VALUE) != before) {
            throw new Lie("C065 broken: a write conditional on " + seen + " overwrote version " + before);
        }
    }

    private void respond() {
        int status = status();
        Exchange ending = exchange;
        if (world.random.nextBoolean()) {
            ending.commit(response);
        }
        if (status == 500 && transaction.state == Transaction.State.COMMITTED) {
            world.windows.hit(Window.ANSWERED_5XX_AFTER_THE_COMMIT);
        }
        if (status < 0) {
            world.scheduler.underLock(ending::failed);
        } else {
            world.scheduler.underLock(() -> ending.completed(status));
        }
        note("answers " + (status < 0 ? "with an exception" : status));
        world.store.announce(transaction);
        world.closed(ongoing);
        if (told != null) {
            world.closed(told);
        }
        finish();
    }

    /** A 4xx only where nothing can have been seen of what it wrote; negative for an exception. */
    private int status() {
        int chance = world.random.nextInt(8);
        if (transaction.state == Transaction.State.COMMITTED) {
            return chance == 0 ? 500 : chance == 1 ? -1 : 200;
        }
        boolean seenDirty = transaction.wrote && world.store.dirtyReads();
        return chance < 4 && !seenDirty ? 409 : chance < 6 ? 500 : -1;
    }

    private void finish() {
        exchange = null;
        ongoing = null;
        told = null;
        transaction = null;
        next = Next.ASK;
        left--;
    }

    private void crash() {
        crashIn(transaction, ongoing, told);
        finish();
        left = 0;
    }

    @Override
    void die() {
        if (exchange != null) {
            dieIn(transaction);
            finish();
        }
    }
}
