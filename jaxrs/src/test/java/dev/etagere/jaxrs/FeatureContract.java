package dev.etagere.jaxrs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.Attributes;
import dev.etagere.ConditionalRequests;
import dev.etagere.Groups;
import dev.etagere.Target;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.ETagMode;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.InstantSource;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the feature does, in any implementation of JAX-RS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FeatureContract {
    private static final AtomicInteger ENTERED = new AtomicInteger();
    private static final AtomicInteger CLOSED = new AtomicInteger();

    private final HttpClient client = HttpClient.newHttpClient();
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private Server server;

    /** The servlet of the implementation, for an application with these singletons and classes. */
    abstract HttpServlet servlet(Application application);

    /** Declarations on an interface count, too. */
    interface Documented {
        @GET
        @Path("documented")
        @CachePolicy(value = "public, no-cache", groups = "things")
        String documented();
    }

    /** One method for each case. */
    @Path("things")
    @CachePolicy(groups = "things")
    public static class Things implements Documented {

        @GET
        public String list() {
            ENTERED.incrementAndGet();
            return "things";
        }

        @Override
        public String documented() {
            ENTERED.incrementAndGet();
            return "documented";
        }

        @GET
        @Path("{id: [a-z]{1,9}}")
        @Produces("text/plain")
        @CachePolicy(value = "public, max-age=5", groups = "thing:{id}", etag = ETagMode.STRONG)
        public String one(@PathParam("id") String id) {
            ENTERED.incrementAndGet();
            if (id.equals("missing")) {
                throw new WebApplicationException(404);
            }
            return id;
        }

        @PUT
        @Path("{id: [a-z]{1,9}}")
        @Touches({"things", "thing:{id}"})
        public Response put(@PathParam("id") String id) {
            ENTERED.incrementAndGet();
            Target.current().exists(!id.equals("missing"));
            Groups.current().touch("told");
            return Response.noContent().build();
        }

        @DELETE
        @Path("{id: [a-z]{1,9}}")
        @Touches("thing:{id}")
        public Response delete(@PathParam("id") String id) {
            throw id.equals("broken")
                    ? new IllegalStateException("meant by the test")
                    : new WebApplicationException(409);
        }

        @PUT
        @Path("at/guarded")
        @Touches(value = "things", preconditionRequired = true)
        public void guarded() {
            ENTERED.incrementAndGet();
        }

        @GET
        @Path("at/located")
        @CachePolicy(value = "public, max-age=5", groups = "things")
        public Response located() {
            return Response.ok("located")
                    .header("Cache-Control", "private, max-age=1")
                    .contentLocation(URI.create("/things/at/located.en"))
                    .build();
        }

        @POST
        @Touches("things")
        public CompletionStage<Response> post() {
            return CompletableFuture.supplyAsync(() -> Response.noContent().build());
        }

        @GET
        @Path("at/suspended")
        public void suspended(@Suspended AsyncResponse response) {
            ENTERED.incrementAndGet();
            new Thread(() -> response.resume("later")).start();
        }

        @GET
        @Path("at/stream")
        public InputStream stream() {
            ENTERED.incrementAndGet();
            return new ByteArrayInputStream(new byte[100_000]) {
                @Override
                public void close() {
                    CLOSED.incrementAndGet();
                }
            };
        }

        @GET
        @Path("at/broken/{size}")
        @CachePolicy(value = "public, max-age=5", groups = "broken:{size}:{query.q}")
        public StreamingOutput broken(@PathParam("size") int size) {
            return out -> {
                out.write(new byte[size]);
                throw new IllegalStateException("meant by the test");
            };
        }

        @GET
        @Path("at/told")
        @CachePolicy(value = "public, no-cache", groups = "told")
        public String told() {
            return "told";
        }

        @GET
        @Path("at/cookie")
        @CachePolicy(value = "public, no-cache", groups = "things")
        public Response cookie() {
            return Response.ok("cookie")
                    .cookie(new NewCookie.Builder("a").value("b").build())
                    .build();
        }

        @GET
        @Path("at/tagged")
        @CachePolicy(etag = ETagMode.APPLICATION)
        @SuppressWarnings("JavaUtilDate") // JAX-RS takes no other date.
        public Response tagged() {
            return Response.ok("tagged")
                    .tag(new EntityTag("v1"))
                    .lastModified(new Date(1_000_000_000_000L))
                    .build();
        }

        @GET
        @Path("at/secret")
        @RolesAllowed("boss")
        public String secret() {
            ENTERED.incrementAndGet();
            return "secret";
        }

        @GET
        @Path("at/mine")
        @CachePolicy(value = "private, no-cache", groups = "user:{principal}")
        public String mine(@Context HttpHeaders headers) {
            return "mine";
        }

        @GET
        @Path("at/range")
        public String range(@Context HttpHeaders headers) {
            return String.valueOf(headers.getHeaderString("Range"));
        }

        @GET
        @Path("at/headed/{id}")
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", groups = "headed:{id}", etag = ETagMode.STRONG)
        public String headed(@PathParam("id") String id) {
            ENTERED.incrementAndGet();
            return id;
        }

        @HEAD
        @Path("at/headed/{id}")
        @Produces("text/plain")
        public Response head() {
            ENTERED.incrementAndGet();
            return Response.ok().build();
        }

        @PUT
        @Path("at/headed/{id}")
        @Touches("headed:{id}")
        public void putHeaded() {}

        @GET
        @Path("at/off")
        @CachePolicy(value = "no-store")
        public String off() {
            return "off";
        }

        @Path("below/{outer}")
        public Below below() {
            return new Below();
        }
    }

    /** Behind a locator. */
    public static class Below {

        @GET
        @Path("{inner}")
        @CachePolicy(value = "public, no-cache", groups = "below:{outer}:{inner}")
        public String get(@PathParam("inner") String inner) {
            ENTERED.incrementAndGet();
            return inner;
        }

        @PUT
        @Path("{inner}")
        @Touches("below:{outer}:{inner}")
        public void put() {}
    }

    /** What is declared wrongly stops the deployment. */
    @Path("wrong")
    public static class WrongPlaceholder {
        @GET
        @CachePolicy(groups = "thing:{id}")
        public String get() {
            return "";
        }
    }

    /** A policy on a write. */
    @Path("wrong")
    public static class PolicyOnWrite {
        @PUT
        @CachePolicy(groups = "things")
        public void put() {}
    }

    /** Touches on a read. */
    @Path("wrong")
    public static class TouchesOnRead {
        @GET
        @Touches("things")
        public String get() {
            return "";
        }
    }

    private static final class TestApplication extends Application {
        private final ConditionalFeature feature;
        private final Set<Class<?>> classes;

        TestApplication(ConditionalFeature feature, Set<Class<?>> classes) {
            this.feature = feature;
            this.classes = classes;
        }

        @Override
        public Set<Class<?>> getClasses() {
            return classes;
        }

        @SuppressWarnings("deprecation") // There is no other portable way to give an instance.
        @Override
        public Set<Object> getSingletons() {
            return Set.of(feature);
        }
    }

    private Server deploy(Class<?>... resources) throws Exception {
        ConditionalRequests engine = ConditionalRequests.builder(index).build();
        Application application = new TestApplication(new ConditionalFeature(engine), Set.of(resources));
        Server made = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/app");
        Filter user =
                (request, response, chain) -> chain.doFilter(new KnownCaller((HttpServletRequest) request), response);
        FilterHolder filter = new FilterHolder(user);
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(jakarta.servlet.DispatcherType.REQUEST));
        ServletHolder holder = new ServletHolder(servlet(application));
        holder.setAsyncSupported(true);
        holder.setInitOrder(1);
        context.addServlet(holder, "/*");
        made.setHandler(context);
        try {
            made.start();
        } catch (Exception e) {
            made.stop();
            throw e;
        }
        return made;
    }

    /** Takes the field X-User for the caller, and the field X-Start for what a filter further out has noted. */
    private static final class KnownCaller extends HttpServletRequestWrapper {
        KnownCaller(HttpServletRequest request) {
            super(request);
            String start = request.getHeader("X-Start");
            if (start != null) {
                request.setAttribute(Attributes.START, Long.valueOf(start));
            }
        }

        @Override
        public Principal getUserPrincipal() {
            String user = getHeader("X-User");
            return user == null ? null : () -> user;
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equals(getHeader("X-User"));
        }
    }

    @BeforeAll
    void start() throws Exception {
        server = deploy(Things.class);
    }

    @AfterAll
    void stop() throws Exception {
        server.stop();
        index.close();
    }

    private HttpResponse<String> send(String method, String path, String... headers) throws Exception {
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/app" + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, headers);
    }

    private static String header(HttpResponse<?> response, String name) {
        List<String> lines = response.headers().allValues(name);
        assertTrue(lines.size() < 2, () -> name + " is there more than once: " + lines);
        return lines.isEmpty() ? "" : lines.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things",
                "/things/documented",
                "/things/abc",
                "/things/at/suspended",
                "/things/at/stream",
                "/things/below/a/b"
            })
    void whatIsLabelledOnceIsAnsweredBeforeTheMethodFromThenOn(String path) throws Exception {
        HttpResponse<String> first = get(path);
        assertEquals(200, first.statusCode());
        String tag = header(first, "ETag");
        assertNotEquals("", tag);
        int before = ENTERED.get();
        for (String method : List.of("GET", "HEAD")) {
            HttpResponse<String> second = send(method, path, "If-None-Match", tag);
            assertEquals(304, second.statusCode(), method);
            assertEquals(tag, header(second, "ETag"));
            assertEquals(header(first, "Cache-Control"), header(second, "Cache-Control"));
            assertEquals("", header(second, "Content-Type"));
            assertTrue(!header(second, "Etagere-As-Of").isEmpty());
        }
        assertEquals(before, ENTERED.get(), "the method was entered");
        assertEquals(tag, header(send("HEAD", path), "ETag"));
        index.touchAll();
        assertEquals(200, get(path, "If-None-Match", tag).statusCode());
    }

    @Test
    void theMethodsPolicyWinsOverThatOfItsClass() throws Exception {
        assertEquals("public, max-age=5", header(get("/things/abc"), "Cache-Control"));
        assertTrue(header(get("/things/abc"), "ETag").startsWith("\""));
        assertEquals("public, no-cache", header(get("/things/documented"), "Cache-Control"));
        assertEquals("no-cache", header(get("/things"), "Cache-Control"));
        assertEquals("no-store", header(get("/things/at/off"), "Cache-Control"));
        assertEquals("", header(get("/things/at/off"), "ETag"));
    }

    @Test
    void C058_aHeadMethodOfItsOwnHasThePolicyOfItsGet() throws Exception {
        String tag = header(get("/things/at/headed/a"), "ETag");
        HttpResponse<String> head = send("HEAD", "/things/at/headed/a");
        assertEquals(tag, header(head, "ETag"));
        assertEquals("public, no-cache", header(head, "Cache-Control"));
        int before = ENTERED.get();
        assertEquals(
                304, send("HEAD", "/things/at/headed/a", "If-None-Match", tag).statusCode());
        assertEquals(before, ENTERED.get(), "the method was entered");
        assertEquals(204, send("PUT", "/things/at/headed/a", "If-Match", tag).statusCode());
        assertEquals(412, send("PUT", "/things/at/headed/a", "If-Match", tag).statusCode());
    }

    @Test
    void aWildcardIsAnsweredLateAndTheEntityClosed() throws Exception {
        assertEquals(304, get("/things", "If-None-Match", "*").statusCode());
        int before = CLOSED.get();
        HttpResponse<String> late = get("/things/at/stream", "If-None-Match", "*");
        assertEquals(304, late.statusCode());
        assertEquals("", late.body());
        assertEquals(before + 1, CLOSED.get());
        assertEquals(404, get("/things/missing", "If-None-Match", "*").statusCode());
    }

    @Test
    void R25_anErrorCarriesNothingOfOurs() throws Exception {
        HttpResponse<String> missing = get("/things/missing");
        assertEquals(404, missing.statusCode());
        assertEquals("", header(missing, "ETag"));
        assertNotEquals("public, max-age=5", header(missing, "Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 20_000, 32_768})
    void R25_anEntityThatBreaksOffAtOnceIsAnErrorWithNothingOfOurs(int size) throws Exception {
        HttpResponse<String> broken = get("/things/at/broken/" + size);
        assertEquals(500, broken.statusCode());
        assertEquals("", header(broken, "ETag"));
        assertNotEquals("public, max-age=5", header(broken, "Cache-Control"));
    }

    @Test
    void R25_anEntityThatBreaksOffLaterIsNotConfirmed() throws Exception {
        HttpResponse<String> broken = get("/things/at/broken/100000?q=a%20b");
        String tag = header(broken, "ETag");
        assertNotEquals("", tag, "it was labelled before it broke off");
        HttpResponse<String> again = get("/things/at/broken/100000?q=a%20b", "If-None-Match", tag);
        assertNotEquals(304, again.statusCode());
        assertNotEquals(tag, header(again, "ETag"));
    }

    @Test
    void R25_aCookieUnderASharedPolicyMakesTheAnswerPrivate() throws Exception {
        HttpResponse<String> answer = get("/things/at/cookie");
        assertEquals("", header(answer, "ETag"));
        assertEquals("private, no-cache", header(answer, "Cache-Control"));
    }

    @Test
    void theApplicationsOwnValidatorsAreJudged() throws Exception {
        assertEquals(304, get("/things/at/tagged", "If-None-Match", "W/\"v1\"").statusCode());
        assertEquals(200, get("/things/at/tagged", "If-None-Match", "\"v2\"").statusCode());
        assertEquals(
                304,
                get("/things/at/tagged", "If-Modified-Since", "Sun, 09 Sep 2001 01:46:40 GMT")
                        .statusCode());
        assertEquals(412, get("/things/at/tagged", "If-Match", "\"v2\"").statusCode());
    }

    @Test
    void aMethodForARoleIsAnsweredEarlyOnlyForThatRole() throws Exception {
        String tag = header(get("/things/at/secret", "X-User", "boss"), "ETag");
        assertEquals(
                304,
                get("/things/at/secret", "X-User", "boss", "If-None-Match", tag).statusCode());
        int before = ENTERED.get();
        HttpResponse<String> stolen = get("/things/at/secret", "X-User", "clerk", "If-None-Match", tag);
        assertNotEquals(304, stolen.statusCode());
        assertEquals("", header(stolen, "ETag"));
        assertTrue(stolen.statusCode() == 403 || ENTERED.get() == before + 1);
    }

    @Test
    void R07_withoutAPrincipalThereIsNoValidator() throws Exception {
        assertEquals("", header(get("/things/at/mine"), "ETag"));
        String tag = header(get("/things/at/mine", "X-User", "alice"), "ETag");
        assertEquals(
                304,
                get("/things/at/mine", "X-User", "alice", "If-None-Match", tag).statusCode());
        assertEquals(
                200,
                get("/things/at/mine", "X-User", "bob", "If-None-Match", tag).statusCode());
        assertEquals(200, get("/things/at/mine", "If-None-Match", tag).statusCode());
    }

    @Test
    void R01_whatChangedSinceAnOuterFilterLookedIsNotLabelled() throws Exception {
        index.touch("things");
        assertEquals("", header(get("/things", "X-Start", "1"), "ETag"));
        assertNotEquals("", header(get("/things", "X-Start", Long.toString(Long.MAX_VALUE)), "ETag"));
    }

    @Test
    void C069_aWriteThatHasToBeConditionalIsToldSo() throws Exception {
        int before = ENTERED.get();
        HttpResponse<String> refused = send("PUT", "/things/at/guarded");
        assertEquals(428, refused.statusCode());
        assertEquals("no-store", refused.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "application/problem+json",
                refused.headers().firstValue("Content-Type").orElse(""));
        assertTrue(refused.body().contains("send If-Match"), refused::body);
        assertEquals(before, ENTERED.get());
        assertEquals(204, send("PUT", "/things/at/guarded", "If-Match", "*").statusCode());
    }

    @Test
    void C050_aNotModifiedRepeatsTheCacheControlAndLocationThatTheMethodSets() throws Exception {
        HttpResponse<String> full = get("/things/at/located");
        HttpResponse<String> answer = get(
                "/things/at/located",
                "If-None-Match",
                full.headers().firstValue("ETag").orElse(""));
        assertEquals(304, answer.statusCode());
        for (String name : List.of("Cache-Control", "Content-Location", "ETag")) {
            assertEquals(1, answer.headers().allValues(name).size(), name);
            assertEquals(full.headers().allValues(name), answer.headers().allValues(name));
        }
    }

    @Test
    void aWriteIsJudgedBeforeItsMethod() throws Exception {
        String tag = header(get("/things/abc"), "ETag");
        String list = header(get("/things"), "ETag");
        String told = header(get("/things/at/told"), "ETag");
        int before = ENTERED.get();
        assertEquals(412, send("PUT", "/things/abc", "If-Match", "\"other\"").statusCode());
        assertEquals(before, ENTERED.get(), "the method was entered");
        assertEquals(412, send("PUT", "/things/abc", "If-None-Match", "*").statusCode(), "told by the method");
        assertEquals(412, send("PUT", "/things/missing", "If-Match", "*").statusCode(), "told by the method");
        assertEquals(304, get("/things/abc", "If-None-Match", tag).statusCode(), "nothing was written");
        HttpResponse<String> written = send("PUT", "/things/abc", "If-Match", tag);
        assertEquals(204, written.statusCode());
        assertTrue(!header(written, "Etagere-As-Of").isEmpty());
        assertEquals(200, get("/things/abc", "If-None-Match", tag).statusCode());
        assertEquals(200, get("/things", "If-None-Match", list).statusCode());
        assertEquals(200, get("/things/at/told", "If-None-Match", told).statusCode());
        assertEquals(412, send("PUT", "/things/abc", "If-Match", tag).statusCode());
    }

    @Test
    void R09_aRefusedWriteMovesNothingAndABrokenOneDoes() throws Exception {
        String tag = header(get("/things/abc"), "ETag");
        String broken = header(get("/things/broken"), "ETag");
        assertEquals(409, send("DELETE", "/things/abc").statusCode());
        assertEquals(304, get("/things/abc", "If-None-Match", tag).statusCode());
        assertEquals(500, send("DELETE", "/things/broken").statusCode());
        assertEquals(200, get("/things/broken", "If-None-Match", broken).statusCode());
    }

    @Test
    void anAsynchronousWriteMovesItsGroupsWhenItIsDone() throws Exception {
        String list = header(get("/things"), "ETag");
        assertEquals(204, send("POST", "/things").statusCode());
        assertEquals(200, get("/things", "If-None-Match", list).statusCode());
    }

    @Test
    void behindALocatorTheParametersOfTheWholePathCount() throws Exception {
        String one = header(get("/things/below/a/b"), "ETag");
        String other = header(get("/things/below/a/c"), "ETag");
        assertEquals(204, send("PUT", "/things/below/a/b").statusCode());
        assertEquals(200, get("/things/below/a/b", "If-None-Match", one).statusCode());
        assertEquals(304, get("/things/below/a/c", "If-None-Match", other).statusCode());
    }

    @Test
    void anIfRangeThatDoesNotHoldHidesTheRange() throws Exception {
        assertEquals(
                "null",
                get("/things/at/range", "Range", "bytes=0-1", "If-Range", "\"x\"")
                        .body());
        assertEquals("bytes=0-1", get("/things/at/range", "Range", "bytes=0-1").body());
    }

    @Test
    void malformedConditionsNeverFailAndNeverConfirm() throws Exception {
        for (String value : List.of("\"", "W/", ",,,", "*, \"a\"", "\"".repeat(3000))) {
            assertEquals(200, get("/things", "If-None-Match", value).statusCode(), value);
        }
        assertEquals(200, get("/things", "If-Modified-Since", "yesterday").statusCode());
    }

    @Test
    void optionsAreUntouched() throws Exception {
        HttpResponse<String> options = send("OPTIONS", "/things");
        assertTrue(options.statusCode() < 300);
        assertEquals("", header(options, "ETag"));
    }

    @ParameterizedTest
    @ValueSource(classes = {WrongPlaceholder.class, PolicyOnWrite.class, TouchesOnRead.class})
    void aWrongDeclarationStopsTheDeploymentAndNamesClassAndMethod(Class<?> wrong) {
        Throwable failure = assertThrows(Throwable.class, () -> deploy(wrong).stop());
        StringBuilder said = new StringBuilder();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            said.append(at).append('\n');
            for (Throwable suppressed : at.getSuppressed()) {
                said.append(suppressed).append('\n');
            }
        }
        String method = wrong == PolicyOnWrite.class ? "put()" : "get()";
        assertTrue(said.toString().contains(wrong.getName() + "." + method), said::toString);
    }
}
