package dev.etagere.simulation;

import dev.etagere.index.SimulatedIndex;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * {@code hashed()} of the index model: the real slots and the real ratchet, but touches taken apart and without the
 * lock. Writers touch a, a, b and c; b and c each share a slot with a; the reader reads the two of a.
 */
final class SlotsStory implements EveryOrder.Story {
    private static final String GROUPS = "aabc";
    private static final int[][] SLOTS = {{0, 1}, {0, 1}, {0, 2}, {1, 3}};
    private static final SimulatedIndex.Memory MEMORY = new SimulatedIndex.Memory(16, new SplittableRandom(1));

    private record Label(int body, long stamp) {}

    private final List<String> program;
    private final SimulatedIndex.Parts index;
    private final List<Integer> options = new ArrayList<>();
    private final int[] at = new int[GROUPS.length()];
    private final long[] stamps = new long[GROUPS.length()];
    private final long[] read = new long[2];
    private @Nullable Label label;
    private int reader;
    private int data;
    private @Nullable String lie;

    SlotsStory(String program) {
        this.program = List.of(program.split(" "));
        SimulatedClock clock = new SimulatedClock(() -> {}, () -> {});
        clock.set(1_767_268_800_000L);
        index = MEMORY.start(clock, () -> 0, Duration.ofSeconds(60), new SplittableRandom(2))
                .parts();
    }

    @Override
    public int options() {
        options.clear();
        for (int i = 0; i < at.length; i++) {
            if (at[i] < program.size()) {
                options.add(i);
            }
        }
        if (reader < 3) {
            options.add(at.length);
        }
        return options.size();
    }

    @Override
    public String name(int option) {
        int who = options.get(option);
        return who == at.length ? "R " + reader : "W" + who + "(" + GROUPS.charAt(who) + ") " + program.get(at[who]);
    }

    @Override
    public void take(int option) {
        int who = options.get(option);
        if (who == at.length) {
            read();
        } else {
            write(who, program.get(at[who]++));
        }
        if (isAtRest()
                && label != null
                && label.body != data
                && label.stamp == Math.min(index.read(0), index.read(1))) {
            lie = "304 for " + label + ", data is " + data;
        }
    }

    private void write(int who, String word) {
        switch (word) {
            case "commit" -> data += GROUPS.charAt(who) == 'a' ? 1 : 0;
            case "assign" -> stamps[who] = index.assign();
            case "first" -> index.raise(SLOTS[who][0], stamps[who]);
            case "second" -> index.raise(SLOTS[who][1], stamps[who]);
            default -> throw new IllegalArgumentException(word);
        }
    }

    private void read() {
        if (reader < 2) {
            read[reader] = index.read(reader);
        } else {
            label = new Label(data, Math.min(read[0], read[1]));
        }
        reader++;
    }

    private boolean isAtRest() {
        return Arrays.stream(at).allMatch(steps -> steps == program.size());
    }

    @Override
    public Object state() {
        List<Object> state = new ArrayList<>(List.of(reader, data, read[0], read[1], String.valueOf(label)));
        for (int i = 0; i < at.length; i++) {
            state.add(at[i]);
            state.add(stamps[i]);
            state.add(index.read(i));
        }
        return state;
    }

    @Override
    public @Nullable String lie() {
        return lie;
    }
}
