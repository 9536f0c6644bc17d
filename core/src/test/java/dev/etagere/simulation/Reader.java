package dev.etagere.simulation;

import dev.etagere.Answer;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.Groups;
import dev.etagere.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A client that asks for something, mostly with what it has kept, and the handler that answers it: a program of reads,
 * one in each step, with the commit of the response somewhere among them.
 */
final class Reader extends Actor {
    private static final int READ_FIRST = 0;
    private static final int READ_SECOND = 1;
    private static final int COMMIT = 2;
    private static final int TOUCH = 3;
    private static final int WRITE = 4;
    private static final int COMPLETE = 5;
    private static final int NAME_FIRST = 6;
    private static final int NAME_SECOND = 7;
    private static final int SAY_THAT_ALL_ARE_NAMED = 8;
    private static final int END = 9;
    private static final int NAME_AND_READ_SECOND = 10;

    private final Request request;
    private final Response response;
    private final Fields fields = new Fields();
    private final int[] program = new int[8];
    private final int[] since = new int[Store.ITEMS];
    private int began;
    private int length;
    private int at;
    private int left;

    private Resource resource = Resource.FIRST;
    private Echo echo = Echo.NOTHING;
    private boolean rollingOut;
    private @Nullable Engine engine;
    private @Nullable Copy asked;
    private @Nullable Exchange exchange;
    private @Nullable Body body;
    private @Nullable Past past;
    private @Nullable Copy answer;
    private int movesBefore;
    private boolean heldBefore;
    private @Nullable Transaction writing;
    private @Nullable Ongoing scope;

    Reader(World world, String name, int requests) {
        super(world, name);
        this.request = new Request(world.scheduler::seam);
        this.response = new Response(world.scheduler::seam, 200);
        this.left = requests;
    }

    @Override
    boolean isDone() {
        return left == 0;
    }

    @Override
    boolean isBlocked() {
        return exchange != null && program[at] == WRITE && !world.store.mayWrite(writing);
    }

    @Override
    boolean needsLock() {
        return exchange != null && (program[at] == TOUCH || (program[at] == COMPLETE && scope != null));
    }

    @Override
    void die() {
        if (exchange != null) {
            if (writing != null) {
                world.store.rollBack(writing);
            }
            finish();
        }
    }

    @Override
    void step() {
        if (exchange == null) {
            ask();
            return;
        }
        switch (program[at++]) {
            case READ_FIRST -> read(0);
            case READ_SECOND -> read(1);
            case COMMIT -> commit();
            case TOUCH -> touch();
            case WRITE -> write();
            case NAME_FIRST -> name(0);
            case NAME_SECOND -> name(1);
            case SAY_THAT_ALL_ARE_NAMED -> bound(() -> Groups.current().complete());
            case END -> exchange.completed(200);
            case NAME_AND_READ_SECOND -> readTooLate();
            default -> complete();
        }
    }

    // The client

    private void ask() {
        resource = world.random.nextInt(6) > 0 ? world.plan.resource : world.plan.other;
        asked = world.anyCopy(resource, false);
        echo = asked == null ? Echo.NOTHING : Echo.any(world.random.nextInt());
        if (asked != null && !echo.isPossible(asked)) {
            echo = asked.etag == null ? Echo.NOTHING : Echo.TAG;
        }
        request.reset(world.random.nextInt(16) == 0 ? "HEAD" : "GET", resource.path);
        if (asked != null) {
            echo.put(asked, request);
            countEcho(asked);
        }
        engine = world.anyEngine();
        rollingOut = world.isRollingOut();
        System.arraycopy(world.store.binding(), 0, since, 0, since.length);
        began = world.store.now();
        decide();
    }

    private void decide() {
        past = world.past();
        movesBefore = world.moves(resource.items);
        heldBefore = world.isHeld(resource.items);
        boolean dead = world.recovers(resource.items);
        countDecision(dead);
        Decision decision = world.decideRead(engine, request);
        if (movesBefore != world.moves(resource.items)) {
            world.windows.hit(Window.READ_OVERTAKEN_WHILE_IT_DECIDES);
        }
        if (decision instanceof Exchange runs) {
            exchange = runs;
            body = new Body(engine.revision());
            answer = null;
            plan();
        } else {
            confirmed((Answer) decision);
            if (echo.isLate()) {
                throw new Lie("R6/R7 broken: " + echo + " was answered before the handler ran");
            }
            left--;
        }
        if (world.isTraced()) {
            note((asked == null ? "" : "with the copy " + asked + " ") + "asks revision " + engine.revision() + " for "
                    + request + ": " + decision.explanation().sentence());
        }
    }

