package dev.etagere.simulation;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.Groups;
import dev.etagere.Outcome;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.SimulatedIndex;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The learned model on the real engine: a handler reads a; if a is even it reads b, otherwise c. Writers change one
 * datum and touch its group in one step. All stories share one engine, whose making costs more than they do; each asks
 * for a URL of its own.
 */
final class LearnedStory implements EveryOrder.Story {

    /**
     * What is told.
     *
     * @param order within one read: the name and the data, or the other way round
     * @param untracked whether the output shows data of no group
     * @param phantom b does not exist at first, and what is absent is not named ({@code lost}) or named as its list
     *     ({@code list})
     * @param inner the part made of b or c is cached inside the application, and a hit names nothing ({@code lost}) or
     *     repeats what it holds ({@code replay})
     * @param users how many there are; if more than one, the output shows whom it is for
     * @param path of the policy: {@code /public} or {@code /private}
     */
    record Plot(
            List<String> order, boolean untracked, String phantom, String inner, int users, String path, int writes) {
        static Plot of(int writes) {
            return new Plot(List.of("name", "data"), false, "", "", 1, "/public", writes);
        }

        Plot dataFirst() {
            return new Plot(List.of("data", "name"), untracked, phantom, inner, users, path, writes);
        }

        Plot showing() {
            return new Plot(order, true, phantom, inner, users, path, writes);
        }

        Plot phantom(String absent) {
            return new Plot(order, untracked, absent, inner, users, path, writes);
        }

        Plot inner(String hit) {
            return new Plot(order, untracked, phantom, hit, users, path, writes);
        }

        Plot forUsers(String policy) {
            return new Plot(order, untracked, phantom, inner, 2, policy, writes);
        }
    }

    private static final int A = 0;
    private static final int B = 1;
    private static final int C = 2;
    private static final int UNTRACKED = 3;
    private static final List<String> NAMES = List.of("a", "b", "c", "nothing", "list");
    private static final int LIST = 4;
    private static final PolicyTable POLICIES = PolicyTable.parse("model", """
            /public
              Cache-Control: public, no-cache
              Learned-Groups: on
            /private
              Cache-Control: private, no-cache
              Learned-Groups: on
            """);
    private static final Response OK = new Response(() -> {}, 200);
    private static final GroupIndex INDEX = index();
    private static final ConditionalRequests ENGINE = ConditionalRequests.builder(INDEX)
            .policies(POLICIES)
            .memory(256)
            .learned(1000)
            .build();
    private static long stories;

    private record Label(String out, int user, String etag, String what) {}

    private record Part(String out, Set<Integer> names) {}

    private final Plot plot;
    private final String query = "story=" + stories++;
    private final Request running = new Request(() -> {});
    private final Request asking = new Request(() -> {});
    private final List<Integer> options = new ArrayList<>();
    private final int[] data;
    private final int[] touches = new int[NAMES.size()];
    private final Map<Integer, Part> cached = new TreeMap<>();
    private final Map<Integer, Set<Integer>> memory = new TreeMap<>();
    private final List<Label> labels = new ArrayList<>();
    private int writes;

    private int at;
    private int user;
    private int @Nullable [] before;
    private String out = "";
    private Set<Integer> named = new TreeSet<>();
    private @Nullable Exchange exchange;
    private @Nullable String lie;

    LearnedStory(Plot plot) {
        this.plot = plot;
        this.writes = plot.writes();
        this.data = new int[] {0, plot.phantom().isEmpty() ? 1 : 0, 1, 1};
    }

    private static GroupIndex index() {
        SimulatedClock clock = new SimulatedClock(() -> {}, () -> {});
        clock.set(1_767_268_800_000L);
        return new SimulatedIndex.Memory(1024, new SplittableRandom(1))
                .start(clock, () -> 0, Duration.ofSeconds(60), new SplittableRandom(2))
                .index();
    }

    // 0 to 3: a write of that datum; 4 and 5: a run for that user; 6: its next step.
    @Override
    public int options() {
        options.clear();
        for (int i = 0; writes > 0 && i <= (plot.untracked() ? UNTRACKED : C); i++) {
            options.add(i);
        }
        for (int i = 0; at == 0 && i < plot.users(); i++) {
            options.add(4 + i);
        }
        if (at > 0) {
            options.add(6);
        }
        return options.size();
    }

