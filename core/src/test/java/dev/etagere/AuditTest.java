package dev.etagere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.SteppedClock;
import dev.etagere.policy.PolicyTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The audit")
class AuditTest {
    private static final String POLICIES = """
            /page
              Cache-Control: public, no-cache
              Groups: pages, other
            /clock
              Cache-Control: public, no-cache
              Groups: pages
              Audit: off
            /learned
              Cache-Control: public, no-cache
              Learned-Groups: on
            /reported
              Cache-Control: public, no-cache
              Groups: pages
              Mode: report
            """;

    private final List<AuditMismatch> heard = new ArrayList<>();
    private final GroupIndex index = GroupIndex.inMemory(new SteppedClock());
    private final ConditionalRequests engine = engine(new AuditSettings(1, 1e9, 100, false));

    private ConditionalRequests engine(AuditSettings settings) {
        return ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("cache-policies", POLICIES))
                .audit(settings)
                .auditListener(heard::add)
                .build();
    }

    private static void write(Exchange exchange, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Objects.requireNonNull(exchange.body()).update(bytes, 0, bytes.length);
        exchange.written();
    }

    /** The handler is done before the commit, as with a body that fits into the buffer. */
    private static Outcome small(Exchange exchange, String body) {
        write(exchange, body);
        exchange.completed(200);
        return exchange.commit(TestResponse.ok());
    }

    /** The commit comes first, as with a large body, and in JAX-RS. */
    private static Outcome large(Exchange exchange, String body) {
        Outcome outcome = exchange.commit(TestResponse.ok());
        write(exchange, body);
        exchange.completed(200);
        return outcome;
    }

    private static Exchange exchange(ConditionalRequests by, TestRequest request) {
        return assertInstanceOf(Exchange.class, by.decide(request));
    }

    private static @Nullable String etag(Outcome outcome) {
        return assertInstanceOf(Outcome.Send.class, outcome).fields().get("ETag");
    }

    private TestRequest revalidation() {
        String etag = etag(small(exchange(engine, TestRequest.get("/page")), "one"));
        return TestRequest.get("/page").with("If-None-Match", etag);
    }

    @Test
    void R26_runsTheHandlerAndConfirmsWhatItFindsUnchanged() {
        Exchange audited = exchange(engine, revalidation());
        assertEquals(Reason.AUDITED, audited.explanation().reason());
        assertEquals(304, assertInstanceOf(Answer.class, small(audited, "one")).status());
        assertTrue(heard.isEmpty());
    }

    @Test
    void R26_findsAWriteThatForgotItsTouch() {
        Outcome outcome = small(exchange(engine, revalidation()), "two");
        assertNull(etag(outcome), "never under the tag of what it is not");
        AuditMismatch mismatch = heard.get(0);
        assertEquals(List.of("other", "pages"), mismatch.groups());
        assertEquals("/page", mismatch.path());
        assertTrue(mismatch.policy().startsWith("cache-policies:"));
        assertTrue(mismatch.toString().contains("forgot its touch"), mismatch.toString());
    }

    @Test
    void R26_findsItInALargeBodyToo() {
        assertNotNull(etag(large(exchange(engine, revalidation()), "two")), "sent before it could be known");
        assertEquals(1, heard.size());
    }

    @Test
    void R26_findsItWithoutAnyCondition() {
        small(exchange(engine, TestRequest.get("/page")), "one");
        small(exchange(engine, TestRequest.get("/page")), "two");
        assertEquals(1, heard.size());
    }

    @Test
    void R26_findsWhatIsGone() {
        Exchange audited = exchange(engine, revalidation());
        audited.commit(TestResponse.of(404));
        assertEquals(404, heard.get(0).status());
        exchange(engine, revalidation()).commit(TestResponse.of(503));
        assertEquals(1, heard.size(), "a server that fails tells nothing");
    }

    @Test
    void R26_mindsNoChangeThatWasTouched() {
        TestRequest before = revalidation();
        index.touch("pages");
        assertNotNull(etag(small(exchange(engine, before), "two")));
        assertTrue(heard.isEmpty());
    }

    @Test
    void R26_leavesAPolicyAloneThatSaysSo() {
        assertNull(exchange(engine, TestRequest.get("/clock")).body());
    }

    @Test
    void R26_putsAPolicyIntoQuarantineAndLetsItOutAgain() {
        ConditionalRequests strict = engine(new AuditSettings(1, 1e9, 100, true));
        String etag = etag(small(exchange(strict, TestRequest.get("/page")), "one"));
        TestRequest request = TestRequest.get("/page").with("If-None-Match", etag);
        small(exchange(strict, request), "two");
        assertEquals(Set.of(heard.get(0).policy()), strict.quarantined());
        Exchange quarantined = exchange(strict, request);
        assertEquals(Reason.QUARANTINED, quarantined.explanation().reason());
        assertNull(etag(small(quarantined, "two")));
        assertTrue(strict.liftQuarantine(heard.get(0).policy()));
        assertFalse(strict.liftQuarantine("elsewhere:1"));
        assertEquals(Set.of(), strict.quarantined());
    }

    @Test
    void R26_takesAShareAndNotMoreThanItsRate() {
        ConditionalRequests rare = engine(new AuditSettings(0.1, 1e9, 100, false));
        String etag = etag(small(exchange(rare, TestRequest.get("/page")), "one"));
        TestRequest request = TestRequest.get("/page").with("If-None-Match", etag);
        int audited = 0;
        for (int i = 0; i < 10_000; i++) {
            audited += rare.decide(request) instanceof Exchange ? 1 : 0;
        }
        int counted = audited;
        assertTrue(counted > 700 && counted < 1300, () -> counted + " of 10000");
        ConditionalRequests bounded = engine(new AuditSettings(1, 0.001, 100, false));
        bounded.decide(request);
        assertInstanceOf(Answer.class, bounded.decide(request));
    }

    @Test
    void R26_isOffUntilItIsTurnedOn() {
        ConditionalRequests quiet = engine(AuditSettings.DEFAULT);
        assertNull(exchange(quiet, TestRequest.get("/page")).body());
        assertNull(exchange(quiet, TestRequest.get("/learned")).body());
    }

    @Test
    void R26_countsTheWouldBeLiesOfAReportedPolicy() {
        ConditionalRequests quiet = engine(AuditSettings.DEFAULT);
        String etag = etag(small(exchange(quiet, TestRequest.get("/reported")), "one"));
        TestRequest request = TestRequest.get("/reported").with("If-None-Match", etag);
        assertInstanceOf(Outcome.Send.class, small(exchange(quiet, request), "one"));
        assertTrue(heard.isEmpty());
        small(exchange(quiet, request), "two");
        assertEquals(1, heard.size());
    }

    @Test
    void R26_watchedTakesEverything() {
        ConditionalRequests quiet = engine(AuditSettings.DEFAULT);
        List<AuditMismatch> watched = new ArrayList<>();
        String etag;
        TestRequest request;
        try (Audit.Watch watch = Audit.watch(watched::add)) {
            assertNotNull(watch);
            etag = etag(small(exchange(quiet, TestRequest.get("/page")), "one"));
            request = TestRequest.get("/page").with("If-None-Match", etag);
            small(exchange(quiet, request), "two");
        }
        assertEquals(1, watched.size());
        assertInstanceOf(Answer.class, quiet.decide(request));
    }

    @Test
    void aListenerThatFailsBreaksNothing() {
        try (Audit.Watch watch = Audit.watch(mismatch -> {
            throw new IllegalStateException("broken");
        })) {
            assertNotNull(watch);
            small(exchange(engine, revalidation()), "two");
        }
        assertEquals(1, heard.size());
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> AuditSettings.DEFAULT.withShare(2));
        assertThrows(IllegalArgumentException.class, () -> AuditSettings.DEFAULT.withShare(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new AuditSettings(1, 0, 1, false));
    }
}
