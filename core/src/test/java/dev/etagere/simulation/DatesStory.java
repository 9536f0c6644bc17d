package dev.etagere.simulation;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.http.HttpDate;
import dev.etagere.index.SimulatedIndex;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code last_modified()} of the index model on the real index and the real engine: a writer who changes twice, a
 * reader, and a clock in steps of half a second. Asking is a step, too, the last one: it raises the floor of later
 * stamps, so that not to have asked is another story.
 */
final class DatesStory implements EveryOrder.Story {

    /** Who dates the answers. */
    enum Dates {
        /** Ours: Last-Modified. */
        LAST_MODIFIED,
        /** Ours: Last-Modified and Date. */
        LAST_MODIFIED_AND_DATE,
        /** Ours, and a Date by the clock of when the answer is sent, as a proxy puts it in. */
        LAST_MODIFIED_AND_DATE_OF_A_PROXY,
        /** A node of the application whose clock is a second ahead, by the rule for Last-Modified. */
        BY_A_CLOCK_AHEAD
    }

    /**
     * What is told.
     *
     * @param isExact whether only the date that was sent is confirmed
     * @param back how often the clock steps back
     * @param restarts how often the process is killed
     * @param kept whether its directory has reserved a mark ahead
     */
    record Plot(Dates dates, boolean isExact, int back, int restarts, boolean kept) {
        static Plot of(Dates dates) {
            return new Plot(dates, false, 0, 0, false);
        }

        Plot exact() {
            return new Plot(dates, true, back, restarts, kept);
        }

        Plot steppedBack() {
            return new Plot(dates, isExact, 1, restarts, kept);
        }

        Plot restarted() {
            return new Plot(dates, isExact, back, 1, false);
        }

        Plot restartedAboveItsMark() {
            return new Plot(dates, isExact, back, 1, true);
        }
    }

    private static final long NOON = 1_767_268_800_000L;
    private static final long TICK = 500;
    private static final int TOP = 6;
    private static final int STEP_BACK = 3;
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final long RESERVED = 10_000_000_000L;
    private static final PolicyTable POLICIES = PolicyTable.parse("model", """
            /since
              Cache-Control: public, no-cache
              Groups: item
            /exact
              Cache-Control: public, no-cache
              Groups: item
              Last-Modified: exact
            """);
    private static final SimulatedIndex.Memory MEMORY = new SimulatedIndex.Memory(1024, new SplittableRandom(1));
    private static final Response OK = new Response(() -> {}, 200);

    private record Label(int body, String date) {}

    private enum Step {
        TICK,
        BACK,
        RESTART,
        COMMIT,
        TOUCH,
        STAMP,
        BODY,
        EMIT,
        ASK
    }

    private final Plot plot;
    private final SimulatedClock clock = new SimulatedClock(() -> {}, () -> {});
    private final Request request = new Request(() -> {});
    private final List<Step> options = new ArrayList<>();
    private final List<Label> labels = new ArrayList<>();
    private SimulatedIndex simulated;
    private ConditionalRequests engine;
    private int now;
    private int back;
    private int restarts;
    private int data;
    private int written;
    private int reader;
    private @Nullable Exchange exchange;
    private String read = "";
    private int body;
    private boolean asked;
    private @Nullable String lie;

    DatesStory(Plot plot) {
        this.plot = plot;
        this.back = plot.back();
        this.restarts = plot.restarts();
        clock.set(NOON);
        start(0);
    }

    private void start(long mark) {
        simulated = MEMORY.start(clock, () -> 0, LEASE, new SplittableRandom(2), mark);
        engine = ConditionalRequests.builder(simulated.index())
                .policies(POLICIES)
                .memory(2)
                .build();
    }

    @Override
    public int options() {
        options.clear();
        if (asked) {
            return 0;
        }
        add(Step.TICK, now < TOP);
        add(Step.BACK, back > 0 && now >= STEP_BACK);
        add(Step.RESTART, restarts > 0 && written % 2 == 0);
        add(Step.COMMIT, written == 0 || written == 2);
        add(Step.TOUCH, written % 2 == 1);
        add(Step.STAMP, reader == 0 && labels.isEmpty());
        add(Step.BODY, reader == 1);
        add(Step.EMIT, reader == 2);
        add(Step.ASK, written % 2 == 0 && labels.stream().anyMatch(label -> label.body != data));
        return options.size();
    }

    private void add(Step step, boolean possible) {
        if (possible) {
            options.add(step);
        }
    }

    @Override
    public String name(int option) {
        return options.get(option) + " at " + now;
    }

    @Override
    public void take(int option) {
        switch (options.get(option)) {
            case TICK -> setClock(now + 1);
            case BACK -> {
                setClock(now - STEP_BACK);
                back--;
            }
            case RESTART -> {
                restarts--;
                reader = 0;
                start(plot.kept() ? simulated.parts().high() + RESERVED : 0);
            }
            case COMMIT -> {
                data++;
                written++;
            }
            case TOUCH -> {
                simulated.index().touch("item");
                written++;
            }
            case STAMP -> {
                request.reset("GET", path());
                exchange = (Exchange) engine.decide(request);
                read = stamp() + "/" + simulated.parts().high() + "/" + now;
                reader = 1;
            }
            case BODY -> {
                body = data;
                reader = 2;
            }
            case EMIT -> emit();
            case ASK -> ask();
        }
    }

    private void setClock(int tick) {
        now = tick;
        clock.set(NOON + tick * TICK);
    }

    private String path() {
        return plot.isExact() ? "/exact" : "/since";
    }

    private long stamp() {
        return simulated.index().stampNanos("item");
    }

    private void emit() {
        Fields fields = new Fields();
        ((Outcome.Send) exchange.commit(OK)).fields().forEach(fields);
        switch (plot.dates()) {
            case LAST_MODIFIED -> label(fields.lastModified);
            case LAST_MODIFIED_AND_DATE -> {
                label(fields.lastModified);
                label(fields.date);
            }
            case LAST_MODIFIED_AND_DATE_OF_A_PROXY -> {
                label(fields.lastModified);
                label(HttpDate.format(clock.peek() / 1000));
            }
            case BY_A_CLOCK_AHEAD -> label(byAClockAhead());
        }
        reader = 0;
    }

    private @Nullable String byAClockAhead() {
        long stamp = Long.parseLong(read.substring(0, read.indexOf('/')));
        long tick = Long.parseLong(read.substring(read.lastIndexOf('/') + 1));
        long second = stamp / 1_000_000_000L + 1;
        return second * 1000 <= NOON + tick * TICK + 1000 ? HttpDate.format(second) : null;
    }

    private void label(@Nullable String date) {
        if (date != null) {
            labels.add(new Label(body, date));
        }
    }

    private void ask() {
        asked = true;
        for (Label label : labels) {
            request.reset("GET", path()).ifModifiedSince = label.date;
            if (label.body != data && engine.decide(request) instanceof Answer) {
                lie = "304 for body " + label.body + " of " + label.date + ", data is " + data;
            }
        }
    }

    @Override
    public Object state() {
        return List.of(
                now,
                back,
                restarts,
                data,
                written,
                reader,
                reader == 0 ? "" : read,
                body,
                asked,
                new TreeSet<>(labels.stream().map(Label::toString).toList()),
                stamp(),
                simulated.parts().high(),
                simulated.index().head());
    }

    @Override
    public @Nullable String lie() {
        return lie;
    }
}
