package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.jaxrs.CachePolicy;
import dev.etagere.jaxrs.Touches;
import dev.etagere.policy.ETagMode;
import jakarta.annotation.Priority;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Whoever is not let in learns nothing from a condition")
class JaxRsAccessIT extends OnJaxRsServers {
    private static final String ALICE = "Authorization: Token alice";
    private static final String BOB = "Authorization: Token bob";
    private static final String BOSS = "Authorization: Token boss";

    private final AtomicInteger unordered = new AtomicInteger();

    /** For those who have a token. */
    @Path("secured")
    public final class Secured {

        /** The same for all. */
        @GET
        @Path("shared")
        @Produces("text/plain")
        @CachePolicy(value = "public, max-age=60", groups = "things", etag = ETagMode.STRONG)
        public String shared() {
            entered.incrementAndGet();
            return "shared";
        }

        /** Written by them. */
        @PUT
        @Path("shared")
        @Touches("things")
        public void put() {
            entered.incrementAndGet();
        }

        /** Not for Bob. */
        @GET
        @Path("not-for-bob")
        @Produces("text/plain")
        @CachePolicy(groups = "things")
        public String notForBob() {
            entered.incrementAndGet();
            return "not for Bob";
        }

        /** Each has another. */
        @GET
        @Path("mine")
        @Produces("text/plain")
        @CachePolicy(value = "private, no-cache", groups = "user:{principal}")
        public String mine(@Context SecurityContext caller) {
            return "of " + caller.getUserPrincipal().getName();
        }

        /** For one role. */
        @GET
        @Path("boss")
        @Produces("text/plain")
        @RolesAllowed("boss")
        @CachePolicy(groups = "things", etag = ETagMode.STRONG)
        public String boss() {
            entered.incrementAndGet();
            return "boss";
        }

        /** Written by one role. */
        @PUT
        @Path("boss")
        @RolesAllowed("boss")
        @Touches("things")
        public void putBoss() {
            entered.incrementAndGet();
        }

        /** For nobody. */
        @GET
        @Path("closed")
        @DenyAll
        @CachePolicy(groups = "things")
        public String closed() {
            entered.incrementAndGet();
            return "closed";
        }
    }

