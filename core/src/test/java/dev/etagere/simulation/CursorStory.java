package dev.etagere.simulation;

import dev.etagere.index.PublishedGroup;
import dev.etagere.index.SimulatedIndex;
import dev.etagere.index.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code cursor()} of the index model: touches taken apart, and a client who polls the published groups and keeps as-of
 * as its cursor. At most one stamp is assigned and not yet shown, since the log has a lock.
 */
final class CursorStory implements EveryOrder.Story {
    private static final int WRITERS = 3;
    private static final SimulatedIndex.Memory MEMORY = new SimulatedIndex.Memory(1024, new SplittableRandom(1));

    private final SimulatedIndex simulated;
    private final List<Integer> options = new ArrayList<>();
    private final int[] at = new int[WRITERS];
    private final long[] stamps = new long[WRITERS];
    private final TreeSet<Long> seen = new TreeSet<>();
    private long cursor;
    private @Nullable String lie;

    CursorStory() {
        SimulatedClock clock = new SimulatedClock(() -> {}, () -> {});
        clock.set(1_767_268_800_000L);
        simulated = MEMORY.start(clock, () -> 0, Duration.ofSeconds(60), new SplittableRandom(2));
        simulated.index().publish(List.of("w*"));
        cursor = simulated.index().asOf();
    }

    @Override
    public int options() {
        options.clear();
        for (int i = 0; i < WRITERS; i++) {
            boolean mine = at[i] == 1;
            if (mine || (at[i] == 0 && !isPending())) {
                options.add(i);
            }
        }
        options.add(WRITERS);
        return options.size();
    }

    private boolean isPending() {
        for (int step : at) {
            if (step == 1) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name(int option) {
        int who = options.get(option);
        return who == WRITERS ? "poll since " + cursor : "W" + who + (at[who] == 0 ? " assign" : " show");
    }

    @Override
    public void take(int option) {
        int who = options.get(option);
        if (who == WRITERS) {
            poll();
        } else if (at[who]++ == 0) {
            stamps[who] = simulated.parts().assign();
        } else {
            simulated.parts().show(stamps[who], "w" + who);
        }
        for (int i = 0; i < WRITERS; i++) {
            if (at[i] == 2 && stamps[i] <= cursor && !seen.contains(stamps[i])) {
                lie = "change " + stamps[i] + " was never delivered and is not above the cursor " + cursor;
            }
        }
    }

    private void poll() {
        // Computed before the scan.
        long next = simulated.index().asOf();
        for (PublishedGroup group : simulated.index().published().changedAfter(new Stamp(cursor))) {
            seen.add(group.stamp().nanos());
        }
        cursor = Math.max(cursor, next);
    }

    @Override
    public Object state() {
        List<Object> state = new ArrayList<>(List.of(List.copyOf(seen), cursor));
        for (int i = 0; i < WRITERS; i++) {
            state.add(at[i]);
            state.add(stamps[i]);
        }
        return state;
    }

    @Override
    public @Nullable String lie() {
        return lie;
    }
}
