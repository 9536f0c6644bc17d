package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.TestRequest;
import dev.etagere.TestResponse;
import dev.etagere.index.shared.SharedSettings;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A read on a node of a shared index")
class SharedReadsTest {
    // Longer than any test takes: what is not asked of the log is confirmed by a copy that is behind.
    private static final Duration STALENESS = Duration.ofSeconds(60);

    private final MemoryLog log = new MemoryLog(
            InstantSource.system(), new SharedSettings(1 << 10, 100, STALENESS, STALENESS, Duration.ofMillis(200)));
    private final MemoryLog.Connection way = log.connect();
    private final SharedTouchLog here = node(way);
    private final SharedTouchLog there = node(log.connect());
    private final ConditionalRequests engine = ConditionalRequests.builder(new GroupIndex(here, null))
            .policies(PolicyTable.parse("cache-policies", "/lax\n  Groups: a\n\n/strict\n  Groups: a\n  Strict: on\n"))
            .revision("1")
            .build();

    private static SharedTouchLog node(MemoryLog.Connection way) {
        SharedTouchLog node = new SharedTouchLog(
                way,
                Sources.of(InstantSource.system()),
                (task, every) -> Repeater.onAThreadOfItsOwn("heartbeat").repeat(task, Duration.ofMillis(20)));
        node.awaitLive();
        return node;
    }

    @AfterEach
    void close() {
        way.heal();
        there.close();
        engine.index().close();
    }

    private Map<String, String> ran(String path) {
        Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(TestRequest.get(path)));
        Map<String, String> fields = new HashMap<>();
        assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .forEach(fields::put);
        return fields;
    }

    private boolean confirms(String path, @Nullable String tag) {
        return engine.decide(TestRequest.get(path).with("If-None-Match", tag)) instanceof Answer answer
                && answer.status() == 304;
    }

    @Test
    void R20_isConfirmedByACopyThatIsBehindUnlessItsPolicyIsStrict() throws Exception {
        String lax = ran("/lax").get("ETag");
        String strict = ran("/strict").get("ETag");
        assertTrue(confirms("/lax", lax) && confirms("/strict", strict));
        way.deafen();
        // What it is just waiting for comes through.
        Thread.sleep(50);
        there.touch(List.of("a"));
        assertTrue(confirms("/lax", lax), "for as long as the lease");
        assertFalse(confirms("/strict", strict));
    }

    @Test
    void R20_underAStrictPolicyIsConfirmedByTheLogAlone() {
        String strict = ran("/strict").get("ETag");
        way.cut();
        assertFalse(confirms("/strict", strict));
        assertNull(ran("/strict").get("ETag"));
    }

    /** Whose heartbeats come when the test says so, and with them what it has not brought to the log yet. */
    private GroupIndex slow(MemoryLog.Connection connection, List<Runnable> beat) {
        SharedTouchLog node = new SharedTouchLog(connection, Sources.of(InstantSource.system()), (task, every) -> {
            beat.add(task);
            return () -> {};
        });
        node.awaitLive();
        return new GroupIndex(node, null);
    }

    @Test
    void R20_underAStrictPolicyIsNotConfirmedByAnAnswerThatATouchOfThisNodeHasOvertaken() {
        MemoryLog.Connection late = log.connect();
        List<Runnable> beat = new ArrayList<>();
        try (GroupIndex index = slow(late, beat)) {
            GroupVector vector = index.vector(List.of("a"));
            late.cut();
            assertThrows(IndexUnavailableException.class, () -> index.touch("a"));
            late.heal();
            late.afterLook(() -> {
                beat.get(0).run();
                while (index.inFlux("a")) {
                    Thread.onSpinWait();
                }
            });
            assertNull(vector.readThrough(null));
        }
    }

    @Test
    void R20_underAStrictPolicyIsNotConfirmedBeforeTheLogKnowsThatEverythingMoves() {
        MemoryLog.Connection late = log.connect();
        List<Runnable> beat = new ArrayList<>();
        try (GroupIndex index = slow(late, beat)) {
            GroupVector vector = index.vector(List.of("a"));
            late.cut();
            assertThrows(IndexUnavailableException.class, index::touchAll);
            late.heal();
            assertNull(vector.readThrough(null));
        }
    }

    @Test
    void R18_underAStrictPolicyIsNotConfirmedByALogThatThisNodeHasNotRepeatedItsTouchesTo() {
        MemoryLog.Connection late = log.connect();
        try (GroupIndex index = slow(late, new ArrayList<>())) {
            GroupVector vector = index.vector(List.of("a"));
            assertNotNull(vector.readThrough(null));
            late.deafen();
            log.startEpoch();
            assertNull(vector.readThrough(null));
        }
    }

    @Test
    void R07_hasNeitherValidatorNorDateOfOursWhereNothingProvesTheCopyFresh() {
        assertNotNull(ran("/lax").get("Date"));
        way.cut();
        // Cannot be done, and nothing is confirmed until it is.
        assertThrows(IndexUnavailableException.class, here::touchAll);
        Map<String, String> fields = ran("/lax");
        assertNull(fields.get("ETag"));
        assertNull(fields.get("Date"), "the as-of stands still");
        assertNull(fields.get("Etagere-As-Of"));
    }
}
