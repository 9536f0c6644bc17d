package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What has to be done in the end, although the log could not be reached: it is tried again and again. Bounded: of more
 * than that, everything is touched instead. Guarded by the lock of its log.
 */
final class Errands {
    private final int most;
    // Errand to whether it is under way.
    private final Map<Errand, Boolean> open = new LinkedHashMap<>();

    /** Something that may be done twice. Equal to none but itself. */
    static final class Errand {
        private final String kind;
        private final Supplier<CompletionStage<Ack>> operation;
        private final Holds.Hold hold;

        /** @param hold what is in flux until the copy shows that it was done */
        Errand(String kind, Supplier<CompletionStage<Ack>> operation, Holds.Hold hold) {
            this.kind = kind;
            this.operation = operation;
            this.hold = hold;
        }

        String kind() {
            return kind;
        }

        Supplier<CompletionStage<Ack>> operation() {
            return operation;
        }

        Holds.Hold hold() {
            return hold;
        }
    }

    Errands(int most) {
        this.most = most;
    }

    /** Returns whether there was room for it. */
    boolean add(Errand errand) {
        return open.size() < most && open.put(errand, false) == null;
    }

    /** Those that are not under way; they are from now on. */
    List<Errand> take() {
        List<Errand> idle = new ArrayList<>();
        open.replaceAll((errand, busy) -> {
            if (!busy) {
                idle.add(errand);
            }
            return true;
        });
        return idle;
    }

    /** It has failed once more. */
    void again(Errand errand) {
        open.replace(errand, false);
    }

    void done(Errand errand) {
        open.remove(errand);
    }

    /** Forgets all, for everything is going to be touched; returns them. */
    List<Errand> clear() {
        List<Errand> all = new ArrayList<>(open.keySet());
        open.clear();
        return all;
    }

    int size() {
        return open.size();
    }
}
