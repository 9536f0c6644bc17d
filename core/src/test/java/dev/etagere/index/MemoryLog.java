package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entered;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Look;
import dev.etagere.index.shared.OtherKeyException;
import dev.etagere.index.shared.Seen;
import dev.etagere.index.shared.SharedLog;
import dev.etagere.index.shared.SharedSettings;
import dev.etagere.index.shared.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A shared log in memory, as the contract of the provider has it, which several indexes in one process can be nodes of.
 * It does on demand what a real one does by accident.
 */
final class MemoryLog {
    private final InstantSource clock;
    private final SharedSettings settings;
    private final SplittableRandom random;

    private LogKey key;
    private long epoch;
    private long start;
    private long floor;
    private long high;
    private long last;
    private long number;
    private long[] slots;
    private String revision = "";
    private final List<Entry> entries = new ArrayList<>();
    // Epoch to all its entries, whatever has been removed since.
    private final Map<Long, List<Entry>> chronicle;
    private final Map<String, Scope> scopes = new LinkedHashMap<>();
    private final Map<String, String> nodes = new TreeMap<>();

    private static final class Scope {
        final Map<String, LogGroup> groups = new LinkedHashMap<>();
        final Set<String> alone = new LinkedHashSet<>();
        final Set<String> beside = new LinkedHashSet<>();
        long deadline;
    }

    MemoryLog(InstantSource clock, SharedSettings settings) {
        this(clock, settings, 42, new HashMap<>());
    }

    private MemoryLog(InstantSource clock, SharedSettings settings, long seed, Map<Long, List<Entry>> chronicle) {
        this.chronicle = chronicle;
        this.clock = clock;
        this.settings = settings;
        this.random = new SplittableRandom(seed);
    }

    /** What takes over from it, and has nothing but its key; this one goes on for those who do not know of it yet. */
    synchronized MemoryLog successor() {
        MemoryLog next = new MemoryLog(clock, settings, random.nextLong(), chronicle);
        next.key = key;
        next.startEpoch();
        return next;
    }

    /** Everything is gone, as after FLUSHALL. */
    synchronized void wipe() {
        key = null;
        scopes.clear();
        nodes.clear();
        entries.clear();
    }

    /** It cannot prove any more that it kept every touch, as after a failover. */
    synchronized void startEpoch() {
        if (key != null) {
            begin();
            notifyAll();
        }
    }

    /** The oldest entries are gone. */
    synchronized void trim() {
        entries.clear();
    }

    /** What moved in that epoch after that stamp, up to the other, be it removed since or of a log that is no more. */
    synchronized List<Entry> moves(long epoch, long after, long upTo) {
        return chronicle.getOrDefault(epoch, List.of()).stream()
                .filter(entry -> entry.stamp() > after && entry.stamp() <= upTo)
                .filter(entry -> entry.kind() != Entry.Kind.BEGIN && entry.kind() != Entry.Kind.DISCARD)
                .toList();
    }

    /** What is there now after that stamp. */
    synchronized List<Entry> after(long stamp) {
        return entries.stream().filter(entry -> entry.stamp() > stamp).toList();
    }

    /** One node's way to it. */
    Connection connect() {
        return new Connection();
    }

    private void ensure(LogKey offered) {
        if (key == null) {
            key = offered;
            begin();
        }
    }

    private void begin() {
        epoch = random.nextLong();
        start = Math.max(high + 1, clock.millis() * 1_000_000 + 1_000_000);
        floor = start;
        high = start;
        number = 0;
        slots = new long[key.slots()];
        entries.clear();
        append(Entry.Kind.EPOCH, "", List.of(), start);
    }

    private long append(Entry.Kind kind, String scope, Collection<String> groups) {
        return append(kind, scope, groups, Math.max(high + 1, clock.millis() * 1_000_000));
    }

    private long append(Entry.Kind kind, String scope, Collection<String> groups, long stamp) {
        Entry entry = new Entry(++number, stamp, kind, scope, List.copyOf(groups));
        entries.add(entry);
        chronicle.computeIfAbsent(epoch, first -> new ArrayList<>()).add(entry);
        high = stamp;
        last = stamp;
        notifyAll();
        return stamp;
    }

    private Ack moved(Entry.Kind kind, String scope, Collection<LogGroup> groups) {
        long stamp = append(kind, scope, groups.stream().map(LogGroup::name).toList());
        for (LogGroup group : groups) {
            slots[group.first()] = stamp;
            slots[group.second()] = stamp;
        }
        return new Ack(epoch, stamp, number);
    }

