package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A GET of a resource method")
class JaxRsReadsIT extends OnJaxRsServers {
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger streamed = new AtomicInteger();

    private final ReadResources resources = new ReadResources(entered, closed, streamed);

    @Override
    Object[] application() {
        return resources.all();
    }

    @BeforeEach
    void forget() {
        entered.set(0);
        closed.set(0);
        streamed.set(0);
    }

    /** The fields of a 304 are those that RFC 9110 section 15.4.5 lists, ours, and nothing about content. */
    private void assertBare(Reply notModified, Reply full) {
        Set<String> names = new HashSet<>(notModified.names());
        assertEquals(names.size(), notModified.names().size(), () -> "repeated: " + notModified);
        if (server.blemishes304()) {
            assertEquals("0", notModified.field("Content-Length"), "no blemish any more: rewrite container fact 35");
            names.remove("content-length");
        }
        names.removeAll(Set.of("last-modified", "server"));
        assertEquals(Set.of("date", "cache-control", "vary", "cache-tag", "etag", "etagere-as-of"), names);
        for (String same : List.of("Cache-Control", "Vary", "Cache-Tag", "ETag")) {
            assertEquals(full.field(same), notModified.field(same), same);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "stage", "suspended", "stream", "output", "below/a/b"})
    void C050_C052_isA304BeforeItsMethodWithNoFieldAboutContent(String name) throws Exception {
        String path = "/things/" + name;
        Reply full = get(path);
        assertStatus(200, full);
        assertTrue(full.body().length > 0);
        entered.set(0);
        Reply early = get(path, "If-None-Match: " + full.field("ETag"));
        assertStatus(304, early);
        assertBare(early, full);
        Reply head = http.send("HEAD", path, "If-None-Match: " + full.field("ETag"));
        assertStatus(304, head);
        assertBare(head, full);
        assertEquals(0, entered.get(), "the method was entered");
        assertMoved(path, "\"other\"");
        assertEquals(1, entered.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "stage", "suspended", "stream", "output", "below/a/b"})
    void C052_isALate304WhereOnlyTheMethodKnowsThatItExists(String name) throws Exception {
        String path = "/things/" + name;
        Reply full = get(path);
        forget();
        Reply late = get(path, "If-None-Match: *");
        assertStatus(304, late);
        assertEquals(1, entered.get(), "only the method knows");
        assertBare(late, full);
        assertEquals(name.equals("stream") ? 1 : 0, closed.get(), "container fact 43: nobody else closes the entity");
        assertEquals(0, streamed.get(), "an output that is not sent was written");
    }

    @Test
    void C053_keepsTheConnectionInStepThrough304s() throws Exception {
        String tag = tagOf("/things/text");
        String condition = "If-None-Match: " + tag;
        http.write(RawHttp.request("GET", "/things/text", condition)
                + RawHttp.request("GET", "/things/stream", "If-None-Match: *")
                + RawHttp.request("HEAD", "/things/text", condition)
                + RawHttp.request("GET", "/things/suspended", "If-None-Match: *")
                + RawHttp.request("GET", "/things/text"));
        assertStatus(304, http.read("GET"));
        assertStatus(304, http.read("GET"));
        assertStatus(304, http.read("HEAD"));
        assertStatus(304, http.read("GET"));
        Reply last = http.read("GET");
        assertStatus(200, last);
        assertEquals("text", last.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "stage", "suspended", "stream", "output"})
    void C058_hasTheFieldsOfAGetWhenItIsAHead(String name) throws Exception {
        dated("/things/" + name);
        Reply get = get("/things/" + name);
        Reply head = http.send("HEAD", "/things/" + name);
        assertStatus(200, head);
        for (String same : List.of("ETag", "Last-Modified", "Cache-Control", "Vary", "Cache-Tag", "Content-Type")) {
            assertEquals(get.field(same), head.field(same), same);
        }
        // Jersey on Jetty says 0 to whatever is streamed; that is its own affair.
        String plain = http.send("HEAD", "/plain/" + name).field("Content-Length");
        assertEquals(plain, head.field("Content-Length"), "it is not as without a policy");
        assertStatus(304, http.send("HEAD", "/things/" + name, "If-Modified-Since: " + get.field("Last-Modified")));
    }

