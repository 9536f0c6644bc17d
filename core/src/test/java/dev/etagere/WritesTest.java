package dev.etagere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import dev.etagere.index.SteppedClock;
import dev.etagere.policy.PolicyTable;
import dev.etagere.policy.Touches;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WritesTest {
    private static final String POLICIES = """
            /products
              Cache-Control: public, no-cache
              Groups: products
            POST /products
              Touches: products
            /products/{id}
              Cache-Control: public, no-cache
              ETag: strong
              Groups: product:{id}
            PUT DELETE PATCH /products/{id}
              Touches: products, product:{id}
            /account
              Cache-Control: private, no-cache
              Groups: user:{principal}
            PUT /account
              Touches: user:{principal}
            PUT /alone/{id}
              Touches: alone:{id}
            """;

    private final SteppedClock clock = new SteppedClock();
    private final GroupIndex index = GroupIndex.inMemory(clock);
    private final ConditionalRequests engine = ConditionalRequests.builder(index)
            .policies(PolicyTable.parse("cache-policies", POLICIES))
            .patience(Duration.ofMillis(20))
            .build();

    private WriteExchange runs(RequestHead request) {
        return assertInstanceOf(WriteExchange.class, engine.decide(request));
    }

    private void fails(RequestHead request) {
        assertEquals(412, assertInstanceOf(Answer.class, engine.decide(request)).status());
        assertFalse(index.inFlux("product:42"), "nothing was begun");
    }

    private HeaderFields got(String target) {
        Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(TestRequest.get(target)));
        return assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields();
    }

    private String etag() {
        return Objects.requireNonNull(got("/products/42").get("ETag"));
    }

    private static TestRequest put() {
        return TestRequest.of("PUT", "/products/42");
    }

    @Test
    void aWriteDeclaredTwiceDoesNotWaitForItself() {
        WriteExchange outer = runs(put());
        Exchange.Binding binding = outer.bind();
        try {
            WriteExchange inner = assertInstanceOf(WriteExchange.class, twice(put()));
            assertTrue(index.inFlux("inner"));
            inner.completed(204);
            TestRequest conditional = put().with("If-Match", "\"any\"");
            assertEquals(
                    "the write is declared twice, at cache-policies:11 and at Shop.put, and its condition can be judged"
                            + " only once; leave one out",
                    assertThrows(IllegalStateException.class, () -> twice(conditional))
                            .getMessage());
        } finally {
            binding.close();
        }
        outer.completed(204);
        assertFalse(index.inFlux("product:42"));
        assertInstanceOf(WriteExchange.class, twice(put()), "one that has ended is no matter");
    }

    private Decision twice(RequestHead request) {
        return engine.decide(request, null, Touches.of("Shop.put", null, List.of("inner", "products")), Map.of());
    }

    @Nested
    @DisplayName("declared touches")
    class Declared {

        @ParameterizedTest
        @ValueSource(ints = {200, 201, 204, 303, 500, 503})
        void R09_moveWhenTheHandlerIsDone(int status) {
            Stamp before = index.head();
            WriteExchange exchange = runs(put());
            assertEquals(before, index.stamp("product:42"), "not before");
            assertTrue(index.inFlux("product:42") && index.inFlux("products"));
            exchange.completed(status);
            assertEquals(index.head(), index.stamp("product:42"));
            assertEquals(index.head(), index.stamp("products"));
            assertFalse(index.inFlux("product:42"));
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 404, 409, 412, 422})
        void C068_stayAfterA4xx(int status) {
            Stamp before = index.head();
            runs(put()).completed(status);
            assertEquals(before, index.head());
            assertFalse(index.inFlux("product:42"));
        }

        @Test
        void R09_moveAfterAnException() {
            Stamp before = index.head();
            runs(put()).failed();
            assertTrue(index.stamp("product:42").compareTo(before) > 0);
        }

        @Test
        void moveOnce() {
            WriteExchange exchange = runs(put());
            exchange.completed(200);
            Stamp after = index.head();
            exchange.completed(200);
            exchange.failed();
            assertEquals(after, index.head());
        }

        @Test
        void belongToDeclaredMethodsOnly() {
            assertSame(Decision.Pass.PASS, engine.decide(TestRequest.of("POST", "/products/42")));
            assertSame(Decision.Pass.PASS, engine.decide(TestRequest.of("PUT", "/nowhere")));
        }

        @Test
        void ofAMissingPrincipalAreLeftOut() {
            Stamp before = index.head();
            runs(TestRequest.of("PUT", "/account")).completed(200);
            assertEquals(before, index.head());
            runs(TestRequest.of("PUT", "/account").as("alice")).completed(200);
            assertEquals(index.head(), index.stamp("user:alice"));
        }

        @Test
        void needNoPolicyForTheGet() {
            runs(TestRequest.of("PUT", "/alone/1").with("If-Match", "\"x\"")).completed(200);
            assertEquals(index.head(), index.stamp("alone:1"));
        }
    }

    @Nested
    @DisplayName("touches of the handler's own")
    class Told {

        @Test
        void moveInOneStepWithThoseThatAreDeclared() {
            List<Set<String>> heard = new ArrayList<>();
            index.listen((stamp, groups) -> heard.add(groups));
            WriteExchange exchange = runs(put());
            exchange.touch("category:old");
            exchange.touch("category:new");
            exchange.completed(200);
            assertEquals(List.of(Set.of("products", "product:42", "category:old", "category:new")), heard);
        }

        @Test
        void R10_areInFluxFromTheMomentTheyAreTold() {
            WriteExchange exchange = runs(put());
            try (Exchange.Binding bound = exchange.bind()) {
                assertNotNull(bound);
                Groups.current().touch("category:old", "category:new");
            }
            assertTrue(index.inFlux("category:old"));
            exchange.completed(200);
            assertFalse(index.inFlux("category:old"));
            assertTrue(index.stamp("category:new").compareTo(index.stamp("never")) > 0);
        }

        @Test
        void moveWhateverTheStatus() {
            Stamp declared = index.stamp("product:42");
            WriteExchange exchange = runs(put());
            try (Exchange.Binding bound = exchange.bind()) {
                assertNotNull(bound);
                Groups.current().touch("log");
            }
            exchange.completed(409);
            assertEquals(index.head(), index.stamp("log"));
            assertEquals(declared, index.stamp("product:42"));
        }

        @Test
        void ofAReadMoveToo() {
            Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(TestRequest.get("/products/42")));
            try (Exchange.Binding bound = exchange.bind()) {
                assertNotNull(bound);
                Groups.current().touch("views:42");
            }
            exchange.completed(200);
            assertEquals(index.head(), index.stamp("views:42"));
        }

        @Test
        void outsideOfADeclaredRequestAreRefusedWithTheCure() {
            String message =
                    assertThrows(IllegalStateException.class, Groups::current).getMessage();
            assertTrue(message.contains("declare the route"), message);
        }
    }

    @Nested
    @DisplayName("preconditions")
    class Conditions {

        @Test
        void C009_ifMatchThatFailsIs412BeforeTheHandler() {
            fails(put().with("If-Match", "\"other\""));
        }

        @Test
        void C064_ifMatchThatHoldsRunsTheHandler() {
            runs(put().with("If-Match", etag())).completed(200);
            fails(TestRequest.of("DELETE", "/products/42").with("If-Match", "\"other\""));
        }

        @Test
        void C024_aWeakTagNeverPassesIfMatch() {
            fails(put().with("If-Match", "W/" + etag()));
        }

        @Test
        void C016_ifNoneMatchThatMatchesIs412() {
            fails(put().with("If-None-Match", etag()));
            fails(put().with("If-None-Match", "W/" + etag()));
            runs(put().with("If-None-Match", "\"other\"")).completed(200);
        }

        @Test
        void C014_ifUnmodifiedSinceIsJudgedByTheClockOfTheLog() {
            clock.step(Duration.ofSeconds(5));
            String date = got("/products/42").get("Last-Modified");
            WriteExchange exchange = runs(put().with("If-Unmodified-Since", date));
            exchange.completed(200);
            fails(put().with("If-Unmodified-Since", date));
        }

        @Test
        void C010_starNeedsTheHandlerToSayWhetherTheTargetExists() {
            assertThrows(PreconditionFailedException.class, () -> tell(put().with("If-None-Match", "*"), true));
            assertThrows(PreconditionFailedException.class, () -> tell(put().with("If-Match", "*"), false));
            tell(put().with("If-None-Match", "*"), false);
            tell(put().with("If-Match", "*"), true);
            tell(put(), true);
            tell(put(), false);
        }

        @Test
        void C010_aTagThatHeldDoesNotHoldForWhatDoesNotExist() {
            assertThrows(PreconditionFailedException.class, () -> tell(put().with("If-Match", etag()), false));
        }

        @Test
        void C010_starIsJudgedWithoutAPolicyForTheGetToo() {
            TestRequest create = TestRequest.of("PUT", "/alone/1").with("If-None-Match", "*");
            assertThrows(PreconditionFailedException.class, () -> tell(create, true));
            tell(create, false);
        }

        @Test
        void theRefusalOfTheHandlersWordIs412() {
            PreconditionFailedException refusal =
                    assertThrows(PreconditionFailedException.class, () -> tell(put().with("If-None-Match", "*"), true));
            assertEquals(412, refusal.answer().status());
        }

        @Test
        void R20_inFluxAConditionalWriteIs503() {
            String tag = etag();
            ChangeScope scope = index.begin("product:42");
            Answer answer = assertInstanceOf(Answer.class, engine.decide(put().with("If-Match", tag)));
            assertEquals(503, answer.status());
            assertEquals("1", answer.fields().get("Retry-After"));
            scope.close();
            fails(put().with("If-Match", tag));
        }

        @Test
        void C065_ofTwoWritersWithOneTagOnlyOneBegins() {
            String tag = etag();
            WriteExchange winner = runs(put().with("If-Match", tag));
            assertEquals(
                    503,
                    assertInstanceOf(Answer.class, engine.decide(put().with("If-Match", tag)))
                            .status());
            winner.completed(200);
            fails(put().with("If-Match", tag));
        }

        @Test
        void C065_aConditionalWriteWaitsForItsRivalThenCompares() throws Exception {
            ConditionalRequests patient = ConditionalRequests.builder(index)
                    .policies(PolicyTable.parse("cache-policies", POLICIES))
                    .patience(Duration.ofSeconds(20))
                    .build();
            for (String rival : new String[] {"If-Match", "X-None"}) {
                String tag = etag();
                WriteExchange first = assertInstanceOf(WriteExchange.class, patient.decide(put().with(rival, tag)));
                CompletableFuture<Decision> second =
                        CompletableFuture.supplyAsync(() -> patient.decide(put().with("If-Match", tag)));
                Thread.sleep(30);
                assertFalse(second.isDone(), rival);
                first.completed(200);
                assertEquals(
                        412,
                        assertInstanceOf(Answer.class, second.get(20, TimeUnit.SECONDS))
                                .status());
            }
        }

        @Test
        void C065_anUnconditionalWriteWaitsForAConditionalOne() {
            WriteExchange conditional = runs(put().with("If-Match", etag()));
            assertEquals(
                    503, assertInstanceOf(Answer.class, engine.decide(put())).status());
            runs(TestRequest.of("POST", "/products")).completed(201);
            conditional.completed(200);
            WriteExchange one = runs(put());
            WriteExchange beside = runs(put());
            one.completed(200);
            beside.completed(200);
        }

        @Test
        void C010_ofTwoThatCreateOnlyOneRunsAtATime() {
            TestRequest create = TestRequest.of("PUT", "/alone/1").with("If-None-Match", "*");
            WriteExchange first = runs(create);
            assertEquals(
                    503, assertInstanceOf(Answer.class, engine.decide(create)).status());
            first.completed(201);
            runs(create).completed(412);
        }

        @Test
        void withoutAPrincipalNoTagCanMatch() {
            assertEquals(
                    412,
                    assertInstanceOf(
                                    Answer.class,
                                    engine.decide(
                                            TestRequest.of("PUT", "/account").with("If-Match", "\"x\"")))
                            .status());
        }

        private void tell(TestRequest request, boolean exists) {
            WriteExchange exchange = runs(request);
            try (Exchange.Binding bound = exchange.bind()) {
                assertNotNull(bound);
                Target.current().exists(exists);
            } finally {
                exchange.completed(412);
            }
        }
    }

    @Nested
    @DisplayName("the answer to a write")
    class TheAnswer {

        @Test
        void tellsTheWriterHowFarToAskForOnceTheStampsHaveMoved() {
            WriteExchange exchange = runs(put());
            assertSame(Outcome.Send.AS_IT_IS, exchange.commit(TestResponse.ok()), "too early to say");
            exchange.completed(200);
            HeaderFields fields = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                    .fields();
            String asOf = Objects.requireNonNull(fields.get("Etagere-As-Of"));
            assertTrue(Stamp.parse(asOf.substring(17)).compareTo(index.stamp("product:42")) >= 0);
        }

        @Test
        void C066_carriesNoValidatorAndNoFreshness() {
            WriteExchange exchange = runs(put());
            exchange.completed(200);
            HeaderFields fields = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                    .fields();
            for (String name : new String[] {"ETag", "Last-Modified", "Cache-Control"}) {
                assertNull(fields.get(name), name);
            }
        }

        @Test
        void C060_isBareOnAnError() {
            WriteExchange exchange = runs(put());
            exchange.completed(404);
            assertSame(Outcome.Send.AS_IT_IS, exchange.commit(TestResponse.of(404)));
        }
    }

    @Test
    void aWriterReadsItsWritesByAskingForThem() {
        WriteExchange exchange = runs(put());
        exchange.completed(200);
        HeaderFields fields = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields();
        TestRequest request = TestRequest.get("/products/42")
                .with("If-None-Match", etag())
                .with("Etagere-Min-As-Of", fields.get("Etagere-As-Of"));
        assertEquals(304, assertInstanceOf(Answer.class, engine.decide(request)).status());
    }
}
