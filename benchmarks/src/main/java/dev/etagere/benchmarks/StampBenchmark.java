package dev.etagere.benchmarks;

import dev.etagere.index.GroupIndex;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
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
import org.openjdk.jmh.annotations.Warmup;

/** One stamp by name among many groups, beside a map that would forget nothing either, but grows. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StampBenchmark {
    private static final int ASKED = 1 << 16;

    /** How many groups were touched. */
    @Param({"10000", "1000000"})
    int groups;

    private final String[] names = new String[ASKED];
    private final ConcurrentMap<String, Long> map = new ConcurrentHashMap<>();
    private GroupIndex index;
    private int next;

    /** Touches every group once and picks the ones that are asked for. */
    @Setup
    public void touch() {
        index = GroupIndex.open("embedded:benchmark");
        for (int i = 0; i < groups; i++) {
            String group = "product:" + i;
            map.put(group, index.touch(group).nanos());
        }
        for (int i = 0; i < ASKED; i++) {
            names[i] = "product:" + (int) (InstantSource.system().millis() * 31 + i * 7919L & 0x7fffffff) % groups;
        }
    }

    /** Ours. */
    @Benchmark
    public long slot() {
        return index.stampNanos(names[next++ & ASKED - 1]);
    }

    /** The plain map. */
    @Benchmark
    public long concurrentHashMap() {
        return map.get(names[next++ & ASKED - 1]);
    }
}
