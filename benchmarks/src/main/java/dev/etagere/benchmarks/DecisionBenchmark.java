package dev.etagere.benchmarks;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.RequestHead;
import dev.etagere.ResponseHead;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
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

/** The whole decision, without a container: route, stamps, validator, precondition. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecisionBenchmark {
    private static final String POLICIES = """
            /one/{id}
              Cache-Control: public, no-cache
              Groups: product:{id}
            /four/{id}
              Cache-Control: public, max-age=30
              Vary: Accept
              Groups: products, product:{id}, category:shelves, prices
            """;

    /** {@code -p uri=embedded:decisions,redis://127.0.0.1:6379/decisions} compares the two in one run. */
    @Param("embedded:decisions")
    public String uri;

    private ConditionalRequests engine;
    private GroupIndex index;
    private Head oneMatches;
    private Head fourMatch;
    private Head oneMisses;
    private Head elsewhere;

    private record Head(String path, String ifNoneMatch) implements RequestHead {
        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String query() {
            return null;
        }

        @Override
        public String field(String name) {
            return name.equals("If-None-Match") ? ifNoneMatch : null;
        }

        @Override
        public String principal() {
            return null;
        }
    }

    private enum Ok implements ResponseHead {
        OK;

        @Override
        public int status() {
            return 200;
        }

        @Override
        public String field(String name) {
            return null;
        }
    }

    /** Asks once for each path, so that the client has a tag. */
    @Setup
    public void ask() {
        index = GroupIndex.open(uri);
        engine = ConditionalRequests.builder(index)
                .revision("1")
                .policies(PolicyTable.parse("benchmark", POLICIES))
                .build();
        oneMatches = new Head("/one/42", tag("/one/42"));
        fourMatch = new Head("/four/42", tag("/four/42"));
        oneMisses = new Head("/one/42", "W/\"0123456789abcdefghijklmnop\"");
        elsewhere = new Head("/else/where", null);
        if (!(engine.decide(oneMatches) instanceof Answer) || !(engine.decide(fourMatch) instanceof Answer)) {
            throw new IllegalStateException("the tags do not match");
        }
    }

    /** Lets a shared index go. */
    @TearDown
    public void close() {
        index.close();
    }

    private String tag(String path) {
        String[] tag = new String[1];
        Exchange exchange = (Exchange) engine.decide(new Head(path, null));
        ((Outcome.Send) exchange.commit(Ok.OK)).fields().forEach((name, value) -> {
            if (name.equals("ETag")) {
                tag[0] = value;
            }
        });
        return tag[0];
    }

    /** 304, one group. */
    @Benchmark
    public Decision oneGroupMatches() {
        return engine.decide(oneMatches);
    }

    /** 304, four groups. */
    @Benchmark
    public Decision fourGroupsMatch() {
        return engine.decide(fourMatch);
    }

    /** The handler runs: another tag. */
    @Benchmark
    public Decision oneGroupMisses() {
        return engine.decide(oneMisses);
    }

    /** 200, with its header. */
    @Benchmark
    public Outcome oneGroupMissesAndCommits() {
        return ((Exchange) engine.decide(oneMisses)).commit(Ok.OK);
    }

    /** After a touch: the validator is made anew. */
    @Benchmark
    public Decision touchedBetween() {
        index.touch("product:42");
        return engine.decide(oneMatches);
    }

    /** No policy. */
    @Benchmark
    public Decision passes() {
        return engine.decide(elsewhere);
    }
}
