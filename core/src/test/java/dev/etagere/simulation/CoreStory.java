package dev.etagere.simulation;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.SimulatedIndex;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code core()} of the core model on the real index and the real engine: programs of writers and readers, of which
 * each word is one step.
 *
 * <p>Writers: {@code begin}, {@code commit}, {@code touch}, {@code check} (ensureActive), {@code commit-if-active},
 * {@code dirty}, {@code undo}, {@code close}, {@code discard}, {@code tx} (commit and touch as one step),
 * {@code await-replica}. Readers: {@code mark}, {@code stamp} (the engine decides), {@code body}, {@code emit}.
 */
final class CoreStory implements EveryOrder.Story {

    private static final int WRITERS = 2;
    private static final int DEAD = -1;
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final PolicyTable POLICIES = PolicyTable.parse("model", """
            /1
              Cache-Control: public, no-cache
              Groups: group:0
            /2
              Cache-Control: public, no-cache
              Groups: group:0, group:1
            """);
    private static final SimulatedIndex.Memory MEMORY = new SimulatedIndex.Memory(1024, new SplittableRandom(1));
    private static final SimulatedIndex.Memory FAR_MEMORY = new SimulatedIndex.Memory(1024, new SplittableRandom(3));
    private static final Response OK = new Response(() -> {}, 200);

    private static final class Label {
        final int[] body;
        final String etag;

        Label(int[] body, String etag) {
            this.body = body;
            this.etag = etag;
        }
    }

    private enum Kind {
        WRITE,
        CRASH,
        LAPSE,
        CATCH_UP,
        READ,
        JOIN
    }

    private record Option(Kind kind, int who) {}

    private final CorePlot plot;
    private final String[] writerProgram;
    private final String[] readerProgram;
    private final String path;
    private final boolean dataLags;
    private final SimulatedClock clock = new SimulatedClock(this::inside, () -> {});
    private final SimulatedIndex simulated;
    private final GroupIndex index;
    private final GroupIndex read;
    private final List<String> names;
    private final @Nullable NearCopy near;
    private final ConditionalRequests engine;
    private final Request request = new Request(() -> {});
    private final Request asking = new Request(() -> {});
    private final List<Option> options = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private final int[] data;
    private int[] copy;
    private final int[] at = new int[WRITERS];
    private final boolean[] unrecovered = new boolean[WRITERS];
    private final long[] deadlines = new long[WRITERS];
    private final @Nullable ChangeScope[] scopes = new ChangeScope[WRITERS];
    private long ticker = LEASE.toNanos();
    private int crashes;
    private boolean lapsed;
    private boolean asksInside;
    private @Nullable String lie;

    private int reader;
    private int joiner;
    private long mark = Long.MAX_VALUE;
    private @Nullable Exchange exchange;
    private @Nullable Exchange joining;
    private int[] dataWhenJoining = {};
    private String decided = "";
    private @Nullable String tag;
    private int @Nullable [] body;

    CoreStory(CorePlot plot) {
        this.plot = plot;
        this.writerProgram = plot.writer().split(" ");
        this.readerProgram = plot.reader().split(" ");
        this.path = "/" + plot.groups();
        this.dataLags = plot.lag().equals("data");
        this.data = new int[plot.groups()];
        this.copy = data.clone();
        this.crashes = plot.crashes();
        clock.set(1_767_268_800_000L);
        this.simulated = MEMORY.start(clock, () -> ticker, LEASE, new SplittableRandom(2));
        this.index = simulated.index();
        index.listen((stamp, groups) -> inside());
        GroupIndex copyOfIndex = plot.lag().equals("index")
                ? FAR_MEMORY
                        .start(clock, () -> 0, LEASE, new SplittableRandom(4))
                        .index()
                : index;
        this.names = List.of("group:0", "group:1").subList(0, plot.groups());
        this.near = copyOfIndex == index ? null : new NearCopy(index, copyOfIndex, names);
        this.read = copyOfIndex;
        this.engine = ConditionalRequests.builder(read)
                .policies(POLICIES)
                .memory(16)
                .patience(Duration.ZERO)
                .build();
    }

