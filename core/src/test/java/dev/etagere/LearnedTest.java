package dev.etagere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.SteppedClock;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Learned groups")
class LearnedTest {
    private static final String POLICIES = """
            /search
              Cache-Control: public, no-cache
              Groups: products
              Learned-Groups: on
            /free
              Cache-Control: public, no-cache
              Learned-Groups: on
            /plain
              Cache-Control: public, no-cache
              Groups: products
            /asset
              Cache-Control: public, max-age=60
            PUT /free
              Touches: free
            """;

    private final SteppedClock clock = new SteppedClock();
    private final GroupIndex index = GroupIndex.inMemory(clock);
    private final ConditionalRequests engine = ConditionalRequests.builder(index)
            .policies(PolicyTable.parse("cache-policies", POLICIES))
            .audit(AuditSettings.DEFAULT)
            .patience(Duration.ofMillis(10))
            .build();

    private Exchange exchange(TestRequest request) {
        return assertInstanceOf(Exchange.class, engine.decide(request));
    }

    private static void name(Exchange exchange, String... groups) {
        try (Exchange.Binding bound = exchange.bind()) {
            assertNotNull(bound);
            Groups.current().dependOn(groups);
        }
    }

    /** A run from beginning to end, whose handler finishes before the commit. */
    private Outcome run(TestRequest request, String... groups) {
        Exchange exchange = exchange(request);
        name(exchange, groups);
        exchange.completed(200);
        return exchange.commit(TestResponse.ok());
    }

    private String etag(String target, String... groups) {
        Outcome.Send sent = assertInstanceOf(Outcome.Send.class, run(TestRequest.get(target), groups));
        return Objects.requireNonNull(sent.fields().get("ETag"));
    }

    private static TestRequest having(String target, String etag) {
        return TestRequest.get(target).with("If-None-Match", etag);
    }

    private static Reason reason(Decision decision) {
        return decision.explanation().reason();
    }

    @Test
    void areRememberedSoThatTheNextRequestIsDecidedBeforeItsHandler() {
        String etag = etag("/search?q=oak", "product:1", "product:2");
        Answer answer = assertInstanceOf(Answer.class, engine.decide(having("/search?q=oak", etag)));
        assertEquals(304, answer.status());
        assertEquals(etag, answer.fields().get("ETag"));
        assertEquals("product:1,product:2,products", answer.fields().get("Cache-Tag"));
    }

    @Test
    void R02_everyGroupNamedMovesTheTag() {
        for (String moved : new String[] {"products", "product:1", "product:2"}) {
            String etag = etag("/search?q=oak", "product:1", "product:2");
            index.touch(moved);
            assertEquals(Reason.CHANGED, reason(engine.decide(having("/search?q=oak", etag))));
            clock.step(Duration.ofSeconds(1));
            assertNotEquals(etag, etag("/search?q=oak", "product:1", "product:2"));
        }
    }

    @Test
    void R02_aStampPastTheStartMarkDropsTheValidator() {
        Exchange exchange = exchange(TestRequest.get("/free"));
        name(exchange, "a");
        index.touch("a");
        exchange.completed(200);
        assertNull(assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .get("ETag"));
    }

    @Test
    void R02_aDeclaredGroupThatMovedMeanwhileDropsItToo() {
        Exchange exchange = exchange(TestRequest.get("/search"));
        index.touch("products");
        exchange.completed(200);
        assertNull(assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .get("ETag"));
    }

    @Test
    void R02_fluxAtTheEndDropsTheValidator() {
        Exchange exchange = exchange(TestRequest.get("/free"));
        name(exchange, "a");
        exchange.completed(200);
        try (ChangeScope scope = index.begin("a")) {
            assertNotNull(scope);
            assertNull(assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                    .fields()
                    .get("ETag"));
        }
    }

