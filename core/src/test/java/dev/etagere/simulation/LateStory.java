package dev.etagere.simulation;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.index.SimulatedIndex;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code late()} of the index model: a touch taken apart, whose stamp is assigned while its data cannot be seen yet, as
 * a log inside a transaction would do it; the clock goes on meanwhile.
 */
final class LateStory implements EveryOrder.Story {
    private static final long NOON = 1_767_268_800_000L;
    private static final PolicyTable POLICIES = PolicyTable.parse("model", """
            /
              Cache-Control: public, no-cache
              Groups: one, other
            """);
    private static final SimulatedIndex.Memory MEMORY = new SimulatedIndex.Memory(1024, new SplittableRandom(1));
    private static final Response OK = new Response(() -> {}, 200);

    private enum Step {
        TICK,
        ASSIGN,
        SHOW,
        TOUCH_THE_OTHER,
        STAMP,
        EMIT,
        ASK
    }

    private final SimulatedClock clock = new SimulatedClock(() -> {}, () -> {});
    private final SimulatedIndex simulated;
    private final ConditionalRequests engine;
    private final Request request = new Request(() -> {});
    private final List<Step> options = new ArrayList<>();
    private int now;
    private int data;
    private long assigned;
    private boolean shown;
    private boolean touched;
    private int reader;
    private @Nullable Exchange exchange;
    private String read = "";
    private int body;
    private @Nullable String date;
    private @Nullable String lie;

    LateStory() {
        clock.set(NOON);
        simulated = MEMORY.start(clock, () -> 0, Duration.ofSeconds(60), new SplittableRandom(2));
        engine = ConditionalRequests.builder(simulated.index())
                .policies(POLICIES)
                .memory(2)
                .build();
    }

    @Override
    public int options() {
        options.clear();
        add(Step.TICK, now < 6);
        add(Step.ASSIGN, assigned == 0);
        add(Step.SHOW, assigned != 0 && !shown);
        // The log's lock keeps others out while a stamp is assigned and not yet shown.
        add(Step.TOUCH_THE_OTHER, !touched && (assigned == 0 || shown));
        add(Step.STAMP, reader == 0 || (reader == 2 && date == null));
        add(Step.EMIT, reader == 1);
        add(Step.ASK, date != null && body != data);
        return reader == 3 ? 0 : options.size();
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
            case TICK -> clock.set(NOON + 500L * ++now);
            case ASSIGN -> assigned = simulated.parts().assign();
            case SHOW -> {
                data++;
                simulated.parts().show(assigned, "one");
                shown = true;
            }
            case TOUCH_THE_OTHER -> {
                data++;
                simulated.index().touch("other");
                touched = true;
            }
            case STAMP -> {
                exchange = (Exchange) engine.decide(request.reset("GET", "/"));
                read = stamps() + "/" + simulated.parts().high() + "/" + now;
                reader = 1;
            }
            case EMIT -> {
                Fields fields = new Fields();
                ((Outcome.Send) exchange.commit(OK)).fields().forEach(fields);
                body = data;
                date = fields.lastModified;
                reader = 2;
            }
            case ASK -> {
                request.reset("GET", "/").ifModifiedSince = date;
                if (engine.decide(request) instanceof Answer) {
                    lie = "304 for body " + body + " of " + date + ", data is " + data;
                }
                reader = 3;
            }
        }
    }

    private String stamps() {
        return simulated.index().stampNanos("one") + "," + simulated.index().stampNanos("other");
    }

    @Override
    public Object state() {
        return List.of(
                now,
                data,
                assigned,
                shown,
                touched,
                reader,
                reader == 1 ? read : "",
                body,
                String.valueOf(date),
                stamps(),
                simulated.parts().high());
    }

    @Override
    public @Nullable String lie() {
        return lie;
    }
}