    @Test
    void C058_hasTheTagOfTheGetThoughHeadIsAMethodOfItsOwn() throws Exception {
        String tag = tagOf("/headed/a");
        Reply head = http.send("HEAD", "/headed/a");
        assertStatus(200, head);
        assertEquals(tag, head.field("ETag"));
        assertEquals("public, no-cache", head.field("Cache-Control"));
        entered.set(0);
        assertStatus(304, http.send("HEAD", "/headed/a", "If-None-Match: " + tag));
        assertEquals(0, entered.get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "accepted"})
    void C008_isNo304WhereItWouldBeNo200(String name) throws Exception {
        Reply plain = get("/things/" + name);
        for (String condition : List.of("If-None-Match: *", "If-None-Match: \"x\"", "If-Match: *", "If-Match: \"x\"")) {
            Reply reply = get("/things/" + name, condition);
            assertStatus(plain.status(), reply);
            assertNull(reply.field("ETag"), reply::toString);
        }
    }

    @Test
    void P04_C088_hasATagForEachRepresentation() throws Exception {
        String[][] all = {
            {"Accept: application/json", "Accept-Language: en"},
            {"Accept: application/json", "Accept-Language: de"},
            {"Accept: text/html", "Accept-Language: en"},
            {"Accept: text/html", "Accept-Language: de"},
        };
        for (String[] asked : all) {
            Reply full = get("/variants", asked);
            String tag = full.field("ETag");
            assertEquals("Accept, Accept-Language", full.field("Vary"), "C087");
            for (String[] other : all) {
                Reply reply = get("/variants", with("If-None-Match: " + tag, other));
                assertStatus(other == asked ? 304 : 200, reply);
                assertEquals("Accept, Accept-Language", reply.field("Vary"), "C087");
            }
        }
        assertStatus(406, get("/variants", "Accept: image/png", "If-None-Match: *"));
    }

    @Test
    void P31_isTakenForAnotherOneByEachFieldOfVary() throws Exception {
        String tag = tagOf("/variants", "Accept-Language: en");
        assertMoved("/variants", tag, "Accept-Language: fr");
        assertMoved("/variants", tag);
        assertMoved("/variants", tag, "Accept-Language: en", "Accept-Language: de");
        assertConfirmed("/variants", tag, "Accept-Language: en", "User-Agent: somebody else");
    }

    @Test
    void isToldFromAnotherByMatrixParametersAndMovesWithIt() throws Exception {
        String one = tagOf("/addressed/a;v=1");
        String two = tagOf("/addressed/a;v=2");
        assertNotEquals(one, two);
        assertMoved("/addressed/a;v=2", one);
        assertMoved("/addressed/a", one);
        entered.set(0);
        assertConfirmed("/addressed/a;v=1", one);
        assertEquals(0, entered.get());
        index.touch("addressed:a");
        assertMoved("/addressed/a;v=1", one);
        assertMoved("/addressed/a;v=2", two);
    }

    @Test
    void dependsOnTheSameGroupHoweverItsPathIsSpelled() throws Exception {
        String plain = tagOf("/addressed/a-b");
        String encoded = tagOf("/addressed/a%2Db");
        String other = tagOf("/addressed/a%20b");
        index.touch("addressed:a-b");
        assertMoved("/addressed/a-b", plain);
        assertMoved("/addressed/a%2Db", encoded);
        assertConfirmed("/addressed/a%20b", other);
        index.touch("addressed:a%20b");
        assertMoved("/addressed/a%20b", other);
    }