    private Ack now() {
        high = Math.max(high, clock.millis() * 1_000_000);
        return new Ack(epoch, high, number);
    }

    private void expire() {
        for (Map.Entry<String, Scope> entry : List.copyOf(scopes.entrySet())) {
            if (clock.millis() >= entry.getValue().deadline) {
                scopes.remove(entry.getKey());
                moved(Entry.Kind.EXPIRE, entry.getKey(), entry.getValue().groups.values());
            }
        }
    }

    private long stamp(LogGroup group) {
        return Math.max(floor, Math.min(slots[group.first()], slots[group.second()]));
    }

    private boolean inFlux(String group, String but) {
        return scopes.entrySet().stream()
                .anyMatch(entry ->
                        !entry.getKey().equals(but) && entry.getValue().groups.containsKey(group));
    }

    private Scope scope(String id, Duration lease) {
        return scopes.computeIfAbsent(id, first -> {
            Scope made = new Scope();
            made.deadline = clock.millis() + lease.toMillis();
            return made;
        });
    }

    /** A way to the log that can be cut, or go dead. */
    final class Connection implements SharedLog {
        private volatile boolean cut;
        private volatile boolean losesAnswers;
        private volatile boolean silent;
        private volatile boolean deaf;
        private volatile boolean closed;
        private volatile Runnable beforeLoad = () -> {};
        private volatile Runnable afterLook = () -> {};

        /** Happens after this node has asked for the next snapshot, and before the log hears of that. */
        void beforeLoad(Runnable event) {
            beforeLoad = event;
        }

        /** Happens after the log has answered this node's next look, and before the node hears of that. */
        void afterLook(Runnable event) {
            afterLook = event;
        }

        /** Nothing gets through from now on, either way. */
        void cut() {
            cut = true;
            wake();
        }

        /** What is asked is done, and the answer gets lost. */
        void loseAnswers() {
            losesAnswers = true;
        }

        /** Nothing is answered; only the patience of the provider ends. */
        void fallSilent() {
            silent = true;
        }

        /** What others do is not heard of any more; what is asked is answered. */
        void deafen() {
            deaf = true;
        }

        void heal() {
            deaf = false;
            cut = false;
            losesAnswers = false;
            silent = false;
        }

        private void wake() {
            synchronized (MemoryLog.this) {
                MemoryLog.this.notifyAll();
            }
        }

        private <T> CompletionStage<T> ask(LogKey known, Supplier<T> operation) {
            if (closed || cut) {
                return CompletableFuture.failedStage(new IOException("cut"));
            }
            if (silent) {
                return new CompletableFuture<T>().orTimeout(settings.staleness().toMillis(), TimeUnit.MILLISECONDS);
            }
            T answer;
            synchronized (MemoryLog.this) {
                ensure(known);
                if (!known.equals(key)) {
                    return CompletableFuture.failedStage(new OtherKeyException());
                }
                answer = operation.get();
            }
            return losesAnswers
                    ? CompletableFuture.failedStage(new IOException("lost"))
                    : CompletableFuture.completedStage(answer);
        }

        @Override
        public SharedSettings settings() {
            return settings;
        }

        @Override
        public CompletionStage<Snapshot> snapshot(LogKey offered) {
            Runnable event = beforeLoad;
            beforeLoad = () -> {};
            event.run();
            LogKey own;
            synchronized (MemoryLog.this) {
                own = key == null ? offered : key;
            }
            return ask(own, () -> {
                List<Snapshot.OpenScope> open = new ArrayList<>();
                scopes.forEach((id, scope) -> open.add(new Snapshot.OpenScope(id, List.copyOf(scope.groups.keySet()))));
                return new Snapshot(key, start, floor, last, now(), Arrays.copyOf(slots, slots.length), open);
            });
        }

        @Override
        public List<Entry> read(long after, Duration wait) throws IOException, InterruptedException {
            synchronized (MemoryLog.this) {
                List<Entry> found = heard(after);
                if (found.isEmpty() && !cut) {
                    MemoryLog.this.wait(Math.max(1, wait.toMillis()));
                    found = heard(after);
                }
                if (cut || closed || silent) {
                    throw new IOException("cut");
                }
                return found;
            }
        }

        private List<Entry> heard(long stamp) {
            return deaf ? List.of() : after(stamp);
        }

        @Override
        public CompletionStage<Ack> touch(LogKey known, Collection<LogGroup> groups) {
            return ask(known, () -> moved(Entry.Kind.TOUCH, "", groups));
        }

