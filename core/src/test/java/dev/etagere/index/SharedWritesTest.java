package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.Groups;
import dev.etagere.TestRequest;
import dev.etagere.WriteRefusedException;
import dev.etagere.index.shared.SharedSettings;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Declared writes whose shared log goes away: a client is told to come again, never that something broke. */
class SharedWritesTest {
    private final MemoryLog log = new MemoryLog(
            InstantSource.system(),
            new SharedSettings(1 << 10, 100, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofMillis(200)));
    private final MemoryLog.Connection connection = log.connect();
    private final GroupIndex index = node(connection);
    private final ConditionalRequests engine = ConditionalRequests.builder(index)
            .policies(PolicyTable.parse("cache-policies", "PUT /a\n  Touches: a\n"))
            .revision("1")
            .build();

    private static GroupIndex node(MemoryLog.Connection connection) {
        SharedTouchLog own = new SharedTouchLog(
                connection, Sources.of(InstantSource.system()), Repeater.onAThreadOfItsOwn("heartbeat"));
        own.awaitLive();
        return new GroupIndex(own, null);
    }

    @AfterEach
    void close() {
        connection.heal();
        index.close();
    }

    private static void isComeAgain(Answer answer) {
        assertEquals(503, answer.status());
        Map<String, String> fields = new HashMap<>();
        answer.forEach(fields::put);
        assertEquals("1", fields.get("Retry-After"));
    }

    private static void ends(BooleanSupplier flux) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (flux.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, "it ends");
            Thread.sleep(5);
        }
    }

    @Test
    void R20_aWriteIsRefusedBeforeItsHandlerRuns() {
        connection.cut();
        isComeAgain(assertInstanceOf(Answer.class, engine.decide(TestRequest.of("PUT", "/a"))));
    }

    @Test
    void R20_aHandlerIsRefusedThatNamesMoreThanTheLogCanBeTold() throws Exception {
        Decision decision = engine.decide(TestRequest.of("PUT", "/a"));
        Exchange write = assertInstanceOf(Exchange.class, decision);
        connection.cut();
        Exchange.Binding binding = write.bind();
        WriteRefusedException refusal =
                assertThrows(WriteRefusedException.class, () -> Groups.current().touch("b"));
        binding.close();
        isComeAgain(refusal.answer());
        assertInstanceOf(IndexUnavailableException.class, refusal.getCause());
        assertTrue(index.inFlux("b"), "nothing of it is confirmed until it is known to be over");
        write.completed(refusal.answer().status());
        connection.heal();
        ends(() -> index.inFlux("a") || index.inFlux("b"));
    }

    @Test
    void R20_whatARefusingHandlerHasTouchedStaysInFluxUntilTheLogKnows() throws Exception {
        Exchange write = assertInstanceOf(Exchange.class, engine.decide(TestRequest.of("PUT", "/a")));
        try (Exchange.Binding bound = write.bind()) {
            assertNotNull(bound);
            Groups.current().touch("b");
        }
        Stamp before = index.stamp("b");
        connection.cut();
        write.completed(409);
        try (GroupIndex other = node(log.connect())) {
            assertTrue(index.inFlux("b") && other.inFlux("b"), "here and elsewhere");
            connection.heal();
            ends(() -> index.inFlux("b") || other.inFlux("b"));
            assertTrue(other.stamp("b").compareTo(before) > 0, "and has moved");
        }
    }
}
