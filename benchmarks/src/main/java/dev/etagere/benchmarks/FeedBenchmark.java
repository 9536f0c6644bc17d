package dev.etagere.benchmarks;

import dev.etagere.feed.Cursor;
import dev.etagere.feed.Feed;
import dev.etagere.feed.GroupTimestamps;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.feed.Interest;
import dev.etagere.http.ETag;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What the published groups cost: to list, to tell of a change, and to touch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FeedBenchmark {
    private static final int PIECE = 16 << 10;
    private static final int CHANGED = 100;

    /** How many groups are published. */
    @Param({"1000", "1000000"})
    public int groups;

    private GroupIndex index;
    private Feed feed;
    private Interest all;
    private Cursor before;
    private int next;

    @Setup
    public void touchAll() {
        index = GroupIndex.open("embedded:feed?published=2000000");
        index.publish(List.of("product:*"));
        all = Interest.of(null, List.of());
        feed = Feed.polled(index, GroupVisibility.EVERYTHING);
        List<String> some = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            some.add("product:" + i);
            if (some.size() == 1000) {
                index.touch(some);
                some.clear();
            }
        }
        before = feed.read(all).cursor();
        for (int i = 0; i < CHANGED; i++) {
            index.touch("product:" + i * (groups / CHANGED));
        }
    }

    @TearDown
    public void close() {
        index.close();
    }

    /** All of them, in pieces of 16 KB, as the servlet streams them. */
    @Benchmark
    public long listing() {
        return length(feed.read(all));
    }

    /** The hundred that have changed. */
    @Benchmark
    public long delta() {
        return length(feed.since(before, all));
    }

    /** Whether anything has changed: the tag of the delta of a reader who is up to date. */
    @Benchmark
    public ETag unchanged() {
        return feed.since(feed.read(all).cursor(), all).etag();
    }

    /** A touch of one of them. */
    @Benchmark
    public Stamp touch() {
        next = (next + 7919) % groups;
        return index.touch("product:" + next);
    }

    private static long length(GroupTimestamps timestamps) {
        long length = 0;
        for (Iterator<byte[]> pieces = timestamps.json(PIECE); pieces.hasNext(); ) {
            length += pieces.next().length;
        }
        return length;
    }
}
