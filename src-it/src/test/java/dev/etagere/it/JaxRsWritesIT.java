package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.jaxrs.CachePolicy;
import dev.etagere.jaxrs.Touches;
import dev.etagere.policy.ETagMode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A write by a resource method")
class JaxRsWritesIT extends OnJaxRsServers {
    private final Shelf shelf = new Shelf(entered);

    /** First met by a write. */
    @Path("sub/{outer}")
    public static final class Locator {

        /** The resource. */
        @Path("inner")
        public Inner inner() {
            return new Inner();
        }
    }

    /** Known to nobody before its first request. */
    public static final class Inner {

        /** Reads it. */
        @GET
        @Path("{id}")
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", groups = "inner:{outer}:{id}", etag = ETagMode.STRONG)
        public String get(@PathParam("id") String id) {
            return id;
        }

        /** Writes it. */
        @PUT
        @Path("{id}")
        @Touches("inner:{outer}:{id}")
        public void put() {}
    }

    /** Declared here, and in the policy file of the filter. */
    @Path("both/{id}")
    public static final class Both {

        /** Reads it. */
        @GET
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", groups = "both:{id}", etag = ETagMode.STRONG)
        public String get(@PathParam("id") String id) {
            return id;
        }

        /** Writes it. */
        @PUT
        @Touches("both:{id}")
        public void put() {}
    }

