package dev.etagere.benchmarks;

import dev.etagere.http.ETag;
import dev.etagere.http.ETagList;
import dev.etagere.http.HttpDate;
import dev.etagere.policy.PolicyTable;
import dev.etagere.policy.RouteMatch;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Lists of tags, dates and the look-up of a route. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HttpBenchmark {
    private static final DateTimeFormatter RFC_1123 = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private final ETag current = ETag.weak("0123456789abcdefghijklmnop");
    private final String ten = "\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", " + current;
    private final String date = "Sun, 22 Nov 2026 10:00:00 GMT";
    private final PolicyTable routes = PolicyTable.parse("benchmark", routes());
    private long second = 1_795_341_600L;

    private static String routes() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("/shop").append(i).append("/{id}/reviews/{review}\nGroups: review:{review}\n");
        }
        return text.toString();
    }

    /** The last of ten tags matches. */
    @Benchmark
    public ETagList.Match tenTags() {
        return ETagList.find(ten, current, ETagList.Comparison.WEAK);
    }

    /** Ours. */
    @Benchmark
    public long parseDate() {
        return HttpDate.parse(date, second);
    }

    /** That of java.time. */
    @Benchmark
    public Instant parseDateByJavaTime() {
        return Instant.from(RFC_1123.parse(date));
    }

    /** Ours. */
    @Benchmark
    public String formatDate() {
        return HttpDate.format(second++);
    }

    /** That of java.time. */
    @Benchmark
    public String formatDateByJavaTime() {
        return RFC_1123.format(Instant.ofEpochSecond(second++));
    }

    /** One of a hundred routes. */
    @Benchmark
    public RouteMatch route() {
        return routes.find("/shop57/42/reviews/7");
    }
}
