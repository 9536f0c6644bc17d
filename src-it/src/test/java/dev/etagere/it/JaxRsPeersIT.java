package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.jaxrs.CachePolicy;
import dev.etagere.jaxrs.Touches;
import dev.etagere.policy.ETagMode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What Jersey and RESTEasy get wrong by themselves is right behind the feature")
class JaxRsPeersIT extends OnJaxRsServers {
    private static final String OLD = "Sunday, 06-Nov-94 08:49:37 GMT";
    private static final String FUTURE = "Fri, 01 Jan 2150 00:00:00 GMT";
    private static final String ENTITY_TAG = "(W/)?\"[\\x21\\x23-\\x7E]*\"";

    /** Labelled by us. */
    @Path("ours")
    public final class Ours {

        /** Weakly. */
        @GET
        @Path("weak")
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", groups = "things")
        public String weak() {
            entered.incrementAndGet();
            return "weak";
        }

        /** Strongly. */
        @GET
        @Path("strong")
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", groups = "things", etag = ETagMode.STRONG)
        public String strong() {
            entered.incrementAndGet();
            return "strong";
        }

        /** Under the tag of the strong one. */
        @PUT
        @Path("strong")
        @Touches("others")
        public void put() {
            entered.incrementAndGet();
        }
    }

    /** Labelled by the application. */
    @Path("own")
    @Produces("text/plain")
    @CachePolicy(etag = ETagMode.APPLICATION)
    public static final class Own {

        /** By a value. */
        @GET
        @Path("value")
        public Response value() {
            return Response.ok("value").tag(new EntityTag("v1")).build();
        }

        /** By a weak value. */
        @GET
        @Path("weak")
        public Response weak() {
            return Response.ok("weak").tag(new EntityTag("v1", true)).build();
        }

        /** By its text. */
        @GET
        @Path("text")
        public Response text() {
            return Response.ok("text").tag("v1").build();
        }

        /** And judged by it, too. */
        @GET
        @Path("judged")
        public Response judged(@Context Request request) {
            EntityTag tag = new EntityTag("v1");
            Response.ResponseBuilder refused = request.evaluatePreconditions(tag);
            return (refused == null ? Response.ok("judged").tag(tag) : refused).build();
        }
    }

    @Override
    Object[] application() {
        return new Object[] {new Ours(), new Own()};
    }

    @BeforeEach
    void forget() {
        entered.set(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ours/weak", "/ours/strong"})
    void P27_P30_ifNoneMatchDecidesAlone(String path) throws Exception {
        Reply full = dated(path);
        String date = full.field("Last-Modified");
        for (String method : List.of("GET", "HEAD")) {
            for (String since : List.of(date, FUTURE, OLD)) {
                assertStatus(200, http.send(method, path, "If-None-Match: \"x\"", "If-Modified-Since: " + since));
            }
            entered.set(0);
            String match = "If-None-Match: " + full.field("ETag");
            assertStatus(304, http.send(method, path, match, "If-Modified-Since: " + OLD));
            assertStatus(304, http.send(method, path, "If-Modified-Since: " + date));
            assertEquals(0, entered.get(), "the method was entered");
        }
    }

    @Test
    void P28_ifMatchSilencesIfUnmodifiedSinceAndIfNoneMatchIsComparedWeaklyOnPut() throws Exception {
        Reply full = dated("/ours/strong");
        String tag = full.field("ETag");
        String old = "If-Unmodified-Since: " + OLD;
        forget();
        assertStatus(412, http.send("PUT", "/ours/strong", old));
        assertStatus(412, http.send("PUT", "/ours/strong", "If-None-Match: W/" + tag));
        assertStatus(412, http.send("PUT", "/ours/strong", "If-Match: W/" + tag));
        assertEquals(0, entered.get(), "the method was entered");
        assertStatus(204, http.send("PUT", "/ours/strong", "If-Match: " + tag, old));
        assertStatus(200, get("/ours/strong", "If-Match: " + tag, old));
        assertStatus(412, get("/ours/strong", old));
        assertStatus(412, get("/ours/strong", "If-Match: \"x\""));
    }

    @Test
    void P62_noDateIsReadWhereATagDecides() throws Exception {
        String tag = tagOf("/ours/weak");
        entered.set(0);
        for (String date : List.of("yesterday", "0", "Mon, 99 Foo 2026 99:99:99 XYZ", ",".repeat(5000))) {
            assertStatus(304, get("/ours/weak", "If-None-Match: " + tag, "If-Modified-Since: " + date));
        }
        assertEquals(0, entered.get(), "the method was entered");
        assertStatus(200, get("/ours/weak", "If-None-Match: \"x\"", "If-Modified-Since: yesterday"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ours/weak", "/ours/strong", "/own/value", "/own/weak", "/own/text", "/own/judged"})
    void P63_everyTagIsATagAndTheSameOneOn200And304(String path) throws Exception {
        String tag = tagOf(path);
        assertTrue(tag.matches(ENTITY_TAG), tag);
        for (String condition : List.of("X-Condition: none", "If-None-Match: " + tag, "If-None-Match: \"z\", " + tag)) {
            for (String method : List.of("GET", "HEAD")) {
                Reply reply = http.send(method, path, condition);
                assertStatus(condition.startsWith("X-") ? 200 : 304, reply);
                assertEquals(tag, reply.field("ETag"), condition);
            }
        }
        String other = tag.startsWith("W/") ? tag.substring(2) : "W/" + tag;
        assertStatus(304, get(path, "If-None-Match: " + other));
    }

    /** Container fact 8: a 304 of the method's own making. */
    @Test
    void C052_itsOwn304HasNoLengthEitherBehindTheFilter() throws Exception {
        Reply own = get("/own/judged", "If-None-Match: \"v1\"");
        assertStatus(304, own);
        assertEquals(server.blemishes304() ? "0" : null, own.field("Content-Length"));
        assertEquals(List.of(), own.all("Content-Type"));
    }
}
