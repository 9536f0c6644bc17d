package dev.etagere.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.ConditionalRequests;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The feed in its four forms, on any server. */
@Timeout(60)
abstract class FeedContract {
    private static final String PATH = "/group-timestamps";
    private static final String EVENTS = "text/event-stream";
    private static final Duration IDLE = Duration.ofSeconds(2);

    private final HttpClient client = HttpClient.newHttpClient();
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private GroupTimestampsServlet servlet;
    private TestServer server;

    abstract TestServer start(TestServer.App app) throws Exception;

    @BeforeEach
    void startServer() throws Exception {
        start(GroupVisibility.EVERYTHING);
    }

    private void start(GroupVisibility visibility, String... parameters) throws Exception {
        if (server != null) {
            server.stop();
        }
        servlet = new GroupTimestampsServlet(visibility);
        TestServer.App app = new TestServer.App(new SlowToResume(new Authenticated(
                        new ConditionalFilter(ConditionalRequests.builder(index).build()))))
                .idleTimeout(IDLE)
                .parameter("etagere.published", "products, product:*, hidden")
                .servlet(PATH + "/*", servlet);
        for (int i = 0; i < parameters.length; i += 2) {
            app.parameter("etagere." + parameters[i], parameters[i + 1]);
        }
        server = start(app);
        get("");
    }

    @AfterEach
    void stopServer() throws Exception {
        if (server != null) {
            servlet.drain();
            server.stop();
        }
        index.close();
    }

