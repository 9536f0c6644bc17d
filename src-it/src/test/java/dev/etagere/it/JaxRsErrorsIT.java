package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.jaxrs.CachePolicy;
import dev.etagere.jaxrs.Touches;
import dev.etagere.policy.ETagMode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A condition changes nothing about what would be no 200")
class JaxRsErrorsIT extends OnJaxRsServers {
    private static final List<String> CONDITIONS = List.of(
            "If-None-Match: *",
            "If-None-Match: \"x\"",
            "If-None-Match: \"",
            "If-Match: *",
            "If-Match: \"x\"",
            "If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT",
            "If-Modified-Since: Fri, 01 Jan 2150 00:00:00 GMT",
            "If-Unmodified-Since: Sunday, 06-Nov-94 08:49:37 GMT");

    private final Semaphore hungUp = new Semaphore(0);

    /** One method for each way to fail. */
    @Path("failing")
    @CachePolicy(value = "public, max-age=30", groups = "things")
    @SuppressWarnings("DoNotCallSuggester") // Only JAX-RS calls them.
    public static final class Failing {

        /** By an exception of JAX-RS. */
        @GET
        @Path("missing")
        public String missing() {
            throw new NotFoundException();
        }

        /** By its answer. */
        @GET
        @Path("gone")
        public Response gone() {
            return Response.status(410).entity("gone").build();
        }

        /** By an exception that has a mapper. */
        @GET
        @Path("mapped")
        public String mapped() {
            throw new Conflict();
        }

        /** By an exception that has none. */
        @GET
        @Path("unmapped")
        public String unmapped() {
            throw new IllegalStateException("meant by the test");
        }

        /** By an error. */
        @GET
        @Path("error")
        public String error() {
            throw new AssertionError("meant by the test");
        }

        /** Later. */
        @GET
        @Path("stage")
        public CompletionStage<String> stage() {
            CompletableFuture<String> failed = new CompletableFuture<>();
            CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS)
                    .execute(() -> failed.completeExceptionally(new Conflict()));
            return failed;
        }

        /** By nobody's answer. */
        @GET
        @Path("timeout")
        public void timeout(@Suspended AsyncResponse response) {
            response.setTimeout(20, TimeUnit.MILLISECONDS);
        }

        /** For a while. */
        @GET
        @Path("busy")
        public String busy() {
            throw new ServiceUnavailableException(7L);
        }

        /** Elsewhere. */
        @GET
        @Path("elsewhere")
        public Response elsewhere() {
            return Response.seeOther(URI.create("/failing/here")).build();
        }

        /** Moved for good. */
        @GET
        @Path("moved")
        public Response moved() {
            return Response.status(308).location(URI.create("/failing/here")).build();
        }

        /** Neither this method nor this type. */
        @GET
        @Path("plain")
        @Produces("text/plain")
        @CachePolicy(value = "public, max-age=30", groups = "things", etag = ETagMode.STRONG)
        public String plain() {
            return "plain";
        }