        @Override
        public CompletionStage<Ack> touchAll(LogKey known) {
            return ask(known, () -> {
                floor = append(Entry.Kind.TOUCH_ALL, "", List.of());
                return new Ack(epoch, floor, number);
            });
        }

        @Override
        public CompletionStage<Ack> heartbeat(LogKey known, String node, String told, LogGroup app) {
            return ask(known, () -> {
                expire();
                if (!told.isEmpty()) {
                    Map<String, String> others = new HashMap<>(nodes);
                    others.remove(node);
                    boolean first = !others.containsValue(told) && (!others.isEmpty() || !told.equals(revision));
                    if (first && !told.equals(nodes.get(node))) {
                        moved(Entry.Kind.TOUCH, "", List.of(app));
                    }
                    nodes.put(node, told);
                    revision = Set.copyOf(nodes.values()).size() == 1 ? told : "";
                }
                return now();
            });
        }

        @Override
        public CompletionStage<Ack> leave(LogKey known, String node, String told, LogGroup app) {
            return ask(known, () -> {
                if (nodes.remove(node) != null && !nodes.isEmpty() && !nodes.containsValue(told)) {
                    moved(Entry.Kind.TOUCH, "", List.of(app));
                    revision = Set.copyOf(nodes.values()).size() == 1
                            ? nodes.values().iterator().next()
                            : "";
                }
                return now();
            });
        }

        @Override
        public CompletionStage<Boolean> claim(
                LogKey known, String id, Duration lease, Collection<String> alone, Collection<String> beside) {
            return ask(known, () -> {
                expire();
                for (Map.Entry<String, Scope> entry : scopes.entrySet()) {
                    Scope other = entry.getValue();
                    if (!entry.getKey().equals(id)
                            && (alone.stream()
                                            .anyMatch(name -> other.alone.contains(name) || other.beside.contains(name))
                                    || beside.stream().anyMatch(other.alone::contains))) {
                        return false;
                    }
                }
                Scope scope = scope(id, lease);
                scope.alone.addAll(alone);
                scope.beside.addAll(beside);
                return true;
            });
        }

        @Override
        public CompletionStage<Ack> begin(LogKey known, String id, Duration lease, Collection<LogGroup> groups) {
            return ask(known, () -> {
                expire();
                return entered(scope(id, lease), id, groups);
            });
        }

        private Ack entered(Scope scope, String id, Collection<LogGroup> groups) {
            groups.forEach(group -> scope.groups.put(group.name(), group));
            append(Entry.Kind.BEGIN, id, groups.stream().map(LogGroup::name).toList());
            return now();
        }

        @Override
        public CompletionStage<Entered> enterUnlessMoved(
                LogKey known, String id, Seen seen, Collection<LogGroup> groups) {
            return ask(known, () -> {
                expire();
                Scope scope = scopes.get(id);
                if (scope == null || seen.epoch() != epoch) {
                    return new Entered(false, now());
                }
                for (int i = 0; i < seen.groups().size(); i++) {
                    LogGroup group = seen.groups().get(i);
                    if (stamp(group) != seen.stamps().get(i) || inFlux(group.name(), id)) {
                        return new Entered(false, now());
                    }
                }
                return new Entered(true, entered(scope, id, groups));
            });
        }

        @Override
        public CompletionStage<Boolean> isOpen(LogKey known, String id) {
            return ask(known, () -> {
                expire();
                return scopes.containsKey(id);
            });
        }

        @Override
        public CompletionStage<Ack> end(LogKey known, String id, boolean move, Collection<LogGroup> groups) {
            return ask(known, () -> {
                Scope scope = scopes.remove(id);
                if (move) {
                    return moved(Entry.Kind.END, id, groups);
                }
                if (scope != null) {
                    append(Entry.Kind.DISCARD, id, List.of());
                }
                return now();
            });
        }

        @Override
        public CompletionStage<Look> look(LogKey known, Collection<LogGroup> groups) {
            CompletionStage<Look> look = ask(known, () -> {
                expire();
                boolean flux = groups.stream().anyMatch(group -> inFlux(group.name(), ""));
                return new Look(
                        now(), start, groups.stream().map(MemoryLog.this::stamp).toList(), flux);
            });
            Runnable event = afterLook;
            afterLook = () -> {};
            event.run();
            return look;
        }

        @Override
        public void close() {
            closed = true;
            wake();
        }
    }
}
