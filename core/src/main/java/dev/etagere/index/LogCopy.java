package dev.etagere.index;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This node's copy of a shared log. It is filled from one place only, a snapshot and then the entries in their order
 * (R19). Guarded by the lock of its log.
 */
final class LogCopy {
    private final Replica replica;
    private final Published published;
    private final Holds holds;

    // What the scopes of all nodes hold: id to group to place.
    private Map<String, Map<String, Long>> scopes = new HashMap<>();
    private boolean loaded;
    private long number;
    private long last;
    private long loadsBegun;
    private long loadedBy;

    LogCopy(Replica replica, Published published, Holds holds) {
        this.replica = replica;
        this.published = published;
        this.holds = holds;
    }

    /** To be called before the snapshot is asked for; returns what tells this load from others. */
    long beginLoad() {
        return ++loadsBegun;
    }

    long loadsBegun() {
        return loadsBegun;
    }

    /** Whether it has been loaded, and nothing casts doubt on it. */
    boolean isLoaded() {
        return loaded;
    }

    /** It has to be loaded anew. */
    void doubt() {
        loaded = false;
    }

    /** The stamp of the last entry, after which to read on. */
    long last() {
        return last;
    }

    /** That of the last entry. */
    long number() {
        return number;
    }

    /** How many entries more the log has. */
    long behind(Ack ack) {
        return Math.max(0, ack.number() - number);
    }

    /** Whether it shows everything up to there. */
    boolean shows(Ack ack) {
        return loaded && ack.epoch() == replica.era().epoch() && number >= ack.number();
    }

    /** The same, or whether an era has been loaded since that does not know of it any more. */
    boolean shows(Ack ack, long loads) {
        return loaded && (ack.epoch() == replica.era().epoch() ? number >= ack.number() : loadedBy > loads);
    }

    boolean isOfEpoch(long epoch) {
        return epoch == replica.era().epoch();
    }

    /** Whether it is of another era than what is shown. */
    boolean isAnother(Snapshot snapshot) {
        return !isOfEpoch(snapshot.ack().epoch())
                || !isOf(snapshot.key(), replica.slots().hash());
    }

    void install(Snapshot snapshot, long load) {
        if (isAnother(snapshot)) {
            begin(snapshot, replica.slots().hash());
        } else {
            merge(snapshot);
        }
        // Which groups have moved meanwhile is known by their slots only, not by their names.
        published.restart(snapshot.ack().epoch(), snapshot.ack().stamp());
        number = snapshot.ack().number();
        last = snapshot.last();
        loadedBy = load;
        loaded = true;
    }

    private boolean isOf(LogKey key, SipHash hash) {
        return key.k0() == hash.k0()
                && key.k1() == hash.k1()
                && key.slots() == replica.slots().count();
    }

    private void begin(Snapshot snapshot, SipHash known) {
        LogKey key = snapshot.key();
        SipHash hash = key.k0() == known.k0() && key.k1() == known.k1() ? known : new SipHash(key.k0(), key.k1());
        Table table = Table.of(new Slots(hash, snapshot.slots()));
        scopes = held(snapshot, table);
        holds.moveTo(table);
        Era era = new Era(snapshot.ack().epoch(), snapshot.start());
        replica.restart(era, Math.max(snapshot.floor(), snapshot.start()), snapshot.last(), table);
    }

    private void merge(Snapshot snapshot) {
        Table table = replica.table();
        Map<String, Map<String, Long>> before = scopes;
        scopes = held(snapshot, table);
        replica.merge(snapshot.floor(), snapshot.last(), snapshot.slots());
        // After the stamps have moved (R10).
        before.values().forEach(places -> places.values().forEach(table.flux()::leave));
    }

    private static Map<String, Map<String, Long>> held(Snapshot snapshot, Table table) {
        Map<String, Map<String, Long>> held = new HashMap<>();
        for (Snapshot.OpenScope scope : snapshot.scopes()) {
            hold(held, scope.id(), scope.groups(), table);
        }
        return held;
    }

    private static void hold(Map<String, Map<String, Long>> scopes, String id, Collection<String> groups, Table table) {
        Map<String, Long> held = scopes.computeIfAbsent(id, first -> new HashMap<>());
        for (String group : groups) {
            long place = table.slots().place(group);
            if (held.putIfAbsent(group, place) == null) {
                table.flux().enter(place);
            }
        }
    }

    /** Whether this is the entry that follows. */
    boolean isNext(Entry entry) {
        return loaded && entry.number() == number + 1 && entry.kind() != Entry.Kind.EPOCH;
    }

    /** Shows one more entry. */
    void apply(Entry entry) {
        switch (entry.kind()) {
            case TOUCH -> move(entry);
            case TOUCH_ALL -> {
                replica.applyAll(entry.stamp());
                published.restart(replica.era().epoch(), entry.stamp());
            }
            case BEGIN -> hold(scopes, entry.scope(), entry.groups(), replica.table());
            case END, EXPIRE -> {
                move(entry);
                // After the stamps have moved: a reader that sees no flux any more sees the new stamps (R10).
                letGo(entry.scope());
            }
            case DISCARD -> letGo(entry.scope());
            case EPOCH -> throw new IllegalArgumentException("a new epoch has to be loaded");
        }
        number = entry.number();
        last = entry.stamp();
    }

    private void move(Entry entry) {
        List<Long> places = new ArrayList<>(entry.groups().size());
        entry.groups().forEach(group -> places.add(replica.place(group)));
        replica.apply(entry.stamp(), places);
        published.touched(entry.groups(), entry.stamp());
    }

    private void letGo(String scope) {
        Map<String, Long> held = scopes.remove(scope);
        if (held != null) {
            held.values().forEach(replica.flux()::leave);
        }
    }
}
