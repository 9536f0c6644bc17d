package dev.etagere.index;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When each data group last changed. The application touches groups after its writes are visible to readers; filters
 * read from here whether a response is still what it was.
 *
 * <p>A group is any name of data that changes together: {@code products}, {@code product:42}. Names hold letters,
 * digits and {@code . _ ~ : / @ % -}, at most 200; other characters are percent-encoded and longer names folded, so
 * that a touch never fails for its name. The index remembers in a fixed amount of memory: it may report a stamp that is
 * too high, which costs a needless 200, and never one that is too low.
 *
 * <p>The embedded index hears only of touches in this process: every write to the data has to go through it.
 *
 * <p>Safe for use by several threads. Reads take no lock.
 */
public final class GroupIndex implements AutoCloseable {

    /** The pseudo-group that every validator depends on: it moves with the application, not with its data. */
    public static final String APP = "@app";

    private final TouchLog log;
    private final Replica replica;
    private final @Nullable String key;
    private final GroupVector none;

    GroupIndex(TouchLog log, @Nullable String key) {
        this.log = log;
        this.replica = log.replica();
        this.key = key;
        this.none = vector(List.of());
    }

    /**
     * Opens the one index of that URI in the application; whoever asks for the same URI gets the same index, and the
     * last one to close it closes it. {@code embedded:} and {@code embedded:name} live as long as the process;
     * {@code embedded:/directory} keeps its state across a clean stop, on the promise that nobody writes to the data
     * while the application is down. Settings follow a question mark:
     * {@code embedded:?slots=65536&published=10000&lease=60}, the lease of change scopes in seconds.
     *
     * @throws IllegalArgumentException if the URI names no index
     * @throws IllegalStateException if its directory is in use by another process, or cannot be written
     */
    public static GroupIndex open(String uri) {
        return OpenIndexes.open(uri);
    }

    /** A new index of its own, in memory, on a clock of the caller's: for tests. */
    public static GroupIndex inMemory(InstantSource clock) {
        return new GroupIndex(EmbeddedLogs.fresh(clock, LogSettings.DEFAULT.withSlots(1 << 16)), null);
    }

    /**
     * Says that these groups have changed. Call it after the change is visible to every reader of the data: after the
     * commit, never inside the transaction (R9). A deletion is a change.
     *
     * @return the stamp that they were given; every reader sees it, or a later one, from now on
     * @throws IllegalArgumentException if a name is empty
     * @throws IllegalStateException if the index is closed
     */
    public Stamp touch(String... groups) {
        return touch(List.of(groups));
    }

    /** The same for a collection. */
    public Stamp touch(Collection<String> groups) {
        return new Stamp(log.touch(names(groups)));
    }

    /** Says that everything may have changed: for the emergency edit in the database. */
    public Stamp touchAll() {
        return new Stamp(log.touchAll());
    }

    /** Opens a change scope on these groups; see {@link ChangeScope}. */
    public ChangeScope begin(String... groups) {
        return begin(List.of(groups));
    }

    /** The same for a collection. */
    public ChangeScope begin(Collection<String> groups) {
        return log.begin(names(groups));
    }

    /**
     * Opens a change scope for a write that is conditional on what its author has seen: as soon as nobody else writes
     * to the groups of the target, and so that nobody else does until it is closed. The scope holds no group in flux
     * yet; compare, then {@link ChangeScope#addUnlessMoved}. Writers that only {@link #begin} are waited for and do not
     * wait.
     *
     * @param target what the author has seen
     * @param touches what will be written besides
     * @param patience how long to wait for others at most
     * @return {@code null} if it takes longer, or this thread is interrupted
     */
    public @Nullable ChangeScope beginAlone(GroupVector target, Collection<String> touches, Duration patience) {
        return log.claim(Claim.of(target.groups(), names(touches)), target, patience);
    }

    /**
     * Opens a change scope for a write that compares nothing: as soon as no conditional write to the groups is under
     * way; others like it may be. The scope holds no group in flux yet.
     *
     * @return {@code null} if it takes longer, or this thread is interrupted
     */
    public @Nullable ChangeScope beginBeside(Collection<String> groups, Duration patience) {
        return log.claim(Claim.of(List.of(), names(groups)), none, patience);
    }