    @Test
    void sharesNothingWithAnotherQuery() throws Exception {
        String one = tagOf("/things/text?q=1");
        assertMoved("/things/text?q=2", one);
        assertMoved("/things/text", one);
        assertConfirmed("/things/text?q=1", one);
    }

    @Test
    void behindALocatorDependsOnTheParametersOfTheWholePath() throws Exception {
        String here = tagOf("/things/below/x/y");
        String there = tagOf("/things/below/x/z");
        index.touch("below:x:y");
        assertMoved("/things/below/x/y", here);
        assertConfirmed("/things/below/x/z", there);
    }

    @Test
    void mayTellOfAChange() throws Exception {
        String tag = tagOf("/declared/default");
        long before = index.head().nanos();
        assertStatus(200, get("/things/telling", "If-None-Match: \"x\""));
        assertTrue(index.head().nanos() > before, "what the method told did not move");
        assertConfirmed("/declared/default", tag);
    }

    @Test
    void hasNobodyToTellWhereNothingIsDeclared() throws Exception {
        for (int i = 0; i < 20; i++) {
            get("/things/suspended");
            String said = get("/plain/telling").text();
            assertTrue(said.contains("declare the route"), said);
        }
    }

    @Test
    void tellsHowFarItReaches() throws Exception {
        Reply full = get("/things/text");
        Reply again = get("/things/text", "If-None-Match: " + full.field("ETag"));
        Reply head = http.send("HEAD", "/things/text");
        String last = "";
        for (Reply reply : List.of(full, again, head)) {
            String asOf = reply.field("Etagere-As-Of");
            assertTrue(asOf.matches("[0-9a-f]{16}\\.\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z"), asOf);
            assertTrue(last.compareTo(asOf) <= 0, "it went back");
            last = asOf;
        }
        assertConfirmed("/things/text", full.field("ETag"), "Etagere-Min-As-Of: " + last);
        String later = last.replaceFirst("\\.\\d{4}", ".2150");
        assertMoved("/things/text", full.field("ETag"), "Etagere-Min-As-Of: " + later);
    }

    @Test
    void C045_C061_isDatedOnceAndNeverBeforeItsLastModified() throws Exception {
        Reply dated = dated("/things/text");
        Reply confirmed = get("/things/text", "If-None-Match: " + dated.field("ETag"));
        assertEquals(dated.field("Last-Modified"), confirmed.field("Last-Modified"));
        for (Reply reply : List.of(dated, confirmed)) {
            long date = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(reply.field("Date"), java.time.Instant::from)
                    .getEpochSecond();
            long modified = java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(reply.field("Last-Modified"), java.time.Instant::from)
                    .getEpochSecond();
            assertTrue(modified <= date, reply::toString);
        }
    }

    @Test
    void isAnsweredOnceThoughFilterAndMethodDeclareIt() throws Exception {
        Reply full = get("/both/a");
        assertStatus(200, full);
        String tag = full.field("ETag");
        assertEquals("both:a", full.field("Cache-Tag"));
        entered.set(0);
        assertConfirmed("/both/a", tag);
        assertEquals(0, entered.get());
        assertStatus(304, get("/both/a", "If-None-Match: *"));
        index.touch("both:a");
        assertMoved("/both/a", tag);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default|no-cache",
                "no-cache|no-cache",
                "no-store|no-store",
                "private|private, max-age=0, must-revalidate",
                "public|public, max-age=60, s-maxage=300, stale-while-revalidate=30, stale-if-error=600",
                "immutable|public, max-age=31536000, immutable"
            })
    void P32_carriesTheDirectivesThatAreDeclared(String name, String directives) throws Exception {
        Reply reply = get("/declared/" + name);
        assertEquals(directives, reply.field("Cache-Control"));
        assertFalse(reply.names().contains("pragma"), "C076");
        assertFalse(reply.names().contains("expires"), "C077");
    }
}
