package dev.etagere.simulation;

import dev.etagere.index.PublishedGroups;
import dev.etagere.index.SimulatedIndex;
import dev.etagere.index.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code floor()} of the index model on the bounded list of published groups: a group is changed and touched, others
 * push it out, and a client who knows it unchanged asks for its entry and for the horizon, one after the other.
 */
final class ListStory implements EveryOrder.Story {
    private static final List<String> OTHERS = List.of("b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7");
    private static final SimulatedIndex.Memory MEMORY = new SimulatedIndex.Memory(1024, new SplittableRandom(1));

    private final boolean entryFirst;
    private final SimulatedIndex simulated;
    private final Stamp known;
    private int written;
    private int asked;
    private boolean changed;
    private @Nullable Stamp entry;
    private @Nullable Stamp horizon;
    private @Nullable String lie;

    ListStory(boolean entryFirst) {
        this.entryFirst = entryFirst;
        SimulatedClock clock = new SimulatedClock(() -> {}, () -> {});
        clock.set(1_767_268_800_000L);
        simulated = MEMORY.start(clock, () -> 0, Duration.ofSeconds(60), new SplittableRandom(2));
        simulated.index().publish(List.of("a", "b*"));
        known = simulated.index().published().horizon();
    }

    @Override
    public int options() {
        return (written < 3 ? 1 : 0) + (asked < 2 ? 1 : 0);
    }

    private boolean writes(int option) {
        return option == 0 && written < 3;
    }

    @Override
    public String name(int option) {
        return !writes(option)
                ? "C reads " + (readsEntry() ? "the entry" : "the horizon")
                : List.of("W commit", "W touch", "others push it out").get(written);
    }

    private boolean readsEntry() {
        return (asked == 0) == entryFirst;
    }

    @Override
    public void take(int option) {
        if (!writes(option)) {
            read();
        } else if (++written == 2) {
            simulated.index().touch("a");
        } else if (written == 3) {
            simulated.index().touch(OTHERS);
        }
    }

    private void read() {
        PublishedGroups list = simulated.index().published();
        if (asked == 0) {
            changed = written >= 2;
        }
        if (readsEntry()) {
            entry = list.stamp("a");
        } else {
            horizon = list.horizon();
        }
        if (++asked == 2 && changed && known.equals(entry == null ? horizon : entry)) {
            lie = "unchanged since " + known + ", after touch() had returned";
        }
    }

    @Override
    public Object state() {
        return List.of(written, asked, changed, String.valueOf(entry), String.valueOf(horizon));
    }

    @Override
    public @Nullable String lie() {
        return lie;
    }
}
