package dev.etagere.simulation;

import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.LearningEngines;
import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.SimulatedIndex;
import dev.etagere.policy.PolicyTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** All that the actors share: the application with its index, its data and its clocks, and what clients keep. */
final class World {
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final long HALF_LEASE = LEASE.toNanos() / 2;
    private static final long NOON = 1_767_268_800_000L;
    private static final int COPIES = 12;
    private static final PolicyTable POLICIES = PolicyTable.parse("cache-policies", Resource.POLICIES);
    private static final List<List<String>> GROUPS =
            List.of(List.of(), List.of("item:1"), List.of("item:2"), List.of("item:2", "item:1"));

    final Scheduler scheduler = new Scheduler();
    final Store store = new Store();
    final Windows windows;
    final List<Copy> copies = new ArrayList<>();
    final List<String> wonTags = new ArrayList<>();
    final List<String> askedTags = new ArrayList<>();
    private final SimulatedClock clock = new SimulatedClock(scheduler::seamBeforeClock, scheduler::seamAfterClock);
    private final List<SimulatedIndex.Memory> memories = new ArrayList<>();
    private final List<Ongoing> scopes = new ArrayList<>();
    private final List<Engine> engines = new ArrayList<>();
    private final LearningEngines learning = new LearningEngines();

    SplittableRandom random = new SplittableRandom(0);
    Plan plan = new Plan(random);
    private SimulatedIndex simulated;
    private @Nullable Path directory;
    private @Nullable List<String> trace;
    private long ticker;
    private int openGaps;
    private final int[] moves = new int[Store.ITEMS];
    private int stepsBack;
    private int farSteps;
    private int restarts;
    private int rollouts;
    private boolean rollingOut;
    private boolean restartedClean;

    World(Windows windows) {
        this.windows = windows;
        SplittableRandom keys = new SplittableRandom(1);
        for (int i = 0; i < 16; i++) {
            // From so few slots that most groups share them to so many that none do.
            memories.add(new SimulatedIndex.Memory(16 << (i % 8), keys));
        }
        this.simulated = fresh();
    }

    void reset(SplittableRandom newRandom, Plan newPlan, @Nullable Path newDirectory, @Nullable List<String> newTrace) {
        random = newRandom;
        plan = newPlan;
        directory = newDirectory;
        trace = newTrace;
        store.reset(plan.dirtyReads, plan.scopesOnly);
        copies.clear();
        wonTags.clear();
        askedTags.clear();
        scopes.clear();
        openGaps = 0;
        stepsBack = 0;
        farSteps = 0;
        restarts = 0;
        rollouts = 0;
        moves[0] = 0;
        moves[1] = 0;
        rollingOut = false;
        restartedClean = false;
        clock.set(NOON + random.nextInt(2000));
        ticker = LEASE.toNanos();
        scheduler.beQuiet(true);
        start(1);
        scheduler.beQuiet(false);
    }

    // The process

    private SimulatedIndex fresh() {
        return memories.get(random.nextInt(memories.size())).start(clock, this::ticker, LEASE, random);
    }

    private void start(int revision) {
        simulated = directory == null ? fresh() : SimulatedIndex.kept(clock, this::ticker, LEASE, directory, random);
        simulated.index().listen((stamp, groups) -> scheduler.lockedSeam());
        engines.clear();
        learning.restart();
        engines.add(engine(revision));
    }

    private Engine engine(int revision) {
        ConditionalRequests requests = learning.build(ConditionalRequests.builder(simulated.index())
                .policies(POLICIES)
                .revision(Integer.toString(revision))
                .patience(Duration.ZERO)
                .memory(32));
        return new Engine(requests, revision);
    }

    Engine anyEngine() {
        return engines.get(engines.size() == 1 ? 0 : random.nextInt(engines.size()));
    }

    GroupIndex index() {
        return simulated.index();
    }

    boolean isKept() {
        return directory != null;
    }

    /** Whether somebody has committed and not yet touched: only a writer with a scope may be stopped then. */
    boolean hasGaps() {
        return openGaps > 0;
    }

    /** Ends the process and starts it again. */
    void restart(boolean clean, boolean newRevision) {
        scheduler.beQuiet(true);
        long said = index().asOf();
        if (directory != null && clean) {
            restartedClean = scopes.isEmpty();
            index().close();
        } else {
            restartedClean = false;
            simulated.kill();
        }
        scheduler.actors().forEach(Actor::die);
        store.rollBackAllSince(ticker);
        scopes.clear();
        int revision = engines.get(engines.size() - 1).revision();
        start(newRevision ? revision + 1 : revision);
        if (rollingOut) {
            endRollout();
        }
        restarts++;
        if (directory == null && said >= clock.peek() * 1_000_000L + 1_000_000L) {
            // R17: not covered.
            copies.forEach(copy -> copy.datesCount = false);
        }
        scheduler.beQuiet(false);
    }

    void beginRollout() {
        rollingOut = true;
        scheduler.underLock(() -> engines.add(engine(engines.get(0).revision() + 1)));
        rollouts++;
    }

    void retire() {
        engines.remove(0);
    }

    void endRollout() {
        scheduler.underLock(() -> index().touch(GroupIndex.APP));
        rollingOut = false;
    }

    boolean isRollingOut() {
        return rollingOut;
    }

    // Time

    long ticker() {
        return scheduler.hasInterruptedTheLog() ? 0 : ticker;
    }