    private void confirmed(Answer given) {
        if (given.status() != 304 || asked == null || echo.isNoMatch()) {
            throw new Lie("a read that asked by " + echo + " was answered " + given.status());
        }
        boolean rolling = rollingOut || world.isRollingOut();
        if (echo != Echo.STAR && asked.body.isOlder(since, began)) {
            throw new Lie("P2 broken: 304 for " + asked + " asked by " + echo + ", data was " + since[0] + ","
                    + since[1] + " when asked");
        }
        if (echo != Echo.STAR && asked.body.revision != engine.revision() && !(rolling && !asked.isOriginal(echo))) {
            throw new Lie("revision " + engine.revision() + " confirmed " + asked + " asked by " + echo);
        }
        world.windows.hit(windowOfConfirmation());
        if (echo != Echo.STAR && echo != Echo.TAG_OF_A_COMPRESSOR) {
            given.forEach(fields.clear());
            world.keep(asked.refreshed(fields, past));
        }
    }

    private Window windowOfConfirmation() {
        if (resource == Resource.LEARNED) {
            return exchange == null ? Window.CONFIRMED_BY_LEARNED_GROUPS : Window.LATE_304_BY_LEARNED_GROUPS;
        }
        return echo.isLate()
                ? Window.LATE_304
                : echo == Echo.LAST_MODIFIED
                        ? Window.CONFIRMED_BY_LAST_MODIFIED
                        : echo == Echo.DATE ? Window.CONFIRMED_BY_DATE : Window.CONFIRMED_BY_TAG;
    }

    private void countEcho(Copy copy) {
        Past then = copy.past;
        Past now = world.past();
        Windows windows = world.windows;
        if (echo.isDate() && now.stepsBack() > then.stepsBack()) {
            windows.hit(Window.CLOCK_STEPPED_BACK_BEFORE_THE_ECHO_OF_A_DATE);
        }
        if (echo.isDate() && now.farSteps() > then.farSteps()) {
            windows.hit(Window.CLOCK_STEPPED_FAR_BEFORE_THE_ECHO_OF_A_DATE);
        }
        if (now.restarts() > then.restarts()) {
            windows.hit(
                    !world.isKept()
                            ? Window.RESTART_BEFORE_THE_ECHO
                            : world.wasRestartedClean()
                                    ? Window.RESTART_BEFORE_THE_ECHO_CLEAN_AND_KEPT
                                    : Window.RESTART_BEFORE_THE_ECHO_UNCLEAN_AND_KEPT);
        }
        if (now.rollouts() > then.rollouts()) {
            windows.hit(Window.ROLLOUT_BEFORE_THE_ECHO);
        }
        if (world.isRollingOut()) {
            windows.hit(Window.ECHO_DURING_A_ROLLOUT);
        }
    }

    private void countDecision(boolean recovers) {
        if (recovers) {
            world.windows.hit(Window.LEASE_OF_THE_DEAD_RECOVERED_BY_A_READER);
        }
        if (heldBefore) {
            world.windows.hit(Window.READ_DECIDED_WHILE_A_SCOPE_IS_OPEN);
        }
        if (world.hasGaps()) {
            world.windows.hit(Window.READ_DECIDED_BETWEEN_COMMIT_AND_TOUCH);
        }
        if (world.scheduler.hasInterruptedTheLog()) {
            world.windows.hit(Window.READ_DECIDED_INSIDE_A_TOUCH);
        }
    }

    // The handler

    private void plan() {
        length = 0;
        at = 0;
        if (resource == Resource.LEARNED) {
            planLearned();
            return;
        }
        if (world.plan.readsWrite && resource == Resource.FIRST && world.random.nextInt(4) == 0) {
            program[length++] = TOUCH;
            program[length++] = WRITE;
        }
        int reads = resource == Resource.BOTH ? 2 : 1;
        int commit = world.random.nextInt(3) == 0 ? 0 : reads;
        for (int i = 0; i < reads; i++) {
            if (i == commit) {
                program[length++] = COMMIT;
            }
            program[length++] = resource == Resource.SECOND || i == 1 ? READ_SECOND : READ_FIRST;
        }
        if (commit == reads) {
            program[length++] = COMMIT;
        }
        program[length++] = COMPLETE;
    }