        /** Takes only text. */
        @PUT
        @Path("plain")
        @Consumes("text/plain")
        @Touches("things")
        public void put(String text) {}
    }

    /** The same, declared for the filter only: without one in front, not at all. */
    @Path("filed")
    public final class Filed {
        private final Unwritten same = new Unwritten();

        /** Until nobody wants any more. */
        @GET
        @Path("endless")
        @Produces("text/plain")
        public StreamingOutput endless() {
            return same.endless();
        }

        /** After more than any server holds back. */
        @GET
        @Path("late")
        @Produces("text/plain")
        public StreamingOutput late() {
            return same.late();
        }
    }

    /** Answers that fail when the method is done. */
    @Path("unwritten")
    @CachePolicy(value = "public, max-age=30", groups = "things")
    public final class Unwritten {

        /** Until nobody wants any more. */
        @GET
        @Path("endless")
        @Produces("text/plain")
        public StreamingOutput endless() {
            return out -> {
                try {
                    while (true) {
                        out.write(new byte[60_000]);
                    }
                } catch (IOException e) {
                    hungUp.release();
                    throw e;
                }
            };
        }

        /** What nobody can write. */
        @GET
        @Path("unknown")
        @Produces("application/unknown")
        public Object unknown() {
            return new Object();
        }

        /** Before the first byte. */
        @GET
        @Path("at-once")
        @Produces("text/plain")
        public StreamingOutput atOnce() {
            return out -> {
                throw new IllegalStateException("meant by the test");
            };
        }

        /** After some that nobody has seen yet. */
        @GET
        @Path("soon")
        @Produces("text/plain")
        public StreamingOutput soon() {
            return out -> {
                out.write(new byte[100]);
                throw new IllegalStateException("meant by the test");
            };
        }

        /** After more than JAX-RS holds back and less than every server does. */
        @GET
        @Path("middle")
        @Produces("text/plain")
        public StreamingOutput middle() {
            return out -> {
                for (int i = 0; i < 20; i++) {
                    out.write(new byte[1000]);
                }
                throw new IllegalStateException("meant by the test");
            };
        }

        /** After many that are gone. */
        @GET
        @Path("late")
        @Produces("text/plain")
        public StreamingOutput late() {
            return out -> {
                out.write(new byte[300_000]);
                out.flush();
                throw new IllegalStateException("meant by the test");
            };
        }
    }

    /** Has a mapper. */
    static final class Conflict extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Makes 409 of it. */
    public static final class ConflictMapper implements ExceptionMapper<Conflict> {
        @Override
        public Response toResponse(Conflict conflict) {
            return Response.status(409).type("text/plain").entity("conflict").build();
        }
    }

    @Override
    Object[] application() {
        return new Object[] {new Failing(), new Unwritten(), new Filed(), new ConflictMapper()};
    }

    @ParameterizedTest
    @CsvSource({
        "missing,404",
        "gone,410",
        "mapped,409",
        "unmapped,500",
        "error,500",
        "stage,409",
        "timeout,503",
        "busy,503",
        "elsewhere,303",
        "moved,308"
    })
    void C002_C003_C004_aGetThatFails(String name, int status) throws Exception {
        Reply plain = answer("GET", "/failing/" + name);
        assertStatus(status, plain);
        assertNothingOfOurs(plain);
        for (String condition : CONDITIONS) {
            Reply reply = answer("GET", "/failing/" + name, condition);
            assertEquals(status, reply.status(), condition);
            assertNothingOfOurs(reply);
            assertEquals(plain.field("Location"), reply.field("Location"), condition);
            assertEquals(plain.field("Retry-After"), reply.field("Retry-After"), condition);
            assertEquals(1, reply.all("Date").size(), "C061");
        }
    }

    @Test
    void C005_aRequestThatNoMethodTakes() throws Exception {
        String tag = answer("GET", "/failing/plain").field("ETag");
        for (String condition : CONDITIONS) {
            assertRefused(404, answer("GET", "/nowhere", condition));
            assertRefused(406, answer("GET", "/failing/plain", condition, "Accept: image/png"));
            Reply wrongMethod = answer("DELETE", "/failing/plain", condition);
            assertRefused(405, wrongMethod);
            assertTrue(wrongMethod.field("Allow").contains("PUT"), wrongMethod::toString);
        }
        for (String condition : List.of("If-Match: \"x\"", "If-None-Match: *", "If-None-Match: " + tag)) {
            http.write(withBody("PUT", "/failing/plain", "{}", condition, "Content-Type: application/json"));
            assertRefused(415, http.read("PUT"));
        }
        assertConfirmed("/failing/plain", tag);
    }

    private void assertRefused(int status, Reply reply) {
        assertStatus(status, reply);
        assertNothingOfOurs(reply);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "at-once", "soon", "middle"})
    void R25_C059_C060_anAnswerThatCannotBeWritten(String name) throws Exception {
        for (String condition : List.of("X-Condition: none", "If-None-Match: \"x\"")) {
            Reply reply = answer("GET", "/unwritten/" + name, condition);
            assertTrue(reply.status() >= 400, reply::toString);
            assertNothingOfOurs(reply);
        }
    }

    /**
     * JAX-RS ends it as if it were whole: the server is never told of the exception. So the tag that went out with it
     * must not be confirmed.
     */
    @ParameterizedTest
    @ValueSource(strings = {"/unwritten/late", "/filed/late"})
    void R25_anAnswerThatBreaksOffIsNotConfirmed(String path) throws Exception {
        Reply broken = answer("GET", path);
        String tag = broken.field("ETag");
        assertEquals(isDeclared(path), tag != null, "it was labelled before it broke off");
        assertNotEquals(304, answer("GET", path, "If-None-Match: " + tag).status());
    }

    private boolean isDeclared(String path) {
        return server.filtered() || !path.startsWith("/filed");
    }

    /** Whoever hangs up knows that he has not got everything, and must not be able to make others fetch it anew. */
    @ParameterizedTest
    @ValueSource(strings = {"/unwritten/endless", "/filed/endless"})
    void aClientThatHangsUpMovesNothing(String path) throws Exception {
        long before = index.stampNanos("things");
        try (RawHttp own = connection()) {
            own.write(RawHttp.request("GET", path));
            Thread.sleep(20);
        }
        assertTrue(hungUp.tryAcquire(10, TimeUnit.SECONDS), "the method was not told");
        assertEquals(before, index.stampNanos("things"));
    }

    /** Over a connection of its own: servers close it after some errors. */
    private Reply answer(String method, String path, String... lines) throws IOException {
        try (RawHttp own = connection()) {
            return own.send(method, path, lines);
        }
    }
}