    @Override
    public int options() {
        options.clear();
        if (reader == readerProgram.length && labels.isEmpty() && plot.join().isEmpty()) {
            // Nobody has anything that could be confirmed.
            return 0;
        }
        for (int i = 0; i < WRITERS; i++) {
            addWriter(i);
        }
        if (isBehind()) {
            options.add(new Option(Kind.CATCH_UP, 0));
        }
        if (reader < readerProgram.length) {
            options.add(new Option(Kind.READ, 0));
        }
        if ((joiner == 0 && !plot.join().isEmpty()) || (joiner == 1 && mayJoin())) {
            options.add(new Option(Kind.JOIN, 0));
        }
        return options.size();
    }

    private void addWriter(int i) {
        boolean isTwin = i > 0 && at[i] == 0 && at[i - 1] == 0 && plot.groups() == 1;
        if (isActing(i) && isPossible(writerProgram[at[i]]) && !isTwin) {
            options.add(new Option(Kind.WRITE, i));
        }
        if (crashes > 0 && isActing(i) && at[i] > 0) {
            options.add(new Option(Kind.CRASH, i));
        }
        int other = 1 - i;
        boolean spares = scopes[other] == null || !isActing(other) || deadlines[other] > deadlines[i];
        boolean pauses = plot.pauses() && isActing(i) && scopes[i] != null && ticker < deadlines[i];
        if ((unrecovered[i] && spares) || pauses) {
            options.add(new Option(Kind.LAPSE, i));
        }
    }

    private boolean isActing(int i) {
        return at[i] != DEAD && at[i] < writerProgram.length;
    }

    private boolean isPossible(String word) {
        return switch (word) {
            case "await-replica" -> Arrays.equals(copy, data);
            case "await-view" -> near.shows(0);
            default -> true;
        };
    }

    private boolean mayJoin() {
        return body != null && (plot.join().equals("any") || (tag != null && tag.equals(tagOf(joining))));
    }

    @Override
    public String name(int option) {
        Option next = options.get(option);
        return switch (next.kind()) {
            case WRITE -> "W" + next.who() + " " + writerProgram[at[next.who()]];
            case CRASH -> "W" + next.who() + " CRASHES before " + writerProgram[at[next.who()]];
            case LAPSE -> "the lease of W" + next.who() + " runs out";
            case CATCH_UP -> "what lags catches up";
            case READ -> "R " + readerProgram[reader];
            case JOIN -> joiner == 0 ? "R1 stamp" : "R1 joins";
        };
    }

    @Override
    public void take(int option) {
        Option next = options.get(option);
        switch (next.kind()) {
            case WRITE -> write(next.who(), writerProgram[at[next.who()]++]);
            case CRASH -> {
                at[next.who()] = DEAD;
                unrecovered[next.who()] = scopes[next.who()] != null;
                crashes--;
            }
            case LAPSE -> lapse(deadlines[next.who()]);
            case CATCH_UP -> catchUp();
            case READ -> read(readerProgram[reader++]);
            case JOIN -> join();
        }
        if (lie == null && plot.join().isEmpty() && (plot.p2() || isAtRest())) {
            ask(plot.p2() ? "P2" : "P1");
        }
    }

    private boolean isBehind() {
        return (dataLags && !Arrays.equals(copy, data)) || (near != null && near.isBehind());
    }

    private void catchUp() {
        copy = data.clone();
        if (near != null) {
            near.catchUp();
        }
    }

    private void lapse(long deadline) {
        ticker = deadline;
        lapsed = true;
        for (int i = 0; i < WRITERS; i++) {
            unrecovered[i] &= deadlines[i] > ticker;
        }
    }