    /** What {@link #change} runs: a commit. */
    @FunctionalInterface
    public interface Action<E extends Exception> {
        void run() throws E;
    }

    /**
     * Runs a commit inside a change scope on these groups. Their stamps move when it ends, also when it throws, since
     * nobody knows then what was committed.
     */
    public <E extends Exception> void change(Action<E> commit, String... groups) throws E {
        ChangeScope scope = begin(groups);
        try {
            commit.run();
        } finally {
            scope.close();
        }
    }

    /** The stamp of the group's last touch, or one that is too high. */
    public Stamp stamp(String group) {
        return new Stamp(stampNanos(group));
    }

    /** {@link #stamp} in nanoseconds since 1970, without allocating. */
    public long stampNanos(String group) {
        Table table = replica.table();
        return replica.stamp(table, table.slots().place(name(group)));
    }

    /** Whether a change scope holds the group. */
    public boolean inFlux(String group) {
        return vector(List.of(group)).inFlux();
    }

    /** The groups resolved for repeated reading. */
    public GroupVector vector(Collection<String> groups) {
        return new GroupVector(replica, log::recover, log::readThrough, names(groups));
    }

    /** The 64 random bits that name this incarnation of the log. */
    public long epoch() {
        return replica.era().epoch();
    }

    /** The stamp of the last touch. */
    public Stamp head() {
        return new Stamp(replica.head());
    }

    /**
     * The moment up to which nothing is missing, in nanoseconds since 1970 by the log's clock: every stamp to come is
     * higher.
     */
    public long asOf() {
        return log.asOf();
    }

    /**
     * How far a node has to have got that shows all that was written by this process, in nanoseconds since 1970: as-of,
     * or the last stamp that it was given if that is later.
     */
    public long written() {
        return log.written();
    }

    /**
     * Whether a moment, in nanoseconds since 1970, lies within what this log has given out so far as a stamp or as an
     * as-of. One that does not is from another log, or made up.
     */
    public boolean reached(long nanos) {
        return log.reached(nanos);
    }

    /** Whether as-of is fresh enough to say 304; always true for an embedded index. */
    public boolean live() {
        return log.live();
    }

    /** Whether the index is kept or shared, so that {@link #revision} has to be told. */
    public boolean outlivesProcess() {
        return log.outlivesProcess();
    }

    /**
     * Tells the version of the application; moves {@link #APP} if it was not the last one told, since a date cannot
     * tell which version it came from.
     *
     * <p>The end of a rollout need not be told: an embedded index belongs to one process, and one kept in a directory
     * is locked by it, so the old version has answered its last request before the new one is seen. Only where two
     * engines of different versions share one index in one process does the old one go on dating its answers beside the
     * new one; then touch {@link #APP} once the old one has gone.
     */
    public void revision(String revision) {
        log.revision(revision);
    }

    /**
     * Lists groups of these names for {@link #published} from now on. A name that ends with {@code *} stands for all
     * that begin so.
     */
    public void publish(Collection<String> patterns) {
        log.publish(patterns);
    }

    /** The published groups as they are now: the same picture until something published moves. Takes no lock. */
    public PublishedGroups published() {
        return log.published();
    }

    /**
     * Adds somebody who hears of every touch.
     *
     * @return what ends the listening
     */
    public Runnable listen(TouchListener listener) {
        return log.listen(listener);
    }

    /** How the index is doing, for metrics. */
    public IndexStatistics statistics() {
        return log.statistics();
    }

    /** Closes the index if nobody else in the application has it open; a kept one writes its state. */
    @Override
    public void close() {
        if (key == null || OpenIndexes.leave(key)) {
            log.close();
        }
    }

    static String name(String group) {
        return GroupName.encode(group);
    }

    static List<String> names(Collection<String> groups) {
        List<String> names = new ArrayList<>(groups.size());
        for (String group : groups) {
            names.add(name(group));
        }
        return names;
    }
}
