package dev.etagere.it;

import dev.etagere.ConditionalRequests;
import dev.etagere.Target;
import dev.etagere.index.GroupIndex;
import dev.etagere.jaxrs.CachePolicy;
import dev.etagere.jaxrs.Touches;
import dev.etagere.policy.ETagMode;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** P57: the {@link PreconditionMatrix} on each implementation of JAX-RS. */
class JaxRsMatrixIT {

    /** What both resources do. */
    public abstract static class Resource {

        /** Reads it. */
        abstract String get(String id);

        String text(String id) {
            if (id.equals("missing")) {
                throw new NotFoundException();
            }
            return "All work and no play makes Jack a dull boy.\n";
        }

        /** Writes it, or creates it. */
        @PUT
        @Path("{id}")
        @Touches("others")
        public Response put(@PathParam("id") String id) {
            Target.current().exists(!id.equals("missing"));
            return Response.noContent().build();
        }

        /** Writes what is there. */
        @POST
        @Path("{id}")
        @Touches("others")
        public Response post(@PathParam("id") String id) {
            boolean exists = !id.equals("missing");
            Target.current().exists(exists);
            return Response.status(exists ? 204 : 404).build();
        }

        /** The same. */
        @PATCH
        @Path("{id}")
        @Touches("others")
        public Response patch(@PathParam("id") String id) {
            return post(id);
        }

        /** The same. */
        @DELETE
        @Path("{id}")
        @Touches("others")
        public Response delete(@PathParam("id") String id) {
            return post(id);
        }
    }

    /** Compared weakly. */
    @Path("weak")
    public static final class Weak extends Resource {

        @GET
        @Path("{id}")
        @Produces("text/plain")
        @CachePolicy(value = "public, max-age=30", vary = "Accept", groups = "things")
        @Override
        public String get(@PathParam("id") String id) {
            return text(id);
        }
    }

    /** Compared byte for byte. */
    @Path("strong")
    public static final class Strong extends Resource {

        @GET
        @Path("{id}")
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", etag = ETagMode.STRONG, groups = "things")
        @Override
        public String get(@PathParam("id") String id) {
            return text(id);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JERSEY_ON_TOMCAT", "RESTEASY_ON_JETTY_BEHIND_THE_FILTER"})
    void P57_everyCombinationIsAnsweredAsTheRfcSays(JaxRsServer server) throws Exception {
        try (GroupIndex index = GroupIndex.inMemory(InstantSource.system())) {
            index.touch("things");
            Container.Running running =
                    server.start(ConditionalRequests.builder(index).build(), new Weak(), new Strong());
            try {
                PreconditionMatrix.checkEveryThird(server.jersey() ? 0 : 1, running.port());
            } finally {
                running.stop().run();
            }
        }
    }
}
