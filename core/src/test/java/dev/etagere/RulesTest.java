package dev.etagere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import dev.etagere.index.SteppedClock;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no other test shows of the rules, so that each half of each has one that bears its number. */
@DisplayName("By the rules")
class RulesTest {
    private static final String POLICIES = """
            /products
              Cache-Control: public, no-cache
              Vary: Accept, Accept-Language
              Groups: products
            /products/{id}
              Cache-Control: public, no-cache
              ETag: strong
              Groups: product:{id}
            PUT /products/{id}
              Touches: product:{id}
            /account
              Cache-Control: private, no-cache
              Groups: products, user:{principal}
            /search
              Cache-Control: public, no-cache
              Learned-Groups: on
            """;
    private static final String ITEM = "/products/42";

    private final SteppedClock clock = new SteppedClock();
    private final GroupIndex index = GroupIndex.inMemory(clock);
    private final ConditionalRequests engine = engine(index);

    private static ConditionalRequests engine(GroupIndex over) {
        return ConditionalRequests.builder(over)
                .policies(PolicyTable.parse("cache-policies", POLICIES))
                .revision("1")
                .patience(Duration.ofMillis(10))
                .build();
    }

    private Exchange exchange(TestRequest request) {
        return assertInstanceOf(Exchange.class, engine.decide(request));
    }

    private HeaderFields send(TestRequest request) {
        return send(request, TestResponse.ok());
    }

    private HeaderFields send(TestRequest request, TestResponse response) {
        return assertInstanceOf(Outcome.Send.class, exchange(request).commit(response))
                .fields();
    }

    private String etag(TestRequest request) {
        return Objects.requireNonNull(send(request).get("ETag"));
    }

    private static TestRequest item() {
        return TestRequest.get(ITEM);
    }

    private static TestRequest put() {
        return TestRequest.of("PUT", ITEM);
    }

    private void isRefused(TestRequest request) {
        assertEquals(412, assertInstanceOf(Answer.class, engine.decide(request)).status());
    }

    @Test
    void R02_aStampPastTheStartMarkOfAnOuterAdapterDropsTheValidator() {
        long start = index.asOf();
        index.touch("a");
        Exchange exchange = exchange(TestRequest.get("/search").startedAt(start));
        try (Exchange.Binding bound = exchange.bind()) {
            assertNotNull(bound);
            Groups.current().dependOn("a");
        }
        exchange.completed(200);
        assertNull(assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields()
                .get("ETag"));
    }

    @Test
    void R04_theEpochThoughEveryStampIsTheSame() {
        GroupIndex other = GroupIndex.inMemory(clock);
        ConditionalRequests restarted = engine(other);
        assertEquals(index.stamp("product:42"), other.stamp("product:42"));
        assertEquals(index.stamp(GroupIndex.APP), other.stamp(GroupIndex.APP));
        assertInstanceOf(Exchange.class, restarted.decide(item().with("If-None-Match", etag(item()))));
    }

    @Test
    void R04_whereOneTextEndsAndTheNextBegins() {
        TestRequest one = TestRequest.get("/products").with("Accept", "ab").with("Accept-Language", "c");
        TestRequest other = TestRequest.get("/products").with("Accept", "a").with("Accept-Language", "bc");
        exchange(other.with("If-None-Match", etag(one)));
    }

    @Test
    void R04_hasNinetySixBitsOrMore() {
        assertTrue(5 * (etag(item()).length() - 2) >= 96);
    }

    @Test
    void R06_nothingButA304IsAnsweredBeforeTheHandlerOfAGet() {
        assertEquals(
                Reason.NEEDS_HANDLER,
                exchange(item().with("If-Match", "\"other\"")).explanation().reason());
    }

    @Test
    void R06_aWriteIsNoRevalidation() {
        isRefused(put().with("If-None-Match", etag(item())));
    }

    @Test
    void R07_whetherThereIsAnythingOnlyTheHandlerKnows() {
        exchange(item().with("If-None-Match", "*"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s, \"open", "%s; x", "%s, x", "x, %s"})
    void R07_aFieldThatCannotBeReadConfirmsNothing(String field) {
        exchange(item().with("If-None-Match", field.formatted(etag(item()))));
    }

    @Test
    void R07_aFieldThatIsTooLongConfirmsNothing() {
        exchange(item().with("If-None-Match", etag(item()) + ",".repeat(8192)));
    }

    @Test
    void R07_whereAPrincipalIsMissingThereIsNoValidator() {
        assertNull(send(TestRequest.get("/account")).get("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-gzip", "-gzip-gzip", "-", "gzip", "-GZIP"})
    void R08_whatNoCompressorAppendsIsPartOfTheTag(String ending) {
        exchange(item().with("If-None-Match", etag(item()).replaceFirst("\"$", ending + "\"")));
    }

    @Test
    void R08_aWeakTagNeverPassesIfMatch() {
        isRefused(put().with("If-Match", "W/" + etag(item())));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 422, 499})
    void R09_aRefusalMovesNothing(int status) {
        Stamp before = index.head();
        exchange(put()).completed(status);
        assertEquals(before, index.head());
        assertFalse(index.inFlux("product:42"));
    }

    @Test
    void R17_aChangeInTheSecondOfADateThatWasSentIsSeen() {
        clock.step(Duration.ofSeconds(5));
        String date = send(item()).get("Date");
        assertInstanceOf(Answer.class, engine.decide(item().with("If-Modified-Since", date)));
        index.touch("product:42");
        clock.step(Duration.ofSeconds(5));
        exchange(item().with("If-Modified-Since", date));
        isRefused(put().with("If-Unmodified-Since", date));
    }

    @Test
    void R25_aValidatorOfTheHandlersOwnStandsAlone() {
        assertNull(send(item(), TestResponse.ok().with("ETag", "\"mine\"")).get("ETag"));
        clock.step(Duration.ofSeconds(5));
        HeaderFields dated = send(item(), TestResponse.ok().with("Last-Modified", "Thu, 01 Jan 2026 12:00:00 GMT"));
        assertNull(dated.get("ETag"));
        assertNull(dated.get("Last-Modified"));
    }
}
