package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this node keeps in flux on its own account: from before it asks the shared log to change something, until its
 * copy shows what came of it. So nobody here is told anything in between, whatever becomes of the answer. Guarded by
 * the lock of its log.
 */
final class Holds {
    private final Set<Hold> all = new LinkedHashSet<>();
    private Table table;

    Holds(Table table) {
        this.table = table;
    }

    /** Some groups in flux. Equal to none but itself. */
    static final class Hold {
        private final Map<String, Long> places = new HashMap<>();
        private final Runnable shown;
        private @Nullable Ack done;
        private long loads;

        private Hold(Runnable shown) {
            this.shown = shown;
        }
    }

    Hold open() {
        return open(() -> {});
    }

    /** @param shown runs under the lock when it ends */
    Hold open(Runnable shown) {
        Hold hold = new Hold(shown);
        all.add(hold);
        return hold;
    }

    void add(Hold hold, Collection<String> groups) {
        for (String group : groups) {
            long place = table.slots().place(group);
            if (hold.places.putIfAbsent(group, place) == null) {
                table.flux().enter(place);
            }
        }
    }

    /** Ends when the copy shows what the log has said. */
    void done(Hold hold, Ack ack, LogCopy copy) {
        hold.done = ack;
        hold.loads = copy.loadsBegun();
        settle(copy);
    }

    /** Ends at once: nothing has changed. */
    void release(Hold hold) {
        if (all.remove(hold)) {
            hold.places.values().forEach(table.flux()::leave);
            hold.shown.run();
        }
    }

    /** Whether what was done is not shown yet. */
    boolean contains(Hold hold) {
        return all.contains(hold);
    }

    /**
     * Whether one waits for another era than the copy shows, whose end the last load, begun before, does not prove:
     * only another load does.
     */
    boolean needAnotherLoad(LogCopy copy) {
        return all.stream().anyMatch(hold -> hold.done != null && !copy.isOfEpoch(hold.done.epoch()));
    }

    /** Ends those that the copy shows by now. */
    void settle(LogCopy copy) {
        for (Iterator<Hold> rest = all.iterator(); rest.hasNext(); ) {
            Hold hold = rest.next();
            Ack ack = hold.done;
            if (ack != null && copy.shows(ack, hold.loads)) {
                rest.remove();
                hold.places.values().forEach(table.flux()::leave);
                hold.shown.run();
            }
        }
    }

    /** Goes on in a table that nobody reads yet. */
    void moveTo(Table next) {
        table = next;
        for (Hold hold : all) {
            hold.places.replaceAll((group, place) -> next.slots().place(group));
            hold.places.values().forEach(next.flux()::enter);
        }
    }
}
