package dev.etagere.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Plays a story in every order of its steps, until it lies: what the model does with states, on real objects. Where two
 * orders lead to the same state, what follows is played once.
 */
final class EveryOrder {
    private static final int LONGEST = 256;

    /** A story from its beginning. */
    interface Story {

        /** How many steps are possible now; 0 at the end. */
        int options();

        /** Takes one of them. */
        void take(int option);

        /** What the step that is possible now does. */
        String name(int option);

        /** All that what follows depends on, by equals; asking must change nothing. */
        Object state();

        /** What is wrong now; {@code null} if nothing is. */
        @Nullable
        String lie();
    }

    /** @param lie with the steps that led to it; {@code null} if there is none in any order */
    record Result(int orders, @Nullable String lie) {}

    private EveryOrder() {}

    static Result of(Supplier<? extends Story> stories) {
        Set<Object> seen = new HashSet<>();
        int[] path = new int[LONGEST];
        int[] width = new int[LONGEST];
        int known = 0;
        for (int orders = 1; ; orders++) {
            Story story = stories.get();
            int depth = 0;
            for (int options = story.options(); options > 0; options = story.options()) {
                width[depth] = options;
                story.take(path[depth++]);
                if (story.lie() != null) {
                    return new Result(orders, replay(stories.get(), Arrays.copyOf(path, depth)));
                }
                if (depth > known && !seen.add(story.state())) {
                    break;
                }
            }
            do {
                depth--;
            } while (depth >= 0 && path[depth] + 1 == width[depth]);
            if (depth < 0) {
                return new Result(orders, null);
            }
            // Its steps up to there have been judged before.
            known = depth;
            path[depth]++;
            Arrays.fill(path, depth + 1, LONGEST, 0);
        }
    }

    private static String replay(Story story, int[] path) {
        List<String> steps = new ArrayList<>();
        for (int option : path) {
            story.options();
            steps.add(story.name(option));
            story.take(option);
        }
        return String.join("; ", steps) + ": " + story.lie();
    }
}