    /** Fails if a test wants it to. */
    public static final class Breaking implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (request.getHeaderString("X-Break") != null) {
                throw new IllegalStateException("meant by the test");
            }
        }
    }

    @Override
    Object[] application() {
        return new Object[] {shelf, new Locator(), new Both(), new Breaking()};
    }

    @BeforeEach
    void fill() {
        entered.set(0);
        shelf.things.clear();
        shelf.things.put("a", "first");
        index.touch("shelf", "shelf:a", "shelf:b");
    }

    private void assertUntouched(String tag, String list) throws IOException {
        assertEquals("first", shelf.things.get("a"));
        assertConfirmed("/shelf/a", tag);
        assertConfirmed("/shelf", list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "POST", "DELETE"})
    void C009_C064_P13_isNotBegunIfItsConditionFails(String method) throws Exception {
        String tag = tagOf("/shelf/a");
        String list = tagOf("/shelf");
        String date = "Sunday, 06-Nov-94 08:49:37 GMT";
        dated("/shelf/a");
        for (String condition : List.of(
                "If-Match: \"other\"",
                "If-Match: W/" + tag,
                "If-Match: ,",
                "If-Match: \"",
                "If-None-Match: " + tag,
                "If-None-Match: W/" + tag,
                "If-None-Match: \"x\", " + tag,
                "If-Unmodified-Since: " + date)) {
            Reply refused = send(method, "/shelf/a", "second", condition);
            assertEquals(412, refused.status(), condition);
            assertNothingOfOurs(refused);
        }
        assertEquals(0, entered.get(), "the method was entered");
        assertStatus(412, send(method, "/shelf/a", "second", "If-None-Match: *"));
        assertEquals(1, entered.get(), "only the method knows that it exists");
        assertUntouched(tag, list);
    }

    @ParameterizedTest
    @CsvSource({"PUT,second", "PATCH,firstsecond", "POST,firstsecond", "DELETE,"})
    void C012_C064_isDoneIfItsConditionHoldsAndMovesItsGroups(String method, String after) throws Exception {
        Reply before = dated("/shelf/a");
        String list = tagOf("/shelf");
        String tag = before.field("ETag");
        Reply done = send(
                method,
                "/shelf/a",
                "second",
                "If-Match: \"x\", " + tag,
                "If-None-Match: \"x\"",
                "If-Unmodified-Since: Sunday, 06-Nov-94 08:49:37 GMT");
        assertStatus(204, done);
        assertEquals(after, shelf.things.get("a"));
        assertNull(done.field("ETag"), "C066");
        assertNull(done.field("Last-Modified"), "C066");
        assertNull(done.field("Cache-Control"), "C067");
        assertNotNull(done.field("Etagere-As-Of"), done::toString);
        assertStatus(after == null ? 404 : 200, get("/shelf/a", "If-None-Match: " + tag));
        assertMoved("/shelf", list);
        assertStatus(412, send(method, "/shelf/a", "third", "If-Match: " + tag));
    }

    @Test
    void C014_isDoneUnderADateThatHolds() throws Exception {
        String date = dated("/shelf/a").field("Last-Modified");
        assertStatus(204, send("PUT", "/shelf/a", "second", "If-Unmodified-Since: " + date));
        assertStatus(412, send("PUT", "/shelf/a", "third", "If-Unmodified-Since: " + date));
        assertEquals("second", shelf.things.get("a"));
    }

    @Test
    void C010_P29_createsOnce() throws Exception {
        assertStatus(404, get("/shelf/b", "If-None-Match: *"));
        assertStatus(412, send("PUT", "/shelf/b", "text", "If-Match: *"));
        assertStatus(412, send("PUT", "/shelf/b", "text", "If-Match: \"x\""));
        assertNull(shelf.things.get("b"));
        assertStatus(201, send("PUT", "/shelf/b", "text", "If-None-Match: *"));
        assertStatus(412, send("PUT", "/shelf/b", "other", "If-None-Match: *"));
        assertEquals("text", shelf.things.get("b"));
        assertStatus(204, send("PUT", "/shelf/b", "other", "If-Match: *"));
        assertStatus(412, send("DELETE", "/shelf/missing", "", "If-Match: *"));
        assertStatus(404, send("DELETE", "/shelf/missing", "", "If-None-Match: *"));
    }

    @Test
    void C023_addsToAListUnderTheConditionOfTheList() throws Exception {
        String list = tagOf("/shelf");
        assertStatus(412, send("POST", "/shelf", "x", "If-None-Match: " + list));
        assertStatus(412, send("POST", "/shelf", "x", "If-None-Match: *"));
        assertStatus(412, send("POST", "/shelf", "x", "If-Match: " + list));
        assertConfirmed("/shelf", list);
        assertStatus(204, send("POST", "/shelf", "x", "If-Match: *"));
        assertMoved("/shelf", list);
    }

    @Test
    void movesWhatOnlyItKnows() throws Exception {
        long before = index.stampNanos("told");
        assertStatus(204, send("PUT", "/shelf/a", "second"));
        assertTrue(index.stampNanos("told") > before);
        assertFalse(index.inFlux("told"));
    }

    @Test
    void movesTheSameGroupHoweverItsPathIsSpelled() throws Exception {
        shelf.things.put("a-b", "first");
        String tag = tagOf("/shelf/a-b");
        assertStatus(204, send("PUT", "/shelf/a%2Db;x=y", "second"));
        Reply after = get("/shelf/a-b", "If-None-Match: " + tag);
        assertStatus(200, after);
        assertEquals("second", after.text());
    }

    @Test
    void C009_isJudgedThoughItIsTheFirstThatASubResourceHearsOf() throws Exception {
        assertStatus(412, send("PUT", "/sub/x/inner/y", "", "If-Match: \"other\""));
        String tag = tagOf("/sub/x/inner/y");
        assertStatus(204, send("PUT", "/sub/x/inner/y", "", "If-Match: " + tag));
        assertStatus(412, send("PUT", "/sub/x/inner/y", "", "If-Match: " + tag));
    }

    @Test
    void isDoneOnceThoughFilterAndMethodDeclareIt() throws Exception {
        String tag = tagOf("/both/a");
        assertStatus(412, send("PUT", "/both/a", "", "If-Match: \"other\""));
        assertConfirmed("/both/a", tag);
        assertStatus(204, send("PUT", "/both/a", ""));
        assertMoved("/both/a", tag);
        assertFalse(index.inFlux("both:a"));
    }

    @Test
    void R10_isInFluxUntilItIsDone() throws Exception {
        String tag = tagOf("/shelf/a");
        shelf.gate = new CountDownLatch(1);
        http.write(withBody("PUT", "/shelf/a/slow", "second"));
        try (RawHttp other = connection()) {
            try {
                while (!index.inFlux("shelf:a")) {
                    Thread.sleep(1);
                }
                Reply read = other.send("GET", "/shelf/a", "If-None-Match: " + tag);
                assertStatus(200, read);
                assertNull(read.field("ETag"), read::toString);
                other.write(withBody("PUT", "/shelf/a", "third", "If-Match: " + tag));
            } finally {
                shelf.gate.countDown();
            }
            Reply rival = other.read("PUT");
            assertTrue(rival.status() == 412 || rival.status() == 503, rival::toString);
            assertEquals(rival.status() == 503 ? "1" : null, rival.field("Retry-After"), "R20");
        }
        assertStatus(204, http.read("PUT"));
        assertFalse(index.inFlux("shelf:a"));
        Reply after = get("/shelf/a", "If-None-Match: " + tag);
        assertStatus(200, after);
        assertEquals("second", after.text());
    }

    @ParameterizedTest
    @CsvSource({
        "failing?how=exception,500",
        "failing?how=error,500",
        "failing?how=unwritable,500",
        "failing?how=503,503",
        "failing?how=302,302",
        "forgotten,503"
    })
    void R09_thatFailsOnOurSideMayHaveBeenDone(String how, int status) throws Exception {
        String tag = tagOf("/shelf/a");
        try (RawHttp own = connection()) {
            own.write(withBody("PUT", "/shelf/a/" + how, "second"));
            assertStatus(status, own.read("PUT"));
        }
        assertMoved("/shelf/a", tag);
        assertFalse(index.inFlux("shelf:a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/shelf/a/failing?how=refused", "/shelf/a/failing?how=422", "/shelf/a?n=none"})
    void C068_thatIsRefusedMovesNothing(String path) throws Exception {
        String tag = tagOf("/shelf/a");
        try (RawHttp own = connection()) {
            own.write(withBody("PUT", path, "second"));
            Reply refused = own.read("PUT");
            assertTrue(refused.status() >= 400 && refused.status() < 500, refused::toString);
        }
        assertConfirmed("/shelf/a", tag);
    }

    @Test
    void R09_isNotDeniedThoughAnotherFilterFails() throws Exception {
        shelf.things.put("z", "first");
        String tag = tagOf("/shelf/z");
        try (RawHttp own = connection()) {
            own.write(withBody("PUT", "/shelf/z/slow", "second", "X-Break: yes"));
            assertStatus(500, own.read("PUT"));
        }
        assertMoved("/shelf/z", tag);
    }

    @Test
    void R10_endsItsFluxThoughItsClientHangsUp() throws Exception {
        try (RawHttp own = connection()) {
            own.write(withBody("PUT", "/shelf/hung", "x".repeat(1000)).substring(0, 300));
            awaitFlux(true);
        }
        awaitFlux(false);
        assertNull(shelf.things.get("hung"));
    }

    private void awaitFlux(boolean flux) throws InterruptedException {
        for (int i = 0; i < 1000 && index.inFlux("shelf:hung") != flux; i++) {
            Thread.sleep(5);
        }
        assertEquals(flux, index.inFlux("shelf:hung"));
    }

    @Test
    void C062_thatIsRefusedKeepsTheConnectionInStepOrClosesIt() throws Exception {
        try (RawHttp own = connection()) {
            own.write(withBody("PUT", "/shelf/a", "x".repeat(200_000), "If-Match: \"other\""));
            assertStatus(412, own.read("PUT"));
            try {
                assertStatus(200, own.send("GET", "/shelf/a"));
            } catch (IOException closed) {
                assertFalse(closed.getMessage().contains("out of step"), closed::getMessage);
            }
        }
    }

    @Test
    void C062_needsNoContentToBeRefused() throws Exception {
        try (RawHttp own = connection()) {
            String head = withBody("PUT", "/shelf/a", "second", "If-Match: \"other\"", "Expect: 100-continue");
            own.write(head.substring(0, head.length() - "second".length()));
            Reply first = own.read("PUT");
            // Tomcat asks for the content before anybody is asked whether it is wanted.
            assertStatus(412, first.status() == 100 ? own.read("PUT") : first);
        }
        assertEquals("first", shelf.things.get("a"));
    }

    @Test
    void C065_isDoneOnceThoughManyHaveTheSameTag() throws Exception {
        String tag = tagOf("/shelf/a");
        int writers = 20;
        CountDownLatch together = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(writers);
        List<Future<Integer>> answers = new ArrayList<>();
        try {
            for (int i = 0; i < writers; i++) {
                String text = "by " + i;
                answers.add(pool.submit((Callable<Integer>) () -> {
                    try (RawHttp own = connection()) {
                        together.await();
                        own.write(withBody("PUT", "/shelf/a", text, "If-Match: " + tag));
                        return own.read("PUT").status();
                    }
                }));
            }
            together.countDown();
            int done = 0;
            for (Future<Integer> answer : answers) {
                int status = answer.get();
                assertTrue(status == 204 || status == 412 || status == 503, () -> "status " + status);
                done += status == 204 ? 1 : 0;
            }
            assertEquals(1, done);
        } finally {
            pool.shutdownNow();
        }
        assertEquals(1, entered.get());
    }
}