    /** Knows the callers by their tokens. */
    @Priority(Priorities.AUTHENTICATION)
    public static final class Authentication implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            String token = request.getHeaderString("Authorization");
            if (token == null) {
                request.abortWith(
                        Response.status(401).header("WWW-Authenticate", "Token").build());
            } else {
                request.setSecurityContext(new Caller(token.replace("Token ", "")));
            }
        }
    }

    private record Caller(String name) implements SecurityContext {
        @Override
        public Principal getUserPrincipal() {
            return () -> name;
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equals(name);
        }

        @Override
        public boolean isSecure() {
            return false;
        }

        @Override
        public String getAuthenticationScheme() {
            return "Token";
        }
    }

    /** Keeps Bob out. */
    @Priority(Priorities.AUTHORIZATION)
    public static final class Authorization implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getUriInfo().getPath().endsWith("not-for-bob")
                    && request.getSecurityContext().getUserPrincipal().getName().equals("bob")) {
                request.abortWith(Response.status(403).build());
            }
        }
    }

    /** Says nothing about its place. */
    public final class Unordered implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {
            unordered.incrementAndGet();
        }
    }

    @Override
    Object[] application() {
        return new Object[] {new Secured(), new Authentication(), new Authorization(), new Unordered()};
    }

    @BeforeEach
    void forget() {
        entered.set(0);
        unordered.set(0);
    }

    private void assertRefused(int status, String method, String path, String... lines) throws IOException {
        try (RawHttp own = connection()) {
            Reply reply = own.send(method, path, lines);
            assertStatus(status, reply);
            assertNothingOfOurs(reply);
        }
        assertEquals(0, entered.get(), "the method was entered");
    }

    @Test
    void C001_withoutATokenItIs401WhateverTheCondition() throws Exception {
        String tag = tagOf("/secured/shared", ALICE);
        entered.set(0);
        for (String condition : List.of(
                "If-None-Match: " + tag,
                "If-None-Match: *",
                "If-Match: " + tag,
                "If-Match: \"other\"",
                "If-Modified-Since: Fri, 01 Jan 2150 00:00:00 GMT",
                "If-Unmodified-Since: Sunday, 06-Nov-94 08:49:37 GMT")) {
            assertRefused(401, "GET", "/secured/shared", condition);
            assertRefused(401, "HEAD", "/secured/shared", condition);
            assertRefused(401, "PUT", "/secured/shared", condition);
        }
        assertConfirmed("/secured/shared", tag, ALICE);
    }

    @Test
    void C001_whomAFilterForbidsItIs403WhateverTheCondition() throws Exception {
        String tag = tagOf("/secured/not-for-bob", ALICE);
        entered.set(0);
        assertConfirmed("/secured/not-for-bob", tag, ALICE);
        assertRefused(403, "GET", "/secured/not-for-bob", BOB, "If-None-Match: " + tag);
        assertRefused(403, "GET", "/secured/not-for-bob", BOB, "If-None-Match: *");
        assertRefused(403, "GET", "/secured/not-for-bob", BOB, "If-Match: \"other\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"boss", "closed"})
    void R06_whomTheRolesKeepOutItIs403WhateverTheCondition(String name) throws Exception {
        String tag = tagOf("/secured/boss", BOSS);
        entered.set(0);
        assertRefused(403, "GET", "/secured/" + name, ALICE, "If-None-Match: " + tag);
        assertRefused(403, "GET", "/secured/" + name, ALICE, "If-None-Match: *");
        assertRefused(403, "GET", "/secured/" + name, ALICE, "If-Match: \"other\"");
        assertRefused(403, "PUT", "/secured/boss", ALICE, "If-Match: \"other\"");
        assertRefused(403, "PUT", "/secured/boss", ALICE, "If-Match: " + tag);
        assertConfirmed("/secured/boss", tag, BOSS);
        assertEquals(0, entered.get(), "the role gets its 304 before the method");
        assertStatus(412, http.send("PUT", "/secured/boss", BOSS, "If-Match: \"other\""));
        assertStatus(204, http.send("PUT", "/secured/boss", BOSS, "If-Match: " + tag));
        assertMoved("/secured/boss", tag, BOSS);
    }

    @Test
    void C091_anotherCallersTagConfirmsNothing() throws Exception {
        String ofAlice = tagOf("/secured/mine", ALICE);
        assertConfirmed("/secured/mine", ofAlice, ALICE);
        Reply ofBob = get("/secured/mine", BOB, "If-None-Match: " + ofAlice);
        assertStatus(200, ofBob);
        assertEquals("of bob", ofBob.text());
        assertNotEquals(ofAlice, ofBob.field("ETag"));
        index.touch("user:alice");
        assertMoved("/secured/mine", ofAlice, ALICE);
        assertConfirmed("/secured/mine", ofBob.field("ETag"), BOB);
    }

    @Test
    void C072_P56_anAnswerToAuthorizationIsPrivateWhateverThePolicyShares() throws Exception {
        Reply full = get("/secured/shared", ALICE);
        Reply confirmed = get("/secured/shared", ALICE, "If-None-Match: " + full.field("ETag"));
        assertStatus(304, confirmed);
        for (Reply reply : List.of(full, confirmed)) {
            assertEquals("private, max-age=60", reply.field("Cache-Control"));
            assertNull(reply.field("Cache-Tag"), reply::toString);
        }
    }

    /** Container fact 36: so whoever lets people in has to say that it belongs to authentication. */
    @Test
    void aFilterWithoutAPriorityComesAfterTheDecision() throws Exception {
        String tag = tagOf("/secured/shared", ALICE);
        assertTrue(unordered.get() > 0);
        unordered.set(0);
        assertConfirmed("/secured/shared", tag, ALICE);
        assertEquals(0, unordered.get());
    }
}