    /** The monotonic time; leases run out by it, and transactions are rolled back. */
    void pass(long nanos) {
        for (Ongoing scope : scopes) {
            if (!scope.dead && scope.deadline > ticker && scope.deadline <= ticker + nanos) {
                windows.hit(Window.LEASE_OUTRUN_BY_ITS_WRITER);
            }
        }
        ticker += nanos;
        if (!plan.patientStore) {
            store.rollBackAllSince(ticker - HALF_LEASE);
        }
    }

    void stepClock(long millis) {
        long before = clock.peek();
        clock.set(Math.max(NOON / 2, before + millis));
        stepsBack += clock.peek() < before ? 1 : 0;
        farSteps += Math.abs(millis) > 3_600_000 ? 1 : 0;
    }

    // The index

    static List<String> groups(int items) {
        return GROUPS.get(items);
    }

    void touch(int items, boolean all) {
        scheduler.underLock(() -> {
            if (all) {
                index().touchAll();
            } else {
                index().touch(groups(items));
            }
        });
        moved(all ? Store.BOTH : items);
    }

    ChangeScope begin(int items) {
        ChangeScope[] scope = new ChangeScope[1];
        scheduler.underLock(() -> scope[0] = index().begin(groups(items)));
        return scope[0];
    }

    void moved(int items) {
        for (int i = 0; i < Store.ITEMS; i++) {
            moves[i] += Store.concerns(items, i) ? 1 : 0;
        }
    }

    int moves(int items) {
        int sum = 0;
        for (int i = 0; i < Store.ITEMS; i++) {
            sum += Store.concerns(items, i) ? moves[i] : 0;
        }
        return sum;
    }

    void gap(int change) {
        openGaps += change;
    }

    Ongoing opened(int items) {
        if (isHeld(items)) {
            windows.hit(Window.SCOPES_OVERLAP);
        }
        Ongoing scope = new Ongoing(items, ticker + LEASE.toNanos());
        scopes.add(scope);
        return scope;
    }

    void closed(Ongoing scope) {
        scopes.remove(scope);
        moved(scope.items);
    }

    boolean isActive(Ongoing scope) {
        return scope.deadline > ticker;
    }

    boolean isHeld(int items) {
        for (int i = 0; i < scopes.size(); i++) {
            if ((scopes.get(i).items & items) != 0 && isActive(scopes.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Forgets the scopes that whoever reads these items now has to recover. */
    boolean recovers(int items) {
        boolean dead = false;
        for (int i = scopes.size() - 1; i >= 0 && !scheduler.hasInterruptedTheLog(); i--) {
            Ongoing scope = scopes.get(i);
            if (scope.dead && (scope.items & items) != 0 && !isActive(scope)) {
                scopes.remove(i);
                dead = true;
            }
        }
        return dead;
    }

    // Requests

    Decision decideRead(Engine engine, Request request) {
        boolean before = scheduler.clockIsFree(true);
        try {
            return engine.requests().decide(request);
        } finally {
            scheduler.clockIsFree(before);
        }
    }

    Decision decideWrite(Engine engine, Request request) {
        boolean before = scheduler.clockIsFree(false);
        try {
            return engine.requests().decide(request);
        } finally {
            scheduler.clockIsFree(before);
        }
    }

    void keep(Copy copy) {
        if (copies.size() < COPIES) {
            copies.add(copy);
        }
    }

    @Nullable
    Copy anyCopy(Resource resource, boolean tagged) {
        int count = 0;
        Copy chosen = null;
        for (int i = 0; i < copies.size(); i++) {
            Copy copy = copies.get(i);
            if (copy.resource == resource && !(tagged && copy.etag == null) && random.nextInt(++count) == 0) {
                chosen = copy;
            }
        }
        return chosen;
    }

    boolean hasTaggedCopy(Resource resource) {
        for (int i = 0; i < copies.size(); i++) {
            if (copies.get(i).resource == resource && copies.get(i).etag != null) {
                return true;
            }
        }
        return false;
    }

    boolean readersAreBusy() {
        for (Actor actor : scheduler.actors()) {
            if (actor instanceof Reader && !actor.isDone()) {
                return true;
            }
        }
        return false;
    }

    /** Whether somebody writes who was let in by that tag. */
    boolean isWinning(String tag) {
        for (Actor actor : scheduler.actors()) {
            if (actor instanceof Putter putter && putter.isWriting(tag)) {
                return true;
            }
        }
        return false;
    }

    Past past() {
        return new Past(stepsBack, farSteps, restarts, rollouts);
    }

    boolean wasRestartedClean() {
        return restartedClean;
    }

    /** Whether no group is in flux. */
    boolean isQuiet() {
        return simulated.isQuiet();
    }

    List<Engine> engines() {
        return engines;
    }

    int restarts() {
        return restarts;
    }

    /** The clock moves to where dates count that lie in the future now. */
    void passFarDates() {
        clock.set(clock.peek() + Duration.ofDays(1500).toMillis());
        index().touch("unrelated");
    }

    void end() {
        simulated.kill();
    }

    // The trace

    boolean isTraced() {
        return trace != null;
    }

    void note(String line) {
        if (trace != null) {
            trace.add("  ".repeat(scheduler.depth()) + line + "   [" + store + ", clock +" + (clock.peek() - NOON)
                    + " ms" + (scopes.isEmpty() ? "" : ", " + scopes.size() + " scopes") + "]");
        }
    }
}