    @Override
    public String name(int option) {
        int what = options.get(option);
        return what < 4 ? "write " + NAMES.get(what) : what < 6 ? "run for user " + (what - 4) : "step " + at;
    }

    @Override
    public void take(int option) {
        int what = options.get(option);
        if (what < 4) {
            write(what);
        } else if (what < 6) {
            begin(what - 4);
        } else {
            step();
        }
        labels.forEach(this::ask);
    }

    private void write(int datum) {
        boolean appears = plot.phantom().equals("list") && datum == B && data[B] == 0;
        data[datum]++;
        cached.remove(datum);
        writes--;
        if (datum != UNTRACKED) {
            touch(datum);
        }
        if (appears) {
            touch(LIST);
        }
    }

    private void touch(int group) {
        INDEX.touch(NAMES.get(group));
        touches[group]++;
    }

    private void begin(int who) {
        user = who;
        before = touches.clone();
        exchange = (Exchange) ENGINE.decide(reset(running, who));
        at = 1;
    }

    private Request reset(Request request, int who) {
        request.reset("GET", plot.path()).query = query;
        request.principal = "user" + who;
        return request;
    }

    /** 1, 2: a; 3, 4: b or c; 5: the answer. */
    private void step() {
        int datum = at < 3 ? A : second(out);
        Part part = at == 3 && !plot.inner().isEmpty() ? cached.get(datum) : null;
        if (part != null) {
            out += part.out;
            if (plot.inner().equals("replay")) {
                part.names.forEach(this::dependOn);
            }
            at = 5;
        } else if (at == 5) {
            emit();
        } else {
            if (plot.order().get((at - 1) % 2).equals("name")) {
                tell(datum);
            } else {
                out += data[datum] + " ";
            }
            if (at == 4 && !plot.inner().isEmpty()) {
                cached.put(datum, new Part(data[datum] + " ", Set.of(datum)));
            }
            at++;
        }
    }

    private static int second(String shown) {
        return Integer.parseInt(shown.substring(0, shown.indexOf(' '))) % 2 == 0 ? B : C;
    }

    private void tell(int datum) {
        boolean absent = !plot.phantom().isEmpty() && datum == B && data[B] == 0;
        if (!absent) {
            dependOn(datum);
        } else if (plot.phantom().equals("list")) {
            dependOn(LIST);
        }
    }

    private void dependOn(int group) {
        named.add(group);
        try (Exchange.Binding bound = exchange.bind()) {
            Groups.current().dependOn(NAMES.get(group));
            assert bound != null;
        }
    }

    private void emit() {
        out += rest(user);
        exchange.completed(200);
        Fields fields = new Fields();
        ((Outcome.Send) exchange.commit(OK)).fields().forEach(fields);
        memory.put(plot.path().equals("/public") ? 0 : user, named);
        if (fields.etag != null) {
            labels.add(new Label(out, user, fields.etag, counts(named)));
        }
        at = 0;
        out = "";
        named = new TreeSet<>();
    }

    private String counts(Set<Integer> groups) {
        StringBuilder text = new StringBuilder();
        groups.forEach(group -> text.append(NAMES.get(group)).append(touches[group]));
        return text.toString();
    }

    private String rest(int who) {
        return (plot.untracked() ? data[UNTRACKED] : 0) + " " + (plot.users() > 1 ? who : 0);
    }

    private String fresh(int who) {
        String first = data[A] + " ";
        return first + data[second(first)] + " " + rest(who);
    }

    /** Any client may hold any label, also one that was sent to somebody else. */
    private void ask(Label label) {
        for (int who = 0; who < plot.users(); who++) {
            reset(asking, who).ifNoneMatch = label.etag;
            Decision decision = ENGINE.decide(asking);
            if (decision instanceof Answer && !label.out.equals(fresh(who))) {
                lie = "304 for " + label.out + ", user " + who + " would now get " + fresh(who);
            }
        }
    }

    @Override
    public Object state() {
        TreeSet<String> kept = new TreeSet<>();
        labels.forEach(label -> kept.add(label.out + "/" + label.user + "/" + label.what));
        return List.of(
                Arrays.toString(data),
                Arrays.toString(touches),
                cached.toString(),
                memory.toString(),
                kept,
                writes,
                at,
                user,
                at == 0 ? "" : Arrays.toString(before),
                out,
                List.copyOf(named));
    }

    @Override
    public @Nullable String lie() {
        return lie;
    }
}