    @Test
    void R23_whereTheMemoryIsGoneTheHandlerRunsAndAMatchIsAnsweredLate() {
        String etag = etag("/free?x", "a", "b");
        ConditionalRequests forgetful = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("cache-policies", POLICIES))
                .build();
        Exchange exchange = assertInstanceOf(Exchange.class, forgetful.decide(having("/free?x", etag)));
        assertEquals(Reason.NOT_LEARNED, reason(exchange));
        name(exchange, "b", "a");
        exchange.completed(200);
        Answer late = assertInstanceOf(Answer.class, exchange.commit(TestResponse.ok()));
        assertEquals(304, late.status());
        assertEquals(etag, late.fields().get("ETag"));
        assertInstanceOf(Answer.class, forgetful.decide(having("/free?x", etag)));
    }

    @Test
    void R23_thePrincipalIsPartOfTheMemory() {
        String etag = etag("/free?x", "a");
        run(TestRequest.get("/free?x").with("Authorization", "Basic x"), "b");
        index.touch("b");
        assertInstanceOf(Answer.class, engine.decide(having("/free?x", etag)));
    }

    @Test
    void R23_committedBeforeItsHandlerIsDoneItGetsNoValidator() {
        Exchange exchange = exchange(TestRequest.get("/free"));
        name(exchange, "a");
        HeaderFields fields = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields();
        assertNull(fields.get("ETag"));
        assertNull(fields.get("Cache-Tag"), "a gateway could not be told to forget it");
        name(exchange, "late");
        exchange.completed(200);
        assertNotNull(etag("/free", "a", "late"), "nothing has lied, so nothing is poisoned");
    }

    @Test
    void R23_unlessItSaysThatAllHaveBeenNamed() {
        Exchange exchange = exchange(TestRequest.get("/free"));
        name(exchange, "a");
        try (Exchange.Binding bound = exchange.bind()) {
            assertNotNull(bound);
            Groups.current().complete();
        }
        HeaderFields fields = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields();
        assertNotNull(fields.get("ETag"));
        name(exchange, "a");
        exchange.completed(200);
        assertInstanceOf(Answer.class, engine.decide(having("/free", fields.get("ETag"))));
    }

    @Test
    void R23_aGroupNamedTooLateCostsTheUrlItsValidators() {
        Exchange exchange = exchange(TestRequest.get("/free?u"));
        exchange.completed(200);
        String etag = Objects.requireNonNull(assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .get("ETag"));
        name(exchange, "late");
        assertEquals(Reason.POISONED, reason(engine.decide(having("/free?u", etag))));
        Outcome.Send again = assertInstanceOf(Outcome.Send.class, run(having("/free?u", etag), "late"));
        assertNull(again.fields().get("ETag"));
        assertNotNull(etag("/free?v"), "of that URL only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"declared", "named", "nothing"})
    void R23_whatWentOutWithoutAGroupIsNotConfirmedByWhoeverStartsAnewOnTheSameIndex(String makes) {
        Exchange exchange = exchange(TestRequest.get(makes.equals("declared") ? "/search" : "/free"));
        if (makes.equals("named")) {
            name(exchange, "early");
        }
        exchange.completed(200);
        String etag = Objects.requireNonNull(assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .get("ETag"));
        name(exchange, "late");
        index.touch("late");

        ConditionalRequests anew = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("cache-policies", POLICIES))
                .build();
        Exchange again = assertInstanceOf(
                Exchange.class, anew.decide(having(makes.equals("declared") ? "/search" : "/free", etag)));
        if (makes.equals("named")) {
            name(again, "early");
        }
        again.completed(200);
        assertInstanceOf(Outcome.Send.class, again.commit(TestResponse.ok()), "the late group has changed");
    }

    @Test
    void R23_moreThan256GroupsAreNotRememberedAndGetNoValidator() {
        String[] many = new String[257];
        for (int i = 0; i < many.length; i++) {
            many[i] = "g:" + i;
        }
        Outcome.Send sent = assertInstanceOf(Outcome.Send.class, run(TestRequest.get("/free?many"), many));
        assertNull(sent.fields().get("ETag"));
        assertEquals(Reason.NOT_LEARNED, reason(engine.decide(TestRequest.get("/free?many"))));
    }

    @Test
    void R23_anythingButA200IsNotRemembered() {
        for (int status : new int[] {404, 500, 206, 304}) {
            Exchange exchange = exchange(TestRequest.get("/free?" + status));
            name(exchange, "a");
            exchange.completed(status);
            exchange.commit(TestResponse.of(status));
            assertEquals(Reason.NOT_LEARNED, reason(engine.decide(TestRequest.get("/free?" + status))));
        }
    }

    @Test
    void R23_aHeadIsNotRemembered() {
        Exchange exchange = exchange(TestRequest.of("HEAD", "/free?h"));
        exchange.completed(200);
        exchange.commit(TestResponse.ok());
        assertEquals(Reason.NOT_LEARNED, reason(engine.decide(TestRequest.get("/free?h"))));
    }

    @Test
    void R23_onAThreadThatHandlesNoRequestIsRefused() throws Exception {
        Exchange exchange = exchange(TestRequest.get("/free"));
        try (Exchange.Binding bound = exchange.bind()) {
            assertNotNull(bound);
            CompletableFuture<Void> foreign =
                    CompletableFuture.runAsync(() -> assertThrows(IllegalStateException.class, Groups::current));
            foreign.get();
        }
    }

    @Test
    void R23_aGroupThatAPolicyDoesNotExpectUnlabels() {
        Exchange exchange = exchange(TestRequest.get("/plain"));
        name(exchange, "products");
        exchange.completed(200);
        assertNotNull(assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .get("ETag"));
        Exchange surprised = exchange(TestRequest.get("/plain"));
        name(surprised, "other");
        surprised.completed(200);
        assertNull(assertInstanceOf(Outcome.Send.class, surprised.commit(TestResponse.ok()))
                .fields()
                .get("ETag"));
    }

    @Test
    void R23_aGroupThatAPolicyDoesNotExpectAfterItsLabelPoisons() {
        Exchange exchange = exchange(TestRequest.get("/plain"));
        String etag = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .get("ETag");
        name(exchange, "other");
        assertEquals(Reason.POISONED, reason(engine.decide(having("/plain", etag))));
    }

    @Test
    void meanNothingWhereNothingIsLabelled() {
        run(TestRequest.get("/asset"), "a");
        Exchange write = exchange(TestRequest.of("PUT", "/free"));
        name(write, "a");
        write.completed(200);
        assertFalse(index.inFlux("a"));
    }

    @Test
    void R17_haveNoDate() {
        clock.step(Duration.ofSeconds(5));
        assertNull(assertInstanceOf(Outcome.Send.class, run(TestRequest.get("/search")))
                .fields()
                .get("Last-Modified"));
    }

    @Test
    void aClientThatIsAheadGetsNoLate304() {
        String etag = etag("/free?x", "a");
        Exchange exchange = exchange(having("/free?x", etag).with("Etagere-Min-As-Of", "nonsense"));
        name(exchange, "a");
        exchange.completed(200);
        assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()));
    }

    @Test
    void moreThanFitAreNotToldToGateways() {
        String[] many = new String[17];
        for (int i = 0; i < many.length; i++) {
            many[i] = "g:" + i;
        }
        Outcome.Send sent = assertInstanceOf(Outcome.Send.class, run(TestRequest.get("/free?tags"), many));
        assertNotNull(sent.fields().get("ETag"));
        assertNull(sent.fields().get("Cache-Tag"));
    }

    @Test
    void whatIsTouchedAfterTheHandlerMovesAtOnce() {
        Exchange exchange = exchange(TestRequest.get("/free"));
        exchange.completed(200);
        try (Exchange.Binding bound = exchange.bind()) {
            assertNotNull(bound);
            Groups.current().touch("views");
        }
        assertEquals(index.head(), index.stamp("views"));
        assertFalse(index.inFlux("views"));
        assertTrue(index.vector(java.util.List.of("views")).read(null) != null);
    }
}
