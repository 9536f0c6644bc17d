package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.http.HttpDate;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The private cache of RFC 9111, against a server that knows nothing of groups. */
class CacheTest {
    private final ManualClock clock = new ManualClock();
    private final Origin origin = new Origin();
    private EtagereClient client = builder().build();

    private EtagereClientBuilder builder() {
        return EtagereClient.builder(origin.feed())
                .clocks(clock, clock)
                .refreshAhead(0)
                .backoff(Duration.ofMillis(20), Duration.ofMillis(100));
    }

    private void with(EtagereClientBuilder settings) {
        client.close();
        client = settings.build();
    }

    @AfterEach
    void close() {
        client.close();
        origin.close();
    }

    private HttpResponse<String> get(String path, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(origin.uri(path));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private Origin.Answer ok(String body, String cacheControl) {
        return new Origin.Answer(200, body).with("Cache-Control", cacheControl);
    }

    private int asked() {
        return origin.asked.size();
    }

    @Nested
    @DisplayName("Freshness (section 4.2)")
    class FreshnessOf {

        @Test
        void aFreshResponseIsUsedWithoutAsking() throws Exception {
            origin.script = request -> ok("a", "max-age=60");
            get("/");
            clock.step(Duration.ofSeconds(59));
            HttpResponse<String> second = get("/");
            assertEquals("a", second.body());
            assertEquals("59", second.headers().firstValue("Age").orElse(null));
            assertEquals(
                    "Etagere; hit", second.headers().firstValue("Cache-Status").orElse(null));
            assertEquals(1, asked());
        }

        @Test
        void aStaleOneIsNot() throws Exception {
            origin.script = request -> ok("a", "max-age=60");
            get("/");
            clock.step(Duration.ofSeconds(61));
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void theAgeThatItComesWithCounts() throws Exception {
            origin.script = request -> ok("a", "max-age=60").with("Age", "50");
            get("/");
            clock.step(Duration.ofSeconds(11));
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void aDateInThePastCountsAsAge() throws Exception {
            clock.step(Duration.ofSeconds(100));
            origin.script = request -> ok("a", "max-age=60");
            get("/");
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void maxAgeOverridesExpires() throws Exception {
            origin.script = request -> ok("a", "max-age=60").with("Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
            get("/");
            get("/");
            assertEquals(1, asked());
        }

        @Test
        void expiresCountsFromDate() throws Exception {
            String expires = HttpDate.format(clock.instant().getEpochSecond() + 60);
            origin.script = request -> ok("a", "public").with("Expires", expires);
            get("/");
            clock.step(Duration.ofSeconds(50));
            get("/");
            assertEquals(1, asked());
            clock.step(Duration.ofSeconds(20));
            get("/");
            assertEquals(2, asked());
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "tomorrow", "Sat, 30 Feb 2030 00:00:00 GMT"})
        void anInvalidExpiresIsThePast(String expires) throws Exception {
            origin.script = request -> ok("a", "public").with("Expires", expires);
            get("/");
            get("/");
            assertEquals(2, asked());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"max-age=1.5", "max-age=-1", "max-age=x", "max-age=", "max-age", "max-age=60, max-age=0"})
        void whatCannotBeReadIsStale(String directives) throws Exception {
            origin.script = request -> ok("a", directives);
            get("/");
            clock.step(Duration.ofMillis(1));
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void sMaxageIsForOthers() throws Exception {
            origin.script = request -> ok("a", "s-maxage=60").with("ETag", "\"1\"");
            get("/");
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void thereAreNoHeuristics() throws Exception {
            origin.script =
                    request -> new Origin.Answer(200, "a").with("Last-Modified", "Thu, 01 Jan 2015 00:00:00 GMT");
            get("/");
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void aClockThatWasSetBackMakesNothingFresh() throws Exception {
            origin.script = request -> ok("a", "max-age=60");
            get("/");
            clock.set(clock.instant().minusSeconds(3600));
            get("/");
            assertEquals(2, asked());
        }

        @ParameterizedTest(name = "{0}: {1} requests")
        @CsvSource({
            "no-cache, 2",
            "max-age=5, 2",
            "max-age=20, 1",
            "min-fresh=55, 2",
            "min-fresh=10, 1",
            "no-store, 2",
            "only-if-cached, 1"
        })
        void theRequestMayAskForMore(String directive, int requests) throws Exception {
            origin.script = request -> ok("a", "max-age=60");
            get("/");
            clock.step(Duration.ofSeconds(10));
            assertEquals("a", get("/", "Cache-Control", directive).body());
            assertEquals(requests, asked());
        }

        @Test
        void theRequestMayForgiveStaleness() throws Exception {
            origin.script = request -> ok("a", "max-age=60");
            get("/");
            clock.step(Duration.ofSeconds(70));
            get("/", "Cache-Control", "max-stale=10");
            get("/", "Cache-Control", "max-stale");
            assertEquals(1, asked());
            get("/", "Cache-Control", "max-stale=9");
            assertEquals(2, asked());
        }

        @Test
        void mustRevalidateForgivesNone() throws Exception {
            origin.script = request -> ok("a", "max-age=60, must-revalidate");
            get("/");
            clock.step(Duration.ofSeconds(70));
            get("/", "Cache-Control", "max-stale");
            assertEquals(2, asked());
        }

        @Test
        void onlyIfCachedIsNeverForwarded() throws Exception {
            assertEquals(504, get("/", "Cache-Control", "only-if-cached").statusCode());
            assertEquals(0, asked());
        }
    }

    @Nested
    @DisplayName("Storing (section 3)")
    class Storing {

        @ParameterizedTest
        @ValueSource(strings = {"no-store", "max-age=60, no-store", "NO-STORE, max-age=60"})
        void noStoreIsNotStored(String directives) throws Exception {
            origin.script = request -> ok("a", directives).with("ETag", "\"1\"");
            get("/");
            get("/");
            assertEquals(2, asked());
            assertNull(origin.asked.get(1).field("If-None-Match"));
        }

        @Test
        void privateIsStoredByAPrivateCache() throws Exception {
            origin.script = request -> ok("a", "private, max-age=60");
            get("/");
            get("/");
            assertEquals(1, asked());
        }

        @Test
        void noCacheIsStoredAndNeverUsedWithoutAsking() throws Exception {
            origin.script = request -> request.field("If-None-Match") == null
                    ? ok("a", "no-cache, max-age=60").with("ETag", "\"1\"")
                    : new Origin.Answer(304, "");
            get("/");
            HttpResponse<String> second = get("/");
            assertEquals(200, second.statusCode());
            assertEquals("a", second.body());
            assertEquals("\"1\"", origin.asked.get(1).field("If-None-Match"));
            assertEquals(
                    "Etagere; fwd=stale; fwd-status=304",
                    second.headers().firstValue("Cache-Status").get());
        }

        @Test
        void whatSetsACookieIsNotStored() throws Exception {
            origin.script = request -> ok("a", "max-age=60").with("Set-Cookie", "id=1");
            get("/");
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void usersDoNotShare() throws Exception {
            origin.script = request -> ok(String.valueOf(request.field("Authorization")), "private, max-age=60");
            assertEquals("Basic YQ==", get("/", "Authorization", "Basic YQ==").body());
            assertEquals("Basic Yg==", get("/", "Authorization", "Basic Yg==").body());
            assertEquals("Basic YQ==", get("/", "Authorization", "Basic YQ==").body());
            assertEquals("null", get("/").body());
            assertEquals(3, asked());
        }

        @Test
        void conversationsDoNotShare() throws Exception {
            origin.script = request -> ok(String.valueOf(request.field("Cookie")), "max-age=60");
            assertEquals("id=1", get("/", "Cookie", "id=1").body());
            assertEquals("id=2", get("/", "Cookie", "id=2").body());
            assertEquals(2, asked());
        }

        @Test
        void partsAreNeitherStoredNorAnsweredFromTheStore() throws Exception {
            origin.script = request -> request.field("Range") == null
                    ? ok("abc", "max-age=60")
                    : new Origin.Answer(206, "b")
                            .with("Content-Range", "bytes 1-1/3")
                            .with("Cache-Control", "max-age=60");
            assertEquals(206, get("/", "Range", "bytes=1-1").statusCode());
            assertEquals("abc", get("/").body());
            assertEquals("b", get("/", "Range", "bytes=1-1").body());
            assertEquals("abc", get("/").body());
            assertEquals(3, asked());
        }

        @ParameterizedTest
        @CsvSource({"404, 1", "410, 1", "301, 1", "500, 2", "503, 2", "202, 2", "403, 2"})
        void aLifetimeMakesOnlyThoseStatusesStorableThatAreUnderstood(int status, int requests) throws Exception {
            origin.script = request -> new Origin.Answer(status, "x").with("Cache-Control", "max-age=60");
            assertEquals(status, get("/").statusCode());
            assertEquals(status, get("/").statusCode());
            assertEquals(requests, asked());
        }

        @Test
        void whatIsTooLargeGoesThrough() throws Exception {
            with(builder().store(1 << 20));
            String large = "x".repeat(300_000);
            origin.script = request -> ok(large, "max-age=60");
            assertEquals(large, get("/").body());
            assertEquals(large, get("/").body());
            origin.script = request -> ok(large, "max-age=60").chunked();
            assertEquals(large, get("/chunked").body());
            try (InputStream in = client.send(
                            HttpRequest.newBuilder(origin.uri("/chunked")).build(), BodyHandlers.ofInputStream())
                    .body()) {
                assertEquals(large, new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
            assertEquals(4, asked());
        }

        @Test
        void aPostIsPassedOn() throws Exception {
            origin.script = request -> ok("a", "max-age=60");
            HttpRequest post = HttpRequest.newBuilder(origin.uri("/"))
                    .POST(BodyPublishers.ofString("x"))
                    .build();
            client.send(post, BodyHandlers.ofString());
            client.send(post, BodyHandlers.ofString());
            assertEquals(2, asked());
        }
    }

    @Nested
    @DisplayName("Variants (section 4.1)")
    class VariantsOf {

        @Test
        void eachSelectsItsOwn() throws Exception {
            origin.script = request ->
                    ok(request.field("Accept-Language"), "max-age=60").with("Vary", "Accept-Language");
            assertEquals("de", get("/", "Accept-Language", "de").body());
            assertEquals("en", get("/", "Accept-Language", "en").body());
            assertEquals("de", get("/", "accept-language", "de").body());
            assertEquals("en", get("/", "Accept-Language", " en ").body());
            assertEquals(2, asked());
        }

        @Test
        void anAbsentFieldMatchesOnlyAnAbsentOne() throws Exception {
            origin.script =
                    request -> ok("" + request.field("X-A"), "max-age=60").with("Vary", "X-A");
            assertEquals("null", get("/").body());
            assertEquals("1", get("/", "X-A", "1").body());
            assertEquals("null", get("/").body());
            assertEquals(2, asked());
        }

        @Test
        void aStarMatchesNothing() throws Exception {
            origin.script = request -> ok("a", "max-age=60").with("Vary", "Accept, *");
            get("/");
            get("/");
            assertEquals(2, asked());
        }

        @Test
        void aNewSetOfNamesDoesNotHideTheOld() throws Exception {
            origin.script = request -> ok("a" + request.field("X-A") + request.field("X-B"), "max-age=60")
                    .with("Vary", request.field("X-B") == null ? "X-A" : "X-A, X-B");
            get("/", "X-A", "1");
            assertEquals("a21", get("/", "X-A", "2", "X-B", "1").body());
            assertEquals("a1null", get("/", "X-A", "1").body());
            assertEquals(2, asked());
        }
    }

    @Nested
    @DisplayName("Validation (section 4.3)")
    class Validation {

        @Test
        void theFieldsOfA304ReplaceTheStoredOnes() throws Exception {
            origin.script = request -> request.field("If-None-Match") == null
                    ? ok("a", "max-age=1")
                            .with("ETag", "W/\"1\"")
                            .with("X-Note", "old")
                            .with("Content-Type", "text/plain")
                    : new Origin.Answer(304, "")
                            .with("ETag", "\"1\"")
                            .with("Cache-Control", "max-age=60")
                            .with("X-Note", "new")
                            .with("Content-Type", "text/html");
            get("/");
            clock.step(Duration.ofSeconds(2));
            HttpResponse<String> confirmed = get("/");
            assertEquals("new", confirmed.headers().firstValue("X-Note").get());
            assertEquals(
                    "text/plain", confirmed.headers().firstValue("Content-Type").get());
            clock.step(Duration.ofSeconds(50));
            assertEquals("a", get("/").body());
            assertEquals(2, asked());
        }

        @Test
        void withoutATagTheDateIsAsked() throws Exception {
            String modified = "Thu, 01 Jan 2015 00:00:00 GMT";
            origin.script = request -> ok("a", "no-cache").with("Last-Modified", modified);
            get("/");
            get("/");
            assertEquals(modified, origin.asked.get(1).field("If-Modified-Since"));
        }

        @Test
        void aNewResponseReplacesTheOld() throws Exception {
            AtomicInteger version = new AtomicInteger();
            origin.script = request -> ok("v" + version, "no-cache").with("ETag", "\"" + version + '"');
            get("/");
            version.set(1);
            assertEquals("v1", get("/").body());
            get("/");
            assertEquals("\"1\"", origin.asked.get(2).field("If-None-Match"));
        }

        @Test
        void a304AboutSomethingElseIsAskedAgainWithoutCondition() throws Exception {
            AtomicInteger version = new AtomicInteger(1);
            origin.script = request -> request.field("If-None-Match") == null
                    ? ok("v" + version, "no-cache").with("ETag", "\"" + version + '"')
                    : new Origin.Answer(304, "").with("ETag", "\"2\"");
            get("/");
            version.set(2);
            assertEquals("v2", get("/").body());
            assertEquals(3, asked());
        }

        @Test
        void theCallersOwnConditionIsTheServersToJudge() throws Exception {
            origin.script = request -> request.field("If-None-Match") == null
                    ? ok("a", "max-age=60").with("ETag", "\"1\"")
                    : new Origin.Answer(304, "").with("ETag", "\"1\"");
            get("/");
            assertEquals(304, get("/", "If-None-Match", "\"1\"").statusCode());
            assertEquals(2, asked());
        }

        @Test
        void aResponseThatMayNotBeStoredRemovesTheOld() throws Exception {
            origin.script = request -> ok("a", "no-cache").with("ETag", "\"1\"");
            get("/");
            origin.script = request -> ok("b", "no-store");
            get("/");
            get("/");
            assertNull(origin.asked.get(2).field("If-None-Match"));
        }

        @Test
        void aStoredGetAnswersAHead() throws Exception {
            origin.script = request -> ok("abc", "max-age=60");
            get("/");
            HttpResponse<String> head = client.send(
                    HttpRequest.newBuilder(origin.uri("/"))
                            .method("HEAD", BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertEquals("", head.body());
            assertEquals("3", head.headers().firstValue("Content-Length").get());
            assertEquals(1, asked());
        }

        @Test
        void aHeadIsNotStored() throws Exception {
            origin.script = request -> ok("abc", "max-age=60");
            client.send(
                    HttpRequest.newBuilder(origin.uri("/"))
                            .method("HEAD", BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            assertEquals("abc", get("/").body());
            assertEquals(2, asked());
        }
    }

    @Nested
    @DisplayName("Invalidation (section 4.4)")
    class Invalidation {

        private HttpResponse<String> put(String path) throws Exception {
            return client.send(
                    HttpRequest.newBuilder(origin.uri(path))
                            .PUT(BodyPublishers.ofString("x"))
                            .build(),
                    BodyHandlers.ofString());
        }

        @Test
        void aSuccessfulWriteForgetsItsTarget() throws Exception {
            origin.script = request -> ok("a", "max-age=60");
            get("/a", "Accept", "text/plain");
            put("/a");
            get("/a", "Accept", "text/plain");
            assertEquals(3, asked());
        }

        @Test
        void aFailedOneDoesNot() throws Exception {
            origin.script =
                    request -> request.method().equals("PUT") ? new Origin.Answer(412, "") : ok("a", "max-age=60");
            get("/a");
            put("/a");
            get("/a");
            assertEquals(2, asked());
        }

        @Test
        void locationIsForgottenToo() throws Exception {
            origin.script = request -> request.method().equals("PUT")
                    ? new Origin.Answer(201, "").with("Location", "/b").with("Content-Location", origin.uri("/c") + "")
                    : ok("a", "max-age=60");
            get("/b");
            get("/c");
            put("/a");
            get("/b");
            get("/c");
            assertEquals(5, asked());
        }

        @Test
        void notThatOfAnotherOrigin() throws Exception {
            try (Origin other = new Origin()) {
                other.script = request -> ok("a", "max-age=60");
                origin.script = request -> new Origin.Answer(201, "").with("Location", other.uri("/b") + "");
                HttpRequest there = HttpRequest.newBuilder(other.uri("/b")).build();
                client.send(there, BodyHandlers.ofString());
                put("/a");
                client.send(there, BodyHandlers.ofString());
                assertEquals(1, other.asked.size());
            }
        }

        @Test
        void whatWasUnderWayIsNotTrusted() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            CountDownLatch written = new CountDownLatch(1);
            origin.script = request -> {
                if (request.method().equals("GET")) {
                    asked.countDown();
                    written.await();
                }
                return ok("old", "max-age=60");
            };
            CompletableFuture<HttpResponse<String>> slow =
                    client.sendAsync(HttpRequest.newBuilder(origin.uri("/a")).build(), BodyHandlers.ofString());
            asked.await();
            put("/a");
            written.countDown();
            slow.get();
            origin.script = request -> ok("new", "max-age=60");
            assertEquals("new", get("/a").body());
        }

        @Test
        void aUrlOrAGroupCanBeForgotten() throws Exception {
            origin.script = request -> ok("a", "max-age=60").with("Surrogate-Key", "one two");
            get("/a");
            get("/b");
            client.invalidate(origin.uri("/a"));
            get("/a");
            get("/b");
            assertEquals(3, asked());
            client.invalidate("two");
            get("/a");
            get("/b");
            assertEquals(5, asked());
        }
    }

    @Nested
    @DisplayName("Stale responses (RFC 5861)")
    class Stale {

        @Test
        void staleWhileRevalidateAnswersAtOnceAndRefreshes() throws Exception {
            AtomicInteger version = new AtomicInteger();
            // The server dates by a clock that is behind then: only the second is fresh in spite of that.
            origin.script = request -> version.incrementAndGet() == 1
                    ? ok("v1", "max-age=10, stale-while-revalidate=30")
                    : ok("v2", "max-age=600");
            get("/");
            clock.step(Duration.ofSeconds(20));
            assertEquals("v1", get("/").body());
            Await.until(() -> client.statistics().refreshed() == 1);
            HttpResponse<String> fresh = get("/");
            assertEquals("v2", fresh.body());
            assertEquals(
                    "Etagere; hit", fresh.headers().firstValue("Cache-Status").orElse(null));
            assertEquals(2, asked());
        }

        @Test
        void butNotAfterItsTime() throws Exception {
            AtomicInteger version = new AtomicInteger();
            origin.script = request -> ok("v" + version.incrementAndGet(), "max-age=10, stale-while-revalidate=30");
            get("/");
            clock.step(Duration.ofSeconds(41));
            assertEquals("v2", get("/").body());
        }

        @ParameterizedTest
        @CsvSource({"20, 200", "41, 503"})
        void staleIfErrorStandsInForAnError(int later, int status) throws Exception {
            origin.script = request -> ok("a", "max-age=10, stale-if-error=30");
            get("/");
            clock.step(Duration.ofSeconds(later));
            origin.script = request -> new Origin.Answer(503, "down");
            assertEquals(status, get("/").statusCode());
        }

        @Test
        void staleIfErrorStandsInForSilence() throws Exception {
            origin.script = request -> ok("a", "max-age=10, stale-if-error=30");
            get("/");
            clock.step(Duration.ofSeconds(20));
            origin.close();
            assertEquals("a", get("/").body());
        }

        @Test
        void mustRevalidateForbidsIt() throws Exception {
            origin.script = request -> ok("a", "max-age=10, stale-if-error=30, must-revalidate");
            get("/");
            clock.step(Duration.ofSeconds(20));
            origin.close();
            assertThrows(IOException.class, () -> get("/"));
        }
    }

    @Nested
    @DisplayName("Callers")
    class Callers {

        @Test
        void R24_manyWhoWantTheSameAskOnce() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            origin.script = request -> {
                go.await();
                return ok("a", "no-cache").with("ETag", "\"1\"");
            };
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                answers.add(client.sendAsync(
                        HttpRequest.newBuilder(origin.uri("/"))
                                .header("X-Trace", "" + i)
                                .build(),
                        BodyHandlers.ofString()));
            }
            go.countDown();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("a", answer.get().body());
            }
            assertEquals(1, asked());
            assertEquals(49, client.statistics().joined());
        }

        @Test
        void R24_thoseWhoWantSomethingElseDoNotGetIt() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            origin.script = request -> {
                go.await();
                return ok(request.field("X-A"), "max-age=60").with("Vary", "X-A");
            };
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(client.sendAsync(
                        HttpRequest.newBuilder(origin.uri("/"))
                                .header("X-A", "" + i % 2)
                                .build(),
                        BodyHandlers.ofString()));
            }
            go.countDown();
            for (int i = 0; i < 10; i++) {
                assertEquals("" + i % 2, answers.get(i).get().body());
            }
        }

        @Test
        void whatIsNotStorableIsNotShared() throws Exception {
            CountDownLatch go = new CountDownLatch(1);
            AtomicInteger number = new AtomicInteger();
            origin.script = request -> {
                go.await();
                return ok("n" + number.incrementAndGet(), "no-store");
            };
            var one = client.sendAsync(HttpRequest.newBuilder(origin.uri("/")).build(), BodyHandlers.ofString());
            var other = client.sendAsync(HttpRequest.newBuilder(origin.uri("/")).build(), BodyHandlers.ofString());
            go.countDown();
            assertTrue(!one.get().body().equals(other.get().body()));
        }

        @Test
        void anyHandlerMayReadWhatIsStored() throws Exception {
            origin.script = request -> ok("äbc", "max-age=60");
            byte[] bytes = "äbc".getBytes(StandardCharsets.UTF_8);
            HttpRequest request = HttpRequest.newBuilder(origin.uri("/")).build();
            for (int i = 0; i < 2; i++) {
                assertArrayEquals(
                        bytes, client.send(request, BodyHandlers.ofByteArray()).body());
                try (InputStream in =
                        client.send(request, BodyHandlers.ofInputStream()).body()) {
                    assertArrayEquals(bytes, in.readAllBytes());
                }
                assertEquals(
                        List.of("äbc"),
                        client.send(request, BodyHandlers.ofLines()).body().toList());
                assertNull(client.send(request, BodyHandlers.discarding()).body());
                Flow.Publisher<?> publisher =
                        client.send(request, BodyHandlers.ofPublisher()).body();
                assertTrue(publisher != null);
            }
            assertEquals(1, asked());
        }

        @Test
        void anErrorIsTheCallersAsItWouldBeWithoutUs() {
            origin.close();
            assertThrows(java.net.ConnectException.class, () -> get("/"));
        }

        @Test
        void aTimeoutToo() {
            origin.script = request -> {
                Thread.sleep(2000);
                return ok("a", "max-age=60");
            };
            HttpRequest hurried = HttpRequest.newBuilder(origin.uri("/"))
                    .timeout(Duration.ofMillis(100))
                    .build();
            assertThrows(java.net.http.HttpTimeoutException.class, () -> client.send(hurried, BodyHandlers.ofString()));
        }

        @Test
        void warmingFetchesWhatIsMissing() throws Exception {
            origin.script = request -> request.path().equals("/3") ? new Origin.Answer(404, "") : ok("a", "max-age=60");
            get("/0");
            List<java.net.URI> uris = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                uris.add(origin.uri("/" + i));
            }
            assertEquals(1, client.warm(uris).get());
            assertEquals(20, asked());
            get("/19");
            assertEquals(20, asked());
        }

        @Test
        void aClosedClientAnswersNothing() {
            client.close();
            assertThrows(IOException.class, () -> get("/"));
        }
    }

    @Nested
    @DisplayName("Refreshing ahead (XFetch)")
    class Ahead {

        @Test
        void theNearerTheEndTheLikelier() {
            long cost = 100;
            long lifetime = 10_000;
            Entry entry = Entries.lasting(Duration.ofMillis(lifetime), cost);
            int early = 0;
            int late = 0;
            java.util.SplittableRandom random = new java.util.SplittableRandom(7);
            Strategy strategy = new Strategy(-1, 1, random::nextDouble);
            for (int i = 0; i < 10_000; i++) {
                early += refreshes(strategy, entry, lifetime - 1000) ? 1 : 0;
                late += refreshes(strategy, entry, lifetime - 150) ? 1 : 0;
            }
            // exp(-1000/100) and exp(-150/100), less the cost that the age counts already.
            assertTrue(early < 20, "seed 7: early " + early);
            assertTrue(late > 1500, "seed 7: late " + late);
        }

        private boolean refreshes(Strategy strategy, Entry entry, long age) {
            return strategy.decide(Entries.NONE, entry, Verdict.NOT_GOVERNED, entry.receivedAt() + age)
                            instanceof Step.Serve serve
                    && serve.refresh();
        }

        @Test
        void whatIsDueIsServedAndRefreshed() throws Exception {
            with(builder().refreshAhead(1e9));
            AtomicInteger version = new AtomicInteger();
            origin.script = request -> ok("v" + version.incrementAndGet(), "max-age=60");
            get("/");
            assertEquals("v1", get("/").body());
            Await.until(() -> client.statistics().refreshed() == 1);
            assertEquals("v2", get("/").body());
        }
    }
}