    private HttpRequest request(String method, String query, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.port() + PATH + query))
                .method(method, HttpRequest.BodyPublishers.noBody());
        return headers.length > 0 ? request.headers(headers).build() : request.build();
    }

    private HttpResponse<String> get(String query, String... headers) throws Exception {
        return client.send(request("GET", query, headers), HttpResponse.BodyHandlers.ofString());
    }

    private CompletableFuture<HttpResponse<String>> async(String query, String... headers) {
        return client.sendAsync(request("GET", query, headers), HttpResponse.BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> response, String name) {
        List<String> lines = response.headers().allValues(name);
        assertTrue(lines.size() < 2, () -> name + " is there more than once: " + lines);
        return lines.isEmpty() ? "" : lines.get(0);
    }

    private static String cursor(HttpResponse<String> answer) {
        Matcher cursor = Pattern.compile("\\{\"cursor\":\"([^\"]+)\",\"horizon\":\"[^\"]+\",.*")
                .matcher(answer.body());
        assertTrue(cursor.matches(), answer.body());
        return cursor.group(1);
    }

    private static String groups(HttpResponse<String> answer) {
        assertEquals(200, answer.statusCode());
        return answer.body().substring(answer.body().indexOf("\"groups\":"));
    }

    private static String groups(String name, Stamp stamp) {
        return "\"groups\":{\"" + name + "\":\"" + stamp + "\"}}";
    }

    private void settle() throws InterruptedException {
        Thread.sleep(5);
    }

    // Delta

    @Test
    void C106_aDeltaTellsOfWhatChangedAfterItsCursorOnly() throws Exception {
        index.touch("products", "product:1");
        HttpResponse<String> listing = get("");
        settle();
        assertEquals("\"groups\":{}}", groups(get("?since=" + cursor(listing))));
        Stamp stamp = index.touch("product:1");
        HttpResponse<String> delta = get("?since=" + cursor(listing));
        assertEquals(groups("product:1", stamp), groups(delta));
        assertEquals("private, no-cache", header(delta, "Cache-Control"));
        assertEquals("Accept", header(delta, "Vary"));
        assertEquals(cursor(delta), header(delta, "Etagere-As-Of"));
        assertEquals("\"groups\":{}}", groups(get("?group=products&since=" + cursor(listing))));
        assertEquals("\"groups\":{}}", groups(get("?since=" + cursor(delta))));
    }

    @Test
    void C106_aDeltaAfterAnUnknownCursorIsAResetWithTheFullList() throws Exception {
        Stamp stamp = index.touch("products");
        String cursor = cursor(get(""));
        String foreign = (cursor.startsWith("0") ? "1" : "0") + cursor.substring(1);
        for (String unknown : List.of(
                foreign,
                cursor.substring(0, 17) + "2000-01-01T00:00:00.000000000Z",
                cursor.substring(0, 17) + "2100-01-01T00:00:00.000000000Z",
                cursor.substring(0, 17) + "2026-99-99T99:99:99Z")) {
            HttpResponse<String> reset = get("?since=" + unknown);
            String published = "\"published\":[\"hidden\",\"product:*\",\"products\"]";
            assertTrue(
                    reset.body().contains("Z\",\"reset\":true," + published + ",\"groups\":{\"products\":\"" + stamp),
                    reset.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?since=", "?since", "?since=nonsense", "?since=0123456789abcdef", "?since=%00"})
    void C106_whatIsNoCursorAtAllIsRefused(String query) throws Exception {
        HttpResponse<String> refusal = get(query);
        assertEquals(400, refusal.statusCode());
        assertEquals("application/problem+json", header(refusal, "Content-Type"));
    }

    @Test
    void R22_everyAnswerTellsUpToWhereItIsComplete() throws Exception {
        Stamp stamp = index.touch("products");
        HttpResponse<String> listing = get("");
        String tag = header(listing, "ETag");
        HttpResponse<String> unchanged = get("", "If-None-Match", tag);
        assertEquals(304, unchanged.statusCode());
        for (HttpResponse<String> answer : List.of(listing, unchanged, get("?group=products"))) {
            String asOf = header(answer, "Etagere-As-Of");
            assertTrue(asOf.substring(17).compareTo(stamp.toString()) >= 0, asOf);
        }
    }

    // Long-poll

    @Test
    void C085_aLongPollIsAnsweredByTheTouchItself() throws Exception {
        String since = cursor(get(""));
        var waiting = async("?since=" + since, "Prefer", "wait=30");
        Thread.sleep(300);
        assertFalse(waiting.isDone());
        long begun = System.nanoTime();
        Stamp stamp = index.touch("products");
        HttpResponse<String> answer = waiting.get(10, TimeUnit.SECONDS);
        System.out.println("long-poll woken after " + (System.nanoTime() - begun) / 1000 + " us");
        assertEquals(groups("products", stamp), groups(answer));
        assertEquals("wait=30", header(answer, "Preference-Applied"));
        assertEquals("Accept, Prefer", header(answer, "Vary"));
    }

    @Test
    void C085_aLongPollWithoutAChangeIsAnEmptyDeltaAtItsEnd() throws Exception {
        String since = cursor(get(""));
        HttpResponse<String> answer = get("?since=" + since, "Prefer", "respond-async, wait=1; x=y");
        assertEquals("\"groups\":{}}", groups(answer));
        assertEquals("wait=1", header(answer, "Preference-Applied"));
        assertTrue(cursor(answer).compareTo(since) > 0);
    }

    @Test
    void C085_aLongPollByTagWaitsForAnotherTag() throws Exception {
        index.touch("products");
        String tag = header(get(""), "ETag");
        HttpResponse<String> unchanged = get("", "If-None-Match", tag, "Prefer", "wait=1");
        assertEquals(304, unchanged.statusCode());
        assertEquals(tag, header(unchanged, "ETag"));
        assertEquals("wait=1", header(unchanged, "Preference-Applied"));
        assertEquals("", header(unchanged, "Content-Length"));
        var waiting = async("", "If-None-Match", tag, "Prefer", "wait=30");
        Thread.sleep(300);
        Stamp stamp = index.touch("products");
        assertEquals(groups("products", stamp), groups(waiting.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void C085_waitsForTheGroupsAskedForOnly() throws Exception {
        String since = cursor(get(""));
        var waiting = async("?group=product:1&since=" + since, "Prefer", "wait=30");
        Thread.sleep(200);
        index.touch("products");
        Thread.sleep(200);
        assertFalse(waiting.isDone());
        Stamp stamp = index.touch("product:1");
        assertEquals(groups("product:1", stamp), groups(waiting.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void C085_doesNotWaitWithNothingToCompareNorForAnythingElseThanANumber() throws Exception {
        long begun = System.nanoTime();
        assertEquals("", header(get("", "Prefer", "wait=30"), "Preference-Applied"));
        String since = "?since=" + cursor(get(""));
        for (String prefer : List.of("wait", "wait=", "wait=x", "wait=-1", "return=minimal", "wait=0, wait=30")) {
            assertEquals("", header(get(since, "Prefer", prefer), "Preference-Applied"), prefer);
        }
        assertEquals(304, get("", "If-None-Match", "*", "Prefer", "wait=30").statusCode());
        assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void C085_waitsNoLongerThanTheSettingAllows() throws Exception {
        start(GroupVisibility.EVERYTHING, "feed.wait", "1");
        HttpResponse<String> answer = get("?since=" + cursor(get("")), "Prefer", "wait=86400");
        assertEquals("wait=1", header(answer, "Preference-Applied"));
    }

    @Test
    void R21_noChangeIsMissedByWhoAsksAgainAndAgain() throws Exception {
        String since = cursor(get(""));
        List<String> told = new ArrayList<>();
        var touching = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 100; i++) {
                index.touch("product:" + i);
                java.util.concurrent.locks.LockSupport.parkNanos(i % 7 * 500_000L);
            }
        });
        while (told.size() < 100) {
            HttpResponse<String> delta = get("?since=" + since, "Prefer", "wait=5");
            Matcher group = Pattern.compile("\"(product:\\d+)\"").matcher(delta.body());
            int before = told.size();
            while (group.find()) {
                if (!told.contains(group.group(1))) {
                    told.add(group.group(1));
                }
            }
            assertTrue(told.size() > before, () -> "the wake-up is lost after " + told);
            since = cursor(delta);
        }
        touching.join();
    }

    // Push

    /** A reader of events. */
    private final class Stream implements AutoCloseable {
        final HttpResponse<InputStream> head;
        private final BufferedReader lines;

        Stream(String query, String... headers) throws Exception {
            List<String> all = new ArrayList<>(List.of(headers));
            all.addAll(List.of("Accept", EVENTS));
            head = client.send(
                    request("GET", query, all.toArray(new String[0])), HttpResponse.BodyHandlers.ofInputStream());
            lines = new BufferedReader(new InputStreamReader(head.body(), StandardCharsets.US_ASCII));
        }

        /** The next block; empty at the end. */
        List<String> block() throws IOException {
            List<String> block = new ArrayList<>();
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                block.add(line);
            }
            return block;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private static String id(List<String> block) {
        return block.get(0).substring("id: ".length());
    }

    @Test
    void C107_everyChangeIsPushed() throws Exception {
        try (Stream stream = new Stream("?since=" + cursor(get("")))) {
            assertEquals(200, stream.head.statusCode());
            assertTrue(header(stream.head, "Content-Type").startsWith(EVENTS));
            assertEquals("no-store", header(stream.head, "Cache-Control"));
            assertEquals("no", header(stream.head, "X-Accel-Buffering"));
            assertEquals("Accept", header(stream.head, "Vary"));
            assertEquals("", header(stream.head, "ETag"));
            assertEquals("", header(stream.head, "Content-Length"));
            assertEquals(List.of("retry: 3000"), stream.block());
            for (int i = 0; i < 5; i++) {
                Stamp stamp = index.touch("products");
                List<String> block = stream.block();
                assertEquals("event: change", block.get(1));
                assertEquals("data: {" + groups("products", stamp), block.get(2));
                assertTrue(id(block).substring(17).compareTo(stamp.toString()) >= 0);
            }
        }
    }

    @Test
    void C107_beginsWithAResetForWhoHasNoCursorOrAForeignOne() throws Exception {
        String cursor = cursor(get(""));
        String foreign = (cursor.startsWith("0") ? "1" : "0") + cursor.substring(1);
        for (String query : List.of("", "?since=" + foreign)) {
            try (Stream stream = new Stream(query)) {
                stream.block();
                assertEquals("event: reset", stream.block().get(1));
            }
        }
        try (Stream stream = new Stream("", "Last-Event-ID", "nonsense")) {
            List<String> first = stream.block();
            assertEquals("retry: 3000", first.get(0));
            List<String> reset = stream.block();
            assertEquals("event: reset", reset.get(1));
            assertTrue(reset.get(2).matches("data: \\{\"horizon\":\"[^\"]+Z\"\\}"), reset.get(2));
        }
    }

    @Test
    void C107_lastEventIdResumesAsADelta() throws Exception {
        String since = cursor(get(""));
        String id;
        try (Stream stream = new Stream("?since=" + since)) {
            stream.block();
            index.touch("product:1");
            id = id(stream.block());
        }
        Stamp missed = index.touch("product:2");
        try (Stream stream = new Stream("?since=" + since, "Last-Event-ID", id)) {
            stream.block();
            assertEquals("data: {" + groups("product:2", missed), stream.block().get(2));
        }
    }

    @Test
    void C107_aHeartbeatTellsUpToWhereAllIsTold() throws Exception {
        start(GroupVisibility.EVERYTHING, "feed.heartbeat", "1");
        try (Stream stream = new Stream("?since=" + cursor(get("")))) {
            stream.block();
            List<String> one = stream.block();
            List<String> two = stream.block();
            assertEquals(List.of("event: heartbeat", "data: {}"), one.subList(1, 3));
            assertTrue(id(two).compareTo(id(one)) > 0);
            assertEquals("\"groups\":{}}", groups(get("?since=" + id(two))));
        }
    }

    @Test
    void C107_aStreamEndsWithItsLifeAndCanBeResumed() throws Exception {
        start(GroupVisibility.EVERYTHING, "feed.life", "1");
        try (Stream stream = new Stream("?since=" + cursor(get("")))) {
            stream.block();
            index.touch("products");
            String id = id(stream.block());
            assertEquals(List.of(), stream.block());
            try (Stream again = new Stream("", "Last-Event-ID", id)) {
                assertEquals(200, again.head.statusCode());
            }
        }
    }

    @Test
    void C107_manyGroupsComeInSeveralEventsOfWhichTheLastHasTheNewId() throws Exception {
        String since = cursor(get(""));
        index.touch(products(2100));
        try (Stream stream = new Stream("?since=" + since)) {
            stream.block();
            assertEquals(since, id(stream.block()));
            assertEquals(since, id(stream.block()));
            assertNotEquals(since, id(stream.block()));
        }
    }

    @Test
    void C107_filtersByGroupAndResetsWhenEverythingMoved() throws Exception {
        try (Stream stream = new Stream("?group=product:1&since=" + cursor(get("")))) {
            stream.block();
            index.touch("products");
            Stamp stamp = index.touch("product:1");
            assertEquals("data: {" + groups("product:1", stamp), stream.block().get(2));
            index.touchAll();
            assertEquals("event: reset", stream.block().get(1));
        }
    }

    @Test
    void C107_headDoesNotHang() throws Exception {
        String since = cursor(get(""));
        for (HttpRequest head : List.of(
                request("HEAD", "", "Accept", EVENTS),
                request("HEAD", "?since=" + since, "Prefer", "wait=30"),
                request("HEAD", "", "If-None-Match", header(get(""), "ETag"), "Prefer", "wait=30"))) {
            long begun = System.nanoTime();
            HttpResponse<String> answer = client.send(head, HttpResponse.BodyHandlers.ofString());
            assertEquals(head.headers().firstValue("If-None-Match").isPresent() ? 304 : 200, answer.statusCode());
            assertEquals("", header(answer, "Preference-Applied"));
            assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(10));
        }
    }

    @Test
    void C108_whoTakesNeitherJsonNorEventsIsTold() throws Exception {
        for (String accept : List.of("text/html", "*/*;q=0", "image/*, text/plain", "application/json;q=0")) {
            HttpResponse<String> refusal = get("", "Accept", accept);
            assertEquals(406, refusal.statusCode(), accept);
            assertEquals("Accept", header(refusal, "Vary"));
        }
        for (String accept : List.of("*/*", "application/json, text/event-stream", "text/event-stream;q=0.5, */*")) {
            assertEquals("application/json", header(get("", "Accept", accept), "Content-Type"), accept);
        }
    }

    @Test
    void tooManySubscribersAreSentAwayAndLeaveRoomWhenTheyGo() throws Exception {
        start(GroupVisibility.EVERYTHING, "feed.subscribers-per-caller", "2", "feed.life", "1");
        String since = cursor(get(""));
        try (Stream one = new Stream("");
                Stream two = new Stream("")) {
            try (Stream three = new Stream("")) {
                assertEquals(503, three.head.statusCode());
                assertEquals("5", header(three.head, "Retry-After"));
                assertEquals("", header(three.head, "X-Accel-Buffering"));
            }
            assertEquals(503, get("?since=" + since, "Prefer", "wait=5").statusCode());
            assertEquals(200, get("").statusCode());
            assertNotNull(one.block());
            while (!two.block().isEmpty()) {
                assertEquals(200, two.head.statusCode());
            }
        }
        Thread.sleep(500);
        try (Stream four = new Stream("")) {
            assertEquals(200, four.head.statusCode());
        }
    }

    @Test
    void C107_aDrainAnswersWhoWaitsEndsTheStreamsAndSendsNewOnesAway() throws Exception {
        String since = cursor(get(""));
        var waiting = async("?since=" + since, "Prefer", "wait=30");
        try (Stream stream = new Stream("?since=" + since)) {
            stream.block();
            Thread.sleep(300);
            servlet.drain();
            assertEquals("\"groups\":{}}", groups(waiting.get(10, TimeUnit.SECONDS)));
            assertEquals(List.of(), stream.block());
        }
        try (Stream late = new Stream("", "Last-Event-ID", since)) {
            assertEquals(204, late.head.statusCode());
        }
        assertEquals("\"groups\":{}}", groups(get("?since=" + since, "Prefer", "wait=30")));
    }

    @Test
    void C107_aDrainWaitsUntilTheAnswersAreWritten() throws Exception {
        String since = cursor(get(""));
        var waiting = async("?since=" + since, "Prefer", "wait=30", SlowToResume.FIELD, "300");
        Thread.sleep(300);
        servlet.drain();
        server.stop();
        server = null;
        assertEquals("\"groups\":{}}", groups(waiting.get(10, TimeUnit.SECONDS)));
    }

    @Test
    void C107_aDrainWaitsForALongAnswerToo() throws Exception {
        String since = cursor(get(""));
        var waiting = async("?since=" + since, "Prefer", "wait=30", SlowToResume.FIELD, "300");
        Thread.sleep(300);
        Stamp stamp = index.touch(products(30_000));
        servlet.drain();
        server.stop();
        server = null;
        String groups = groups(waiting.get(10, TimeUnit.SECONDS));
        assertTrue(groups.endsWith("\"product:9999\":\"" + stamp + "\"}}"), groups);
    }

    // A large listing

    private static List<String> products(int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add("product:" + i);
        }
        return names;
    }

    @Test
    void aLargeListingIsWrittenInPieces() throws Exception {
        Stamp stamp = index.touch(products(30_000));
        HttpResponse<String> listing = get("");
        assertEquals(200, listing.statusCode());
        assertTrue(listing.body().endsWith("\"product:9999\":\"" + stamp + "\"}}"));
        assertEquals(30_000, listing.body().split("\":\"", -1).length - 3);
        HttpResponse<String> head = client.send(request("HEAD", ""), HttpResponse.BodyHandlers.ofString());
        assertEquals(header(listing, "ETag"), header(head, "ETag"));
        assertEquals(header(listing, "Content-Length"), header(head, "Content-Length"));
        assertEquals(304, get("", "If-None-Match", header(listing, "ETag")).statusCode());
    }

    @Test
    void aReaderWhoStallsHoldsNoThread() throws Exception {
        index.touch(products(100_000));
        List<Socket> stalled = new ArrayList<>();
        try {
            // More than the servers have threads.
            for (int i = 0; i < 250; i++) {
                Socket socket = new Socket();
                socket.setReceiveBufferSize(4096);
                socket.connect(new java.net.InetSocketAddress("localhost", server.port()));
                socket.getOutputStream()
                        .write(("GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                stalled.add(socket);
            }
            Thread.sleep(1000);
            HttpRequest quick = HttpRequest.newBuilder(
                            request("GET", "?group=products").uri())
                    .timeout(Duration.ofSeconds(10))
                    .build();
            assertEquals(
                    200,
                    client.send(quick, HttpResponse.BodyHandlers.ofString()).statusCode());
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
    }

    // Visibility

    @Test
    void hiddenAndUnknownLookTheSameInEveryForm() throws Exception {
        start((principal, group) -> !group.equals("hidden"));
        index.touch("products", "hidden");
        HttpResponse<String> listing = get("");
        assertFalse(listing.body().contains("hidden"), listing.body());
        assertFalse(listing.body().contains("published"), listing.body());
        assertTrue(get("?group=hidden&group=never").body().endsWith("{\"hidden\":\"unknown\",\"never\":\"unknown\"}}"));
        String since = cursor(listing);
        settle();
        index.touch("hidden");
        assertEquals("\"groups\":{}}", groups(get("?since=" + since)));
        assertEquals(304, get("", "If-None-Match", header(listing, "ETag")).statusCode());
        try (Stream stream = new Stream("?since=" + since)) {
            stream.block();
            Stamp stamp = index.touch("products", "hidden");
            assertEquals("data: {" + groups("products", stamp), stream.block().get(2));
        }
    }

    // Touches from outside

    private HttpResponse<String> touch(String type, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.port() + PATH + "/touch"))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void touchesFromOutsideAreOffUntilTheyAreTurnedOn() throws Exception {
        Stamp before = index.head();
        assertEquals(
                404, touch("application/json", "{\"groups\":[\"products\"]}").statusCode());
        assertEquals(before, index.head());
    }

    @Test
    void touchesFromOutsideNeedTheToken() throws Exception {
        start(GroupVisibility.EVERYTHING, "touch.token", "s3cret");
        Stamp before = index.head();
        for (String[] headers : new String[][] {
            {}, {"Authorization", "Bearer s3cre"}, {"Authorization", "Basic s3cret"}, {"Authorization", "Bearer"}
        }) {
            HttpResponse<String> refusal = touch("application/json", "{\"groups\":[\"products\"]}", headers);
            assertEquals(401, refusal.statusCode());
            assertTrue(header(refusal, "WWW-Authenticate").startsWith("Bearer "));
        }
        assertEquals(before, index.head());
        String[] token = {"Authorization", "bearer s3cret"};
        HttpResponse<String> json =
                touch("application/json", " {\"groups\" : [\"products\", \"product\\u003a1\"]}\n", token);
        assertEquals(200, json.statusCode());
        Stamp stamp = index.stamp("product:1");
        assertTrue(stamp.compareTo(before) > 0);
        assertEquals(stamp, index.stamp("products"));
        assertTrue(json.body().startsWith("{\"stamp\":\"" + stamp + "\",\"asOf\":\""), json.body());
        assertTrue(header(json, "Etagere-As-Of").substring(17).compareTo(stamp.toString()) >= 0);
        HttpResponse<String> form =
                touch("application/x-www-form-urlencoded", "group=products&group=product%3A2", token);
        assertEquals(200, form.statusCode());
        assertEquals(index.stamp("products"), index.stamp("product:2"));
    }

    @Test
    void touchesFromOutsideAreBounded() throws Exception {
        start(GroupVisibility.EVERYTHING, "touch.token", "s3cret");
        String[] token = {"Authorization", "Bearer s3cret"};
        Stamp before = index.head();
        assertEquals(
                413,
                touch("application/json", "{\"groups\":[\"" + "a".repeat(65_536) + "\"]}", token)
                        .statusCode());
        String many = "\"a\",".repeat(1000) + "\"a\"";
        for (String body : List.of(
                "{\"groups\":[" + many + "]}",
                "{\"groups\":[]}",
                "{\"groups\":[\"\"]}",
                "{\"groups\":[\"@app\"]}",
                "{\"groups\":[\"a\"]} {}",
                "{\"groups\":[\"a\",]}",
                "{\"groups\":\"a\"}",
                "{\"group\":[\"a\"]}",
                "[\"a\"]",
                "{\"groups\":[\"a",
                "")) {
            assertEquals(400, touch("application/json", body, token).statusCode(), body);
        }
        assertEquals(400, touch("text/plain", "products", token).statusCode());
        assertEquals(before, index.head());
    }

    @Test
    void touchesFromOutsideMayNeedARoleInsteadAndThenAreNoForms() throws Exception {
        start(GroupVisibility.EVERYTHING, "touch.role", "writer");
        String json = "{\"groups\":[\"products\"]}";
        assertEquals(403, touch("application/json", json).statusCode());
        assertEquals(
                403,
                touch("application/json", json, "X-User", "alice", "X-Role", "reader")
                        .statusCode());
        Stamp before = index.head();
        String[] writer = {"X-User", "alice", "X-Role", "writer"};
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "multipart/form-data")) {
            assertEquals(415, touch(type, "group=products", writer).statusCode(), type);
        }
        assertEquals(before, index.head());
        assertEquals(200, touch("application/json", json, writer).statusCode());
        assertNotEquals(before, index.head());
    }

    @Test
    void eachCallerHasAShareOfTheSubscribers() throws Exception {
        start(GroupVisibility.EVERYTHING, "feed.subscribers-per-caller", "1");
        try (Stream alice = new Stream("", "X-User", "alice");
                Stream bob = new Stream("", "X-User", "bob");
                Stream again = new Stream("", "X-User", "alice")) {
            assertEquals(200, alice.head.statusCode());
            assertEquals(200, bob.head.statusCode());
            assertEquals(503, again.head.statusCode());
        }
    }

    @Test
    void aWaitOutlivesTheIdleTimeoutOfTheServer() throws Exception {
        String since = cursor(get(""));
        var waiting = async("?since=" + since, "Prefer", "wait=30");
        Thread.sleep(IDLE.multipliedBy(2).toMillis());
        assertFalse(waiting.isDone());
        Stamp stamp = index.touch("products");
        assertEquals(groups("products", stamp), groups(waiting.get(5, TimeUnit.SECONDS)));
    }

    @Test
    void aBadSettingPutsTheServletOutOfService() throws Exception {
        TestServer.App app = new TestServer.App(
                        new ConditionalFilter(ConditionalRequests.builder(index).build()))
                .parameter("etagere.feed.wait", "soon")
                .servlet(PATH + "/*", new GroupTimestampsServlet());
        TestServer bad;
        try {
            bad = start(app);
        } catch (Exception e) {
            assertTrue(String.valueOf(e.getMessage()).contains("etagere.feed.wait is \"soon\""), e.toString());
            return;
        }
        // Tomcat starts without it.
        URI uri = URI.create("http://localhost:" + bad.port() + PATH);
        HttpResponse<String> refusal =
                client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        bad.stop();
        assertTrue(refusal.statusCode() >= 400, () -> "it answers " + refusal.statusCode());
    }
}
