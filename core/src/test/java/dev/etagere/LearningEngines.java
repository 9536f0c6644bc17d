package dev.etagere;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes engines whose memories of learned groups are used again: to make one takes longer than a whole interleaving.
 */
public final class LearningEngines {
    private final List<LearnedGroups> memories = new ArrayList<>();
    private int used;

    /** Forgets all that has been learned; the engines so far are not to be used any more. */
    public void restart() {
        for (int i = 0; i < used; i++) {
            memories.get(i).clear();
        }
        used = 0;
    }

    /** Builds an engine with a memory that is empty. */
    public ConditionalRequests build(ConditionalRequests.Builder builder) {
        if (used == memories.size()) {
            memories.add(new LearnedGroups(100));
        }
        return builder.learned(memories.get(used++)).build();
    }
}
