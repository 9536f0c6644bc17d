package dev.etagere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.SteppedClock;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the specifications ask of the whole engine")
class ConformanceTest {
    private static final String POLICIES = """
            /list
              Cache-Control: public, max-age=30
              Vary: Accept
              Groups: list, prices
            POST /list
              Touches: list
            /one/{id}
              ETag: strong
              Groups: one:{id}
            PUT /one/{id}
              Touches: one:{id}
            """;

    private final SteppedClock clock = new SteppedClock();
    private final GroupIndex index = GroupIndex.inMemory(clock);
    private final ConditionalRequests engine = engine(index);

    private static ConditionalRequests engine(GroupIndex index) {
        return ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("cache-policies", POLICIES))
                .revision("1")
                .build();
    }

    private static Exchange runs(ConditionalRequests by, TestRequest request) {
        return assertInstanceOf(Exchange.class, by.decide(request));
    }

    private static HeaderFields got(ConditionalRequests by, TestRequest request) {
        return assertInstanceOf(Outcome.Send.class, runs(by, request).commit(TestResponse.ok()))
                .fields();
    }

    private static String etag(ConditionalRequests by, String target) {
        return Objects.requireNonNull(got(by, TestRequest.get(target)).get("ETag"));
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "301", "302", "303", "307"})
    void C003_C004_noConditionTouchesAFailureOrARedirect(int status) {
        for (String field : new String[] {"If-Match", "If-None-Match"}) {
            for (String value : new String[] {"*", "\"other\""}) {
                Exchange exchange = runs(engine, TestRequest.get("/list").with(field, value));
                assertSame(Outcome.Send.AS_IT_IS, exchange.commit(TestResponse.of(status)));
            }
        }
    }

    @Test
    void C022_aTagOfStampsIsWeakUnlessThePolicyVouchesForTheBytes() {
        assertTrue(etag(engine, "/list").startsWith("W/"));
        assertTrue(etag(engine, "/one/1").startsWith("\""));
    }

    @Test
    void C025_tagsAreComparedOctetByOctet() {
        String tag = etag(engine, "/one/1");
        for (String other : new String[] {
            tag.toUpperCase(Locale.ROOT), tag.substring(0, tag.length() - 2) + '"', tag.replaceFirst("\"", "\"x")
        }) {
            runs(engine, TestRequest.get("/one/1").with("If-None-Match", other));
        }
    }

    @Test
    void C046_theDateIsThatOfTheLatestPart() {
        clock.step(Duration.ofSeconds(5));
        index.touch("prices");
        clock.step(Duration.ofSeconds(5));
        assertEquals(
                "Thu, 01 Jan 2026 12:00:06 GMT",
                got(engine, TestRequest.get("/list")).get("Last-Modified"));
    }

    @Test
    void C048_theStampIsReadBeforeTheData() {
        Exchange slow = runs(engine, TestRequest.get("/list"));
        index.touch("list");
        String tag = assertInstanceOf(Outcome.Send.class, slow.commit(TestResponse.ok()))
                .fields()
                .get("ETag");
        assertNotEquals(tag, etag(engine, "/list"), "one spare 200 rather than a lie");
    }

    @Test
    void C063_aRefusedWriteIsNeverTakenForDone() {
        TestRequest again = TestRequest.of("PUT", "/one/1").with("If-Match", "\"old\"");
        assertEquals(412, assertInstanceOf(Answer.class, engine.decide(again)).status());
    }

    @Test
    void C067_theAnswerToAPostIsNotMarkedFresh() {
        Exchange exchange = runs(engine, TestRequest.of("POST", "/list"));
        exchange.completed(200);
        HeaderFields fields = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields();
        assertNull(fields.get("Cache-Control"));
    }

    @Test
    void C076_C077_C080_noFieldIsSentThatIsNotAnOrigins() {
        HeaderFields fields = got(engine, TestRequest.get("/list"));
        for (String name : new String[] {"Pragma", "Warning", "Expires", "Cache-Status", "Age"}) {
            assertNull(fields.get(name), name);
        }
    }

    @Test
    void C078_noValidatorGoesWithoutAnExplicitLifetime() {
        assertEquals("no-cache", got(engine, TestRequest.get("/one/1")).get("Cache-Control"));
    }

    @Test
    void C088_mediaTypesDoNotShareATag() {
        String json = got(engine, TestRequest.get("/list").with("Accept", "application/json"))
                .get("ETag");
        runs(engine, TestRequest.get("/list").with("Accept", "application/xml").with("If-None-Match", json));
    }

    @Test
    void C101_noTagComesBackAfterTheIndexWasLost() {
        String before = etag(engine, "/list");
        assertNotEquals(before, etag(engine(GroupIndex.inMemory(clock)), "/list"));
    }

    @Test
    void C102_twoEnginesOverOneIndexGiveOneTag() {
        assertEquals(etag(engine, "/list"), etag(engine(index), "/list"));
    }

    @Test
    void C103_a304NamesATagThatTheClientHasSent() {
        String tag = etag(engine, "/list");
        Answer answer = assertInstanceOf(
                Answer.class, engine.decide(TestRequest.get("/list").with("If-None-Match", "\"a\", " + tag)));
        assertEquals(tag, answer.fields().get("ETag"));
    }
}
