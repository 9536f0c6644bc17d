package dev.etagere;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.ChangeScope;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.SteppedClock;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadsTest {
    private static final String POLICIES = """
            /products
              Cache-Control: public, max-age=30, s-maxage=300
              Vary: Accept, Accept-Language
              Groups: products
            /products/{id}
              Cache-Control: public, no-cache
              ETag: strong
              Groups: product:{id}
            /search
              Cache-Control: public, no-cache
              Groups: search:{query.q}
            /account
              Cache-Control: private, no-cache
              Groups: user:{principal}
            /dashboard
              Cache-Control: private, no-cache
              Groups: products
            /assets/**
              Cache-Control: public, max-age=31536000, immutable
            /app
              Cache-Control: no-cache
              ETag: application
            /reported
              Cache-Control: public, no-cache
              Groups: products
              Mode: report
            /off
              Groups: products
              Mode: off
            /trusted
              Cache-Control: public, no-cache
              Groups: products
              Trust: 1h
            /exact
              Cache-Control: public, no-cache
              Groups: products
              Last-Modified: exact
            /undated
              Cache-Control: public, no-cache
              Groups: products
              Last-Modified: off
            /untagged
              Cache-Control: public, no-cache
              Groups: products
              ETag: off
            """;

    private final SteppedClock clock = new SteppedClock();
    private final GroupIndex index = GroupIndex.inMemory(clock);
    private final ConditionalRequests engine = ConditionalRequests.builder(index)
            .policies(PolicyTable.parse("cache-policies", POLICIES))
            .revision("1")
            .build();

    private HeaderFields send(RequestHead request) {
        return send(request, TestResponse.ok());
    }

    private HeaderFields send(RequestHead request, ResponseHead response) {
        Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(request));
        return assertInstanceOf(Outcome.Send.class, exchange.commit(response)).fields();
    }

    private String etag(String target) {
        return Objects.requireNonNull(send(TestRequest.get(target)).get("ETag"));
    }

    private Answer notModified(RequestHead request) {
        Answer answer = assertInstanceOf(Answer.class, engine.decide(request));
        assertEquals(304, answer.status());
        return answer;
    }

    private void runs(RequestHead request, Reason reason) {
        Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(request));
        assertEquals(reason, exchange.explanation().reason());
    }

    private static TestRequest having(String target, @Nullable String etag) {
        return TestRequest.get(target).with("If-None-Match", etag);
    }

    @Test
    void C007_withoutAPolicyARequestPassesUntouched() {
        assertSame(Decision.Pass.PASS, engine.decide(TestRequest.get("/other")));
        assertSame(Decision.Pass.PASS, engine.decide(TestRequest.get("/off")));
        assertSame(Decision.Pass.PASS, engine.decide(TestRequest.of("OPTIONS", "/products")));
        assertSame(Decision.Pass.PASS, engine.decide(TestRequest.of("BREW", "/products")));
    }

    @Nested
    @DisplayName("304 before the handler")
    class Early {

        @ParameterizedTest
        @ValueSource(strings = {"/products", "/products/42", "/search?q=oak", "/trusted", "/dashboard"})
        void R06_answersAMatchingTag(String target) {
            notModified(having(target, etag(target)));
        }

        @Test
        void R06_runsTheHandlerOnceAGroupHasMoved() {
            String before = etag("/products/42");
            index.touch("product:42");
            runs(having("/products/42", before), Reason.CHANGED);
            assertNotEquals(before, etag("/products/42"));
        }

        @Test
        void R06_doesNotMindAnotherGroup() {
            String before = etag("/products/42");
            index.touch("product:43");
            notModified(having("/products/42", before));
        }

        @Test
        void R10_runsTheHandlerWhileAGroupIsInFluxAndSendsNoValidator() {
            String before = etag("/products/42");
            ChangeScope scope = index.begin("product:42");
            runs(having("/products/42", before), Reason.IN_FLUX);
            HeaderFields fields = send(having("/products/42", before));
            assertNull(fields.get("ETag"));
            assertNull(fields.get("Last-Modified"));
            assertEquals("public, no-cache", fields.get("Cache-Control"));
            scope.close();
            runs(having("/products/42", before), Reason.CHANGED);
        }

        @Test
        void C050_carriesWhatThe200Carries() {
            clock.step(Duration.ofSeconds(2));
            HeaderFields full = send(TestRequest.get("/products").with("Accept", "text/html"));
            Answer answer = notModified(having("/products", full.get("ETag")).with("Accept", "text/html"));
            for (String name : new String[] {"ETag", "Last-Modified", "Cache-Control", "Vary", "Cache-Tag", "Date"}) {
                assertNotNull(full.get(name), name);
                assertEquals(full.get(name), answer.fields().get(name), name);
            }
        }

        @Test
        void C054_spellsTheTagAsWeDo() {
            String weak = etag("/search?q=a");
            Answer answer = notModified(having("/search?q=a", "\"x\", " + weak.substring(2)));
            assertEquals(weak, answer.fields().get("ETag"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"-gzip", "--gzip", ";gzip", "-br"})
        void C089_echoesTheSuffixOfACompressor(String suffix) {
            String marked = etag("/products/42").replaceFirst("\"$", suffix + "\"");
            assertEquals(
                    marked, notModified(having("/products/42", marked)).fields().get("ETag"));
        }

        @Test
        void P22_isNotFooledByASuffixAlone() {
            runs(having("/products/42", "\"unknown--gzip\""), Reason.CHANGED);
        }

        @Test
        void C058_answersAHeadAsAGet() {
            notModified(TestRequest.of("HEAD", "/products").with("If-None-Match", etag("/products")));
        }

        @Test
        void isTheSameObjectWhileNothingMovesAndTheClockStands() {
            TestRequest request = having("/products/42", etag("/products/42"));
            assertSame(engine.decide(request), engine.decide(request));
        }

        @Test
        void P05_doesNotMindNoCacheInTheRequest() {
            notModified(having("/products", etag("/products"))
                    .with("Cache-Control", "no-cache")
                    .with("Pragma", "no-cache"));
        }
    }

    @Nested
    @DisplayName("what the tag depends on")
    class TheTag {

        @Test
        void R04_everyPartOfTheVariant() {
            Set<String> tags = new HashSet<>();
            tags.add(etag("/search?q=a"));
            tags.add(etag("/search?q=b"));
            tags.add(etag("/search?q=a&page=2"));
            tags.add(etag("/search"));
            tags.add(etag("/products"));
            tags.add(send(TestRequest.get("/products").with("Accept", "text/html"))
                    .get("ETag"));
            tags.add(send(TestRequest.get("/products").with("Accept-Language", "text/html"))
                    .get("ETag"));
            assertEquals(7, tags.size());
        }

        @Test
        void R04_thePrincipalOfAPrivatePolicyEvenWhereTheGroupsAreShared() {
            String alice = send(TestRequest.get("/dashboard").as("alice")).get("ETag");
            String bob = send(TestRequest.get("/dashboard").as("bob")).get("ETag");
            String nobody = send(TestRequest.get("/dashboard")).get("ETag");
            assertEquals(3, new HashSet<>(Set.of(alice, bob, nobody)).size());
            runs(having("/dashboard", alice).as("bob"), Reason.CHANGED);
        }

        @Test
        void R04_notThePrincipalOfAPublicOne() {
            String alice = send(TestRequest.get("/products").as("alice")).get("ETag");
            notModified(having("/products", alice).as("bob"));
        }

        @Test
        void R04_theRevisionOfTheApplication() {
            ConditionalRequests next = ConditionalRequests.builder(index)
                    .policies(PolicyTable.parse("cache-policies", POLICIES))
                    .revision("2")
                    .build();
            String before = etag("/products");
            Exchange exchange = assertInstanceOf(Exchange.class, next.decide(having("/products", before)));
            assertEquals(Reason.CHANGED, exchange.explanation().reason());
        }

        @Test
        void R04_theApplicationsOwnGroup() {
            String before = etag("/products");
            index.touch(GroupIndex.APP);
            assertNotEquals(before, etag("/products"));
        }

        @Test
        void R05_theEpoch() {
            GroupIndex other = GroupIndex.inMemory(clock);
            ConditionalRequests restarted = ConditionalRequests.builder(other)
                    .policies(PolicyTable.parse("cache-policies", POLICIES))
                    .revision("1")
                    .build();
            assertInstanceOf(Exchange.class, restarted.decide(having("/products", etag("/products"))));
        }

        @Test
        void P52_neverRepeats() {
            Set<String> tags = new HashSet<>();
            for (int i = 0; i < 10_000; i++) {
                assertTrue(tags.add(etag("/products")));
                index.touch("products");
            }
        }

        @Test
        void R08_isWeakUnlessThePolicyVouchesForTheBytes() {
            assertTrue(etag("/products").startsWith("W/\""));
            assertTrue(etag("/products/42").startsWith("\""));
        }

        @Test
        void C021_needsNoEscapingAndLooksLikeNoSuffix() {
            for (int i = 0; i < 1000; i++) {
                assertTrue(etag("/products/" + i).matches("\"[0-9a-v]{26}\""));
            }
        }

        @Test
        void R06_aMissingPrincipalMeansNoValidator() {
            runs(TestRequest.get("/account"), Reason.NO_PRINCIPAL);
            assertNull(send(TestRequest.get("/account")).get("ETag"));
            assertNotNull(send(TestRequest.get("/account").as("alice")).get("ETag"));
        }

        @Test
        void trustMovesItThoughNothingWasTouched() {
            String before = etag("/trusted");
            clock.step(Duration.ofHours(1));
            assertNotEquals(before, etag("/trusted"));
            runs(having("/trusted", before), Reason.CHANGED);
        }
    }

    @Nested
    @DisplayName("Last-Modified")
    class TheDate {

        @Test
        void R17_isWithheldUntilItsSecondHasPassed() {
            clock.step(Duration.ofMillis(300));
            index.touch("products");
            assertNull(
                    send(TestRequest.get("/search?q=a")).get("Last-Modified"), "the start of the epoch is young too");
            clock.step(Duration.ofMillis(699));
            assertNull(send(TestRequest.get("/products")).get("Last-Modified"));
            clock.step(Duration.ofMillis(1));
            assertEquals(
                    "Thu, 01 Jan 2026 12:00:01 GMT",
                    send(TestRequest.get("/products")).get("Last-Modified"));
        }

        @Test
        void R17_confirmsWhatItSent() {
            clock.step(Duration.ofSeconds(5));
            String date = send(TestRequest.get("/products")).get("Last-Modified");
            notModified(TestRequest.get("/products").with("If-Modified-Since", date));
            index.touch("products");
            runs(TestRequest.get("/products").with("If-Modified-Since", date), Reason.CHANGED);
        }

        @Test
        void P53_aChangeInTheSecondOfDateIsSeen() {
            clock.step(Duration.ofSeconds(5));
            String date = send(TestRequest.get("/products")).get("Date");
            notModified(TestRequest.get("/products").with("If-Modified-Since", date));
            index.touch("products");
            clock.step(Duration.ofSeconds(5));
            runs(TestRequest.get("/products").with("If-Modified-Since", date), Reason.CHANGED);
        }

        @Test
        void R17_ignoresADateInTheFuture() {
            clock.step(Duration.ofSeconds(5));
            runs(
                    TestRequest.get("/products").with("If-Modified-Since", "Fri, 01 Jan 2027 12:00:00 GMT"),
                    Reason.CHANGED);
        }

        @Test
        void R17_ignoresADateFromBeforeTheEpoch() {
            clock.step(Duration.ofSeconds(5));
            runs(
                    TestRequest.get("/products").with("If-Modified-Since", "Thu, 01 Jan 2026 11:59:59 GMT"),
                    Reason.CHANGED);
        }

        @Test
        void R17_isNotSentWhereThePrincipalIsPartOfTheValidator() {
            clock.step(Duration.ofSeconds(5));
            assertNull(send(TestRequest.get("/dashboard").as("alice")).get("Last-Modified"));
            runs(
                    TestRequest.get("/dashboard")
                            .as("alice")
                            .with("If-Modified-Since", "Thu, 01 Jan 2026 12:00:04 GMT"),
                    Reason.CHANGED);
        }

        @Test
        void R17_exactConfirmsNoOtherDateThanTheOneSent() {
            clock.step(Duration.ofSeconds(5));
            String date = send(TestRequest.get("/exact")).get("Last-Modified");
            notModified(TestRequest.get("/exact").with("If-Modified-Since", date));
            runs(TestRequest.get("/exact").with("If-Modified-Since", "Thu, 01 Jan 2026 12:00:03 GMT"), Reason.CHANGED);
        }

        @Test
        void R17_offSendsNoneAndConfirmsNone() {
            clock.step(Duration.ofSeconds(5));
            assertNull(send(TestRequest.get("/undated")).get("Last-Modified"));
            runs(
                    TestRequest.get("/undated").with("If-Modified-Since", "Thu, 01 Jan 2026 12:00:03 GMT"),
                    Reason.CHANGED);
        }

        @Test
        void R17_dateIsTheClockOfTheLogCutToTheSecond() {
            clock.step(Duration.ofMillis(1999));
            assertEquals(
                    "Thu, 01 Jan 2026 12:00:01 GMT",
                    send(TestRequest.get("/products")).get("Date"));
        }

        @Test
        void C017_isNoJudgeWhereATagIsThere() {
            clock.step(Duration.ofSeconds(5));
            String date = send(TestRequest.get("/products")).get("Last-Modified");
            runs(having("/products", "\"other\"").with("If-Modified-Since", date), Reason.CHANGED);
        }

        @Test
        void trustBoundsItToo() {
            clock.step(Duration.ofMinutes(1));
            String date = send(TestRequest.get("/trusted")).get("Date");
            clock.step(Duration.ofHours(2));
            runs(TestRequest.get("/trusted").with("If-Modified-Since", date), Reason.CHANGED);
        }
    }

    @Nested
    @DisplayName("at the commit")
    class AtCommit {
        private final TestRequest request = TestRequest.get("/products");

        private void unlabelled(ResponseHead response) {
            HeaderFields fields = send(request, response);
            assertNull(fields.get("ETag"));
            assertNull(fields.get("Last-Modified"));
        }

        @ParameterizedTest
        @ValueSource(ints = {201, 204, 301, 400, 404, 412, 500})
        void R25_nothingOfOursIsOnAnotherStatusThan200(int status) {
            assertTrue(send(request, TestResponse.of(status)).isEmpty());
        }

        @Test
        void C050_a304OfTheHandlersOwnRepeatsWhatThe200Says() {
            HeaderFields fields = send(request, TestResponse.of(304).with("ETag", "\"mine\""));
            assertEquals("public, max-age=30, s-maxage=300", fields.get("Cache-Control"));
            assertEquals("Accept, Accept-Language", fields.get("Vary"));
            assertNotNull(fields.get("Etagere-As-Of"));
            assertNull(fields.get("ETag"));
            assertNull(fields.get("Last-Modified"));
            assertNull(fields.get("Cache-Tag"));
        }

        @ParameterizedTest
        @CsvSource({"Cache-Control, private", "Expires, 0", "Content-Location, /products.en"})
        void C050_whatTheHandlerSetsItselfA304RepeatsOnlyAfterItHasRun(String name, String value) {
            TestResponse own = TestResponse.ok().with(name, value);
            HeaderFields fields = send(request, own);
            String tag = fields.get("ETag");
            assertNotNull(tag);
            assertNotEquals(etag("/products"), tag, "a client that has this one is not told early");
            assertNull(fields.get("Last-Modified"), "nor by a date");

            Exchange again = assertInstanceOf(Exchange.class, engine.decide(having("/products", tag)));
            assertEquals(304, assertInstanceOf(Answer.class, again.commit(own)).status());
            assertEquals(Reason.OWN_FIELDS, again.explanation().reason());
            Exchange without = assertInstanceOf(Exchange.class, engine.decide(having("/products", tag)));
            assertInstanceOf(Outcome.Send.class, without.commit(TestResponse.ok()), "what it would repeat has changed");
            index.touch("products");
            Exchange moved = assertInstanceOf(Exchange.class, engine.decide(having("/products", tag)));
            assertInstanceOf(Outcome.Send.class, moved.commit(own));
        }

        @Test
        void C050_whatTheHandlerRepeatsOfThePolicyIsNotItsOwn() {
            HeaderFields fields =
                    send(request, TestResponse.ok().with("Cache-Control", "Public,max-age=30, s-maxage=300"));
            assertEquals(etag("/products"), fields.get("ETag"));
        }

        @Test
        void C050_whatWasSetInFrontStaysOnAnEarly304AndIsNotTheHandlersOwn() {
            HeaderFields fields = send(
                    request, TestResponse.ok().with("Cache-Control", "no-cache").inFront("Cache-Control", "no-cache"));
            assertEquals(etag("/products"), fields.get("ETag"));
        }

        @Test
        void C094_a206CarriesWhatThe200Carries() {
            assertEquals(etag("/products"), send(request, TestResponse.of(206)).get("ETag"));
        }

        @Test
        void R25_aSharedPolicyWithACookieBecomesPrivateAndUnlabelled() {
            TestResponse response = TestResponse.ok().with("Set-Cookie", "JSESSIONID=1");
            unlabelled(response);
            HeaderFields fields = send(request, response);
            assertEquals("private, max-age=30", fields.get("Cache-Control"));
            assertNull(fields.get("Cache-Tag"));
        }

        @Test
        void R25_aPrivatePolicyMindsNoCookie() {
            assertNotNull(send(TestRequest.get("/dashboard"), TestResponse.ok().with("Set-Cookie", "a=b"))
                    .get("ETag"));
        }

        @Test
        void R25_aVaryBeyondThePolicyUnlabels() {
            TestResponse response = TestResponse.ok().with("Vary", "X-Tenant");
            unlabelled(response);
            assertEquals(
                    "Accept, Accept-Language, X-Tenant", send(request, response).get("Vary"));
        }

        @Test
        void R25_originAndAcceptEncodingAsideInVary() {
            assertNotNull(send(request, TestResponse.ok().with("Vary", "Origin, Accept-Encoding"))
                    .get("ETag"));
        }

        @Test
        void R25_noStoreUnlabels() {
            TestResponse response = TestResponse.ok().with("Cache-Control", "no-store");
            unlabelled(response);
            assertNull(send(request, response).get("Cache-Control"), "the handler's own wins");
            assertNull(send(request, response).get("Cache-Tag"));
        }

        @Test
        void C096_aValidatorOfTheHandlersOwnWins() {
            unlabelled(TestResponse.ok().with("ETag", "\"mine\""));
            unlabelled(TestResponse.ok().with("Last-Modified", "Thu, 01 Jan 2026 12:00:00 GMT"));
        }

        @Test
        void C072_anAuthorizedRequestGetsAPrivateAnswer() {
            TestRequest authorized = TestRequest.get("/products").with("Authorization", "Basic x");
            HeaderFields fields = send(authorized);
            assertEquals("private, max-age=30", fields.get("Cache-Control"));
            assertNull(fields.get("Cache-Tag"));
            Answer answer = notModified(authorized.with("If-None-Match", fields.get("ETag")));
            assertEquals("private, max-age=30", answer.fields().get("Cache-Control"));
        }

        @Test
        void C010_ifNoneMatchStarIsDecidedAfterTheHandler() {
            TestRequest any = having("/products", "*");
            Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(any));
            assertEquals(
                    304,
                    assertInstanceOf(Answer.class, exchange.commit(TestResponse.ok()))
                            .status());
            assertSame(Outcome.Send.AS_IT_IS, exchange.commit(TestResponse.of(404)));
        }

        @Test
        void C011_aFailedIfMatchIs412OnlyWhereTheAnswerWouldBe200() {
            TestRequest other = TestRequest.get("/products/42").with("If-Match", "\"other\"");
            Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(other));
            Answer late = assertInstanceOf(Answer.class, exchange.commit(TestResponse.ok()));
            assertEquals(412, late.status());
            assertTrue(late.fields().isEmpty());
            assertSame(Outcome.Send.AS_IT_IS, exchange.commit(TestResponse.of(404)));
        }

        @Test
        void C011_aFailedIfMatchIs412ThoughTheHandlerWouldSendAPart() {
            TestRequest part = TestRequest.get("/products/42").with("Range", "bytes=0-1");
            Exchange failed = assertInstanceOf(Exchange.class, engine.decide(part.with("If-Match", "\"other\"")));
            assertEquals(
                    412,
                    assertInstanceOf(Answer.class, failed.commit(TestResponse.of(206)))
                            .status());
            assertSame(Outcome.Send.AS_IT_IS, failed.commit(TestResponse.of(416)));
        }

        @Test
        void C019_aMatchIs304ThoughTheHandlerWouldSendAPart() {
            TestRequest part = having("/app", "\"mine\"").with("Range", "bytes=0-1");
            Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(part));
            TestResponse partial = TestResponse.of(206).with("ETag", "\"mine\"");
            assertEquals(
                    304,
                    assertInstanceOf(Answer.class, exchange.commit(partial)).status());
        }

        @Test
        void C008_aPartThatNobodyAskedForNeverBecomes304() {
            Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(having("/app", "\"mine\"")));
            TestResponse partial = TestResponse.of(206).with("ETag", "\"mine\"");
            assertInstanceOf(Outcome.Send.class, exchange.commit(partial));
        }

        @Test
        void offMeansNoTagAndTheDateAloneIsJudged() {
            clock.step(Duration.ofSeconds(5));
            HeaderFields fields = send(TestRequest.get("/untagged"));
            assertNull(fields.get("ETag"));
            String date = fields.get("Last-Modified");
            assertNotNull(date);
            Answer answer = notModified(TestRequest.get("/untagged").with("If-Modified-Since", date));
            assertNull(answer.fields().get("ETag"));
            assertEquals(date, answer.fields().get("Last-Modified"));
            runs(having("/untagged", etag("/products")), Reason.CHANGED);
        }

        @Test
        void C012_ifMatchTrueGoesOnToIfNoneMatch() {
            String tag = etag("/products/42");
            notModified(having("/products/42", tag).with("If-Match", tag));
        }

        @Test
        void applicationsOwnValidatorsAreJudged() {
            Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(having("/app", "\"mine\"")));
            Answer late = assertInstanceOf(
                    Answer.class, exchange.commit(TestResponse.ok().with("ETag", "\"mine\"")));
            assertEquals(304, late.status());
            assertInstanceOf(
                    Outcome.Send.class, exchange.commit(TestResponse.ok().with("ETag", "\"new\"")));
            assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()));
        }

        @Test
        void aPolicyWithoutGroupsSendsItsHeadersOnly() {
            HeaderFields fields = send(TestRequest.get("/assets/site.css"));
            assertEquals("public, max-age=31536000, immutable", fields.get("Cache-Control"));
            assertNull(fields.get("ETag"));
            assertNull(fields.get("Date"));
            assertNull(fields.get("Etagere-As-Of"));
        }

        @Test
        void reportModeRunsTheHandlerAlways() {
            String tag = etag("/reported");
            runs(having("/reported", tag), Reason.REPORT_ONLY);
            assertNotNull(send(having("/reported", "*")).get("ETag"));
        }

        @Test
        void C083_tagsNameTheGroupsOfAPublicPolicyOnly() {
            assertEquals("product:42", send(TestRequest.get("/products/42")).get("Cache-Tag"));
            assertNull(send(TestRequest.get("/dashboard")).get("Cache-Tag"));
        }
    }

    @Nested
    @DisplayName("reading one's writes")
    class AsOfHeaders {

        @Test
        void everyAnswerTellsHowFarItReaches() {
            String asOf = send(TestRequest.get("/products")).get("Etagere-As-Of");
            assertTrue(asOf.matches("[0-9a-f]{16}\\.2026-01-01T12:00:00\\.\\d{9}Z"), asOf);
        }

        @Test
        void aClientThatIsAheadGetsNo304() {
            HeaderFields fields = send(TestRequest.get("/products"));
            String reached = fields.get("Etagere-As-Of");
            TestRequest request = having("/products", fields.get("ETag"));
            notModified(request.with("Etagere-Min-As-Of", reached));
            runs(request.with("Etagere-Min-As-Of", reached.replace("2026", "2027")), Reason.BEHIND_CLIENT);
            runs(request.with("Etagere-Min-As-Of", "0000000000000000" + reached.substring(16)), Reason.BEHIND_CLIENT);
            runs(request.with("Etagere-Min-As-Of", "nonsense"), Reason.BEHIND_CLIENT);
            runs(request.with("Etagere-Min-As-Of", reached.substring(0, 17) + "x"), Reason.BEHIND_CLIENT);
        }
    }

    @Test
    void R01_aStampPastTheStartMarkOfAnOuterAdapterUnlabels() {
        long start = index.asOf();
        index.touch("products");
        TestRequest request = TestRequest.get("/products").startedAt(start);
        assertNull(send(request).get("ETag"));
        assertNotNull(send(TestRequest.get("/products").startedAt(index.asOf())).get("ETag"));
    }

    @Test
    void R01_theLabelIsWhatWasReadBeforeTheHandler() {
        Exchange exchange = assertInstanceOf(Exchange.class, engine.decide(TestRequest.get("/products")));
        index.touch("products");
        HeaderFields sent = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields();
        runs(having("/products", sent.get("ETag")), Reason.CHANGED);
    }

    @Test
    void C093_aWeakOrForeignIfRangeHidesTheRange() {
        String strong = etag("/products/42");
        assertEquals(false, ranged("/products/42", strong).hidesRange());
        assertEquals(true, ranged("/products/42", "\"other\"").hidesRange());
        assertEquals(true, ranged("/products", etag("/products")).hidesRange());
    }

    @Test
    void R07_inFluxNoConditionLetsAPartOut() {
        String strong = etag("/products/42");
        try (ChangeScope scope = index.begin("product:42")) {
            assertEquals(true, ranged("/products/42", strong).hidesRange());
            for (String condition : new String[] {"If-Match", "If-Unmodified-Since"}) {
                TestRequest request = TestRequest.get("/products/42")
                        .with("Range", "bytes=0-1")
                        .with(condition, strong);
                assertEquals(
                        true,
                        assertInstanceOf(Exchange.class, engine.decide(request)).hidesRange(),
                        condition);
            }
            assertEquals(false, ranged("/app", "\"mine\"").hidesRange(), "the application judges for itself");
            scope.discard();
        }
        assertEquals(false, ranged("/products/42", strong).hidesRange());
    }

    private Exchange ranged(String target, String ifRange) {
        TestRequest request = TestRequest.get(target).with("Range", "bytes=0-1").with("If-Range", ifRange);
        return assertInstanceOf(Exchange.class, engine.decide(request));
    }

    @Test
    void explainsInOneSentence() {
        index.touch("product:42");
        String sentence = notModified(having("/products/42", etag("/products/42")))
                .explanation()
                .sentence();
        assertTrue(sentence.contains("If-None-Match names the current entity tag"), sentence);
        assertTrue(sentence.contains("product:42 moved last, at 2026-01-01T12:00:00."), sentence);
        assertTrue(sentence.contains("cache-policies:"), sentence);
    }

    @Test
    void explainsInAHeaderWhereThatIsTurnedOn() {
        ConditionalRequests talkative = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("cache-policies", POLICIES))
                .explain(true)
                .build();
        Exchange exchange = assertInstanceOf(Exchange.class, talkative.decide(TestRequest.get("/products")));
        HeaderFields fields = assertInstanceOf(Outcome.Send.class, exchange.commit(TestResponse.ok()))
                .fields();
        assertTrue(fields.get("Etagere-Explain").startsWith("UNCONDITIONAL; "));
        Answer answer = assertInstanceOf(Answer.class, talkative.decide(having("/products", fields.get("ETag"))));
        assertTrue(answer.fields().get("Etagere-Explain").startsWith("ETAG_MATCHES; "));
        assertNull(send(TestRequest.get("/products")).get("Etagere-Explain"));
    }
}