    private void planLearned() {
        boolean tooLate = !world.isKept() && world.random.nextInt(8) == 0;
        add(NAME_FIRST, READ_FIRST);
        if (!tooLate) {
            // Both are passed over where the second item is not shown.
            add(NAME_SECOND, READ_SECOND);
        }
        switch (world.random.nextInt(tooLate ? 2 : 4)) {
            case 0 -> add(SAY_THAT_ALL_ARE_NAMED, COMMIT);
            case 3 -> add(COMMIT);
            default -> add(END, COMMIT);
        }
        if (tooLate) {
            add(NAME_AND_READ_SECOND);
        }
        add(COMPLETE);
    }

    private void add(int... steps) {
        for (int step : steps) {
            program[length++] = step;
        }
    }

    private void bound(Runnable action) {
        try (Exchange.Binding bound = exchange.bind()) {
            assert bound != null;
            action.run();
        }
    }

    private void name(int item) {
        bound(() -> Groups.current().dependOn(Store.GROUPS.get(item)));
        note("names " + Store.GROUPS.get(item));
    }

    /** What the first item has led to comes when the label is out. */
    private void readTooLate() {
        if (body.isEven(0)) {
            if (answer != null && answer.etag != null) {
                world.windows.hit(Window.LEARNED_GROUP_NAMED_TOO_LATE);
            }
            name(1);
            read(1);
        }
    }

    private void read(int item) {
        if (item == 1 && resource == Resource.BOTH && world.store.isOverAtRest(body)) {
            world.windows.hit(Window.BODY_TORN_BY_A_COMMIT);
        }
        world.store.read(item, body);
        if (resource == Resource.LEARNED && item == 0 && program[at] == NAME_SECOND && !body.isEven(0)) {
            at += 2;
        }
        note("reads item " + (item + 1));
    }

    private void commit() {
        Outcome outcome = exchange.commit(response);
        if (outcome instanceof Answer late) {
            if (!echo.isLate() && resource != Resource.LEARNED) {
                throw new Lie("a read that asked by " + echo + " was answered late by " + late.status());
            }
            confirmed(late);
        } else if (outcome instanceof Outcome.Send sent) {
            sent.fields().forEach(fields.clear());
            answer = new Copy(resource, body, fields, past);
            countLabel();
        }
        if (world.isTraced()) {
            note("commits " + (answer == null ? "304" : answer.toString()));
        }
    }

    private void countLabel() {
        boolean moved = movesBefore != world.moves(resource.items);
        if (resource == Resource.LEARNED && (answer.etag != null || moved)) {
            world.windows.hit(
                    answer.etag != null ? Window.LEARNED_LABEL : Window.LEARNED_LABEL_DROPPED_SINCE_A_GROUP_MOVED);
        }
        if (answer.etag == null) {
            return;
        }
        if (world.moves(resource.items) > movesBefore) {
            world.windows.hit(Window.LABEL_WITH_A_TOUCH_INSIDE_ITS_HANDLER);
        }
        if (!heldBefore && world.isHeld(resource.items)) {
            world.windows.hit(Window.LABEL_WITH_A_SCOPE_BEGUN_INSIDE_ITS_HANDLER);
        }
        if (answer.lastModified == null) {
            world.windows.hit(Window.CHANGE_IN_THE_SECOND_OF_A_LABEL);
        }
    }

    private void touch() {
        Exchange.Binding bound = exchange.bind();
        world.scheduler.underLock(() -> Groups.current().touch("item:1"));
        bound.close();
        scope = world.opened(1);
        writing = world.store.begin(1, world.ticker());
        note("touches item 1");
    }

    private void write() {
        world.store.write(writing);
        if (world.store.commit(writing)) {
            world.windows.hit(Window.READ_THAT_WRITES);
        }
        note("writes item 1");
    }

    private void complete() {
        if (scope == null) {
            exchange.completed(200);
        } else {
            world.scheduler.underLock(() -> exchange.completed(200));
            world.closed(scope);
            world.store.announce(writing);
        }
        if (answer != null) {
            world.keep(answer);
        }
        note("is done");
        finish();
    }

    private void finish() {
        exchange = null;
        writing = null;
        scope = null;
        answer = null;
        left--;
    }
}
