package dev.etagere.it;

import dev.etagere.Groups;
import dev.etagere.Target;
import dev.etagere.jaxrs.CachePolicy;
import dev.etagere.policy.ETagMode;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.MatrixParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Resources that are read in every way. */
final class ReadResources {
    private final AtomicInteger entered;
    private final AtomicInteger closed;
    private final AtomicInteger streamed;

    ReadResources(AtomicInteger entered, AtomicInteger closed, AtomicInteger streamed) {
        this.entered = entered;
        this.closed = closed;
        this.streamed = streamed;
    }

    Object[] all() {
        return new Object[] {
            new Things(), new Plain(), new Variants(), new Addressed(), new Headed(), new Both(), new Declared()
        };
    }

    /** One method for each way in which a method answers. */
    @Path("things")
    @CachePolicy(value = "public, max-age=30", groups = "things", vary = "Accept-Language")
    public final class Things {

        /** At once. */
        @GET
        @Path("text")
        @Produces("text/plain")
        public String text() {
            entered.incrementAndGet();
            return "text";
        }

        /** When the stage is complete. */
        @GET
        @Path("stage")
        @Produces("text/plain")
        public CompletionStage<String> stage() {
            entered.incrementAndGet();
            return CompletableFuture.supplyAsync(
                    () -> "stage", CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS));
        }

        /** Later, from another thread. */
        @GET
        @Path("suspended")
        @Produces("text/plain")
        public void suspended(@Suspended AsyncResponse response) {
            entered.incrementAndGet();
            CompletableFuture.delayedExecutor(5, TimeUnit.MILLISECONDS).execute(() -> response.resume("suspended"));
        }

        /** More than any buffer holds. */
        @GET
        @Path("stream")
        @Produces("text/plain")
        public InputStream stream() {
            entered.incrementAndGet();
            return new ByteArrayInputStream(new byte[100_000]) {
                @Override
                public void close() {
                    closed.incrementAndGet();
                }
            };
        }

        /** Written by the method itself. */
        @GET
        @Path("output")
        @Produces("text/plain")
        public StreamingOutput output() {
            entered.incrementAndGet();
            return out -> {
                streamed.incrementAndGet();
                out.write(new byte[100_000]);
            };
        }

        /** Behind a locator. */
        @Path("below/{outer}")
        public Below below() {
            return new Below();
        }

        /** Nothing to see. */
        @GET
        @Path("nothing")
        public void nothing() {
            entered.incrementAndGet();
        }

        /** Not yet. */
        @GET
        @Path("accepted")
        public Response accepted() {
            entered.incrementAndGet();
            return Response.accepted("accepted").build();
        }

        /** Says things about groups and about its target. */
        @GET
        @Path("telling")
        @Produces("text/plain")
        public String telling() {
            Target.current().exists(false);
            Groups.current().touch("told");
            return "telling";
        }
    }

    /** Behind a locator. */
    public final class Below {

        /** Depends on both parameters. */
        @GET
        @Path("{inner}")
        @Produces("text/plain")
        @CachePolicy(value = "public, max-age=30", groups = "below:{outer}:{inner}", vary = "Accept-Language")
        public String get(@PathParam("outer") String outer, @PathParam("inner") String inner) {
            entered.incrementAndGet();
            return outer + inner;
        }
    }

    /** One resource in several representations. */
    @Path("variants")
    @CachePolicy(value = "no-cache", vary = "Accept, Accept-Language", groups = "things")
    public static final class Variants {

        /** For programs. */
        @GET
        @Produces("application/json")
        public String json(@Context HttpHeaders request) {
            return "{\"l\":\"" + request.getHeaderString("Accept-Language") + "\"}";
        }

        /** For people. */
        @GET
        @Produces("text/html;qs=0.5")
        public String html(@Context HttpHeaders request) {
            return "<p>" + request.getHeaderString("Accept-Language");
        }
    }

    /** What stands in the address besides the path. */
    @Path("addressed")
    public final class Addressed {

        /** A parameter of the last segment. */
        @GET
        @Path("{id}")
        @Produces("text/plain")
        @CachePolicy(groups = "addressed:{id}", etag = ETagMode.STRONG)
        public String get(@PathParam("id") String id, @MatrixParam("v") String version) {
            entered.incrementAndGet();
            return id + " in " + version;
        }
    }

    /** A HEAD of its own, cheaper than the GET. */
    @Path("headed")
    @CachePolicy(groups = "things")
    public final class Headed {

        /** The expensive one. */
        @GET
        @Path("{id}")
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", groups = "headed:{id}", etag = ETagMode.STRONG)
        public String get(@PathParam("id") String id) {
            entered.incrementAndGet();
            return id;
        }

        /** The cheap one. */
        @HEAD
        @Path("{id}")
        @Produces("text/plain")
        public Response head(@PathParam("id") String id) {
            entered.incrementAndGet();
            return Response.ok().build();
        }
    }

    /** Declared here, and in the policy file of the filter. */
    @Path("both/{id}")
    public final class Both {

        /** The same policy. */
        @GET
        @Produces("text/plain")
        @CachePolicy(value = "public, no-cache", groups = "both:{id}", etag = ETagMode.STRONG)
        public String get(@PathParam("id") String id) {
            entered.incrementAndGet();
            return id;
        }
    }

    /** P32: what is declared, and what is sent. */
    @Path("declared")
    public static final class Declared {

        /** By default. */
        @GET
        @Path("default")
        @CachePolicy(groups = "things")
        public String byDefault() {
            return "";
        }

        /** Without a field of its own. */
        @GET
        @Path("no-cache")
        @CachePolicy("no-cache")
        public String noCache() {
            return "";
        }

        /** Kept by nobody. */
        @GET
        @Path("no-store")
        @CachePolicy("no-store")
        public String noStore() {
            return "";
        }

        /** Kept by one. */
        @GET
        @Path("private")
        @CachePolicy(value = "private, max-age=0, must-revalidate", groups = "things")
        public String ofOne() {
            return "";
        }

        /** Kept by all. */
        @GET
        @Path("public")
        @CachePolicy(
                value = "public, max-age=60, s-maxage=300, stale-while-revalidate=30, stale-if-error=600",
                groups = "things")
        public String ofAll() {
            return "";
        }

        /** Kept for ever. */
        @GET
        @Path("immutable")
        @CachePolicy("public, max-age=31536000, immutable")
        public String immutable() {
            return "";
        }
    }

    /** The same without a policy. */
    @Path("plain")
    public final class Plain {
        private final Things things = new Things();

        /** Nobody listens. */
        @GET
        @Path("telling")
        @Produces("text/plain")
        public String telling() {
            try {
                Groups.current().touch("told");
                return "heard";
            } catch (IllegalStateException e) {
                return e.getMessage();
            }
        }

        /** At once. */
        @GET
        @Path("text")
        @Produces("text/plain")
        public String text() {
            return things.text();
        }

        /** When the stage is complete. */
        @GET
        @Path("stage")
        @Produces("text/plain")
        public CompletionStage<String> stage() {
            return things.stage();
        }

        /** Later. */
        @GET
        @Path("suspended")
        @Produces("text/plain")
        public void suspended(@Suspended AsyncResponse response) {
            things.suspended(response);
        }

        /** More than any buffer holds. */
        @GET
        @Path("stream")
        @Produces("text/plain")
        public InputStream stream() {
            return things.stream();
        }

        /** Written by the method itself. */
        @GET
        @Path("output")
        @Produces("text/plain")
        public StreamingOutput output() {
            return things.output();
        }
    }
}