    private String stamps() {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(read.stampNanos(name)).append(read.inFlux(name) ? " in flux," : ",");
        }
        return text.toString();
    }

    @Override
    public Object state() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < WRITERS; i++) {
            text.append(at[i]).append(unrecovered[i] ? 'u' : ' ');
            text.append(scopes[i] == null ? 0 : deadlines[i]).append(' ');
        }
        text.append(ticker)
                .append(Arrays.toString(data))
                .append(Arrays.toString(copy))
                .append(crashes);
        text.append(lapsed)
                .append(reader)
                .append(joiner)
                .append(mark)
                .append(decided)
                .append(tag);
        text.append(Arrays.toString(body))
                .append(Arrays.toString(dataWhenJoining))
                .append(simulated.parts().high());
        for (String name : names) {
            text.append(' ').append(index.stampNanos(name)).append(near);
        }
        labels.stream()
                .map(label -> label.etag + Arrays.toString(label.body))
                .sorted()
                .forEach(text::append);
        return text.toString();
    }

    @Override
    public @Nullable String lie() {
        return lie;
    }

    private void write(int i, String word) {
        int group = i % data.length;
        String name = names.get(group);
        ChangeScope scope = scopes[i];
        switch (word) {
            case "begin" -> {
                scopes[i] = index.begin(name);
                deadlines[i] = ticker++ + LEASE.toNanos();
            }
            case "commit" -> data[group]++;
            case "touch" -> inside(() -> index.touch(name));
            case "dirty" -> data[group] += 10;
            case "undo" -> data[group] -= 10;
            case "close" -> inside(scope::close);
            case "discard" -> inside(scope::discard);
            case "check" -> at[i] = isActive(scope) ? at[i] : writerProgram.length;
            case "commit-if-active" -> {
                if (isActive(scope)) {
                    data[group]++;
                } else {
                    at[i] = writerProgram.length;
                }
            }
            case "tx" -> {
                data[group]++;
                index.touch(name);
            }
            case "await-replica", "await-view" -> {
                // Possible only when there is nothing to wait for any more.
            }
            default -> throw new IllegalArgumentException(word);
        }
        scopes[i] = word.equals("close") || word.equals("discard") ? null : scopes[i];
    }

    private static boolean isActive(ChangeScope scope) {
        try {
            scope.ensureActive();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private void read(String word) {
        switch (word) {
            case "mark" -> mark = index.asOf();
            case "stamp" -> exchange = decide();
            case "body" -> body = dataLags ? copy.clone() : data.clone();
            case "emit" -> {
                tag = tagOf(exchange);
                if (tag != null) {
                    labels.add(new Label(body, tag));
                }
            }
            default -> throw new IllegalArgumentException(word);
        }
        if (word.equals("stamp") && !plot.join().isEmpty()) {
            tag = tagOf(exchange);
        }
    }

    private Exchange decide() {
        decided = stamps();
        request.reset("GET", path).startMark = mark;
        return (Exchange) engine.decide(request);
    }

    private void join() {
        if (joiner++ == 0) {
            joining = decide();
            dataWhenJoining = data.clone();
        } else if (body[0] < dataWhenJoining[0]) {
            lie = "200 with body " + body[0] + ", data was " + dataWhenJoining[0] + " when asked";
        }
    }

    private static @Nullable String tagOf(Exchange exchange) {
        Fields fields = new Fields();
        if (exchange.commit(OK) instanceof Outcome.Send sent) {
            sent.fields().forEach(fields);
        }
        return fields.etag;
    }

    private boolean isAtRest() {
        for (int i = 0; i < WRITERS; i++) {
            if (isActing(i) || unrecovered[i]) {
                return false;
            }
        }
        return !isBehind();
    }

    /** Runs what calls out while it works, so that it is asked in between. */
    private void inside(Runnable action) {
        asksInside = plot.p2() && !lapsed;
        action.run();
        asksInside = false;
    }

    private void inside() {
        if (asksInside) {
            asksInside = false;
            ask("P2 inside of a touch");
            asksInside = true;
        }
    }

    private void ask(String property) {
        for (Label label : labels) {
            asking.reset("GET", path).ifNoneMatch = label.etag;
            Decision decision = engine.decide(asking);
            if (decision instanceof Answer && !Arrays.equals(label.body, data)) {
                lie = property + ": 304 for body " + Arrays.toString(label.body) + ", data is " + Arrays.toString(data);
            }
        }
    }
}
