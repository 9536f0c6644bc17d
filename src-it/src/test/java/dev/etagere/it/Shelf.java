package dev.etagere.it;

import dev.etagere.Groups;
import dev.etagere.Target;
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
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Things that are written in every way, some of which go wrong. */
@Path("shelf")
@CachePolicy(groups = "shelf")
public final class Shelf {
    final Map<String, String> things = new ConcurrentHashMap<>();
    final AtomicInteger entered;

    /** Opened by a test to let {@link #slow} go on. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    Shelf(AtomicInteger entered) {
        this.entered = entered;
    }

    /** All. */
    @GET
    @Produces("text/plain")
    public String list() {
        return things.toString();
    }

    /** Adds one. */
    @POST
    @Touches("shelf")
    public Response add(String text) {
        entered.incrementAndGet();
        Target.current().exists(true);
        things.put("added", text);
        return Response.noContent().build();
    }

    /** One, byte for byte. */
    @GET
    @Path("{id}")
    @Produces("text/plain")
    @CachePolicy(value = "public, no-cache", groups = "shelf:{id}", etag = ETagMode.STRONG)
    public String get(@PathParam("id") String id) {
        return existing(id);
    }

    private String existing(String id) {
        String text = things.get(id);
        if (text == null) {
            throw new NotFoundException();
        }
        return text;
    }

    /** Replaces one or creates it. */
    @PUT
    @Path("{id}")
    @Touches({"shelf", "shelf:{id}"})
    public Response put(@PathParam("id") String id, @QueryParam("n") int number, String text) {
        entered.incrementAndGet();
        boolean exists = things.containsKey(id);
        Target.current().exists(exists);
        Groups.current().touch("told");
        things.put(id, text);
        return Response.status(exists ? 204 : 201).build();
    }

    /** Appends to one. */
    @PATCH
    @Path("{id}")
    @Touches({"shelf", "shelf:{id}"})
    public Response patch(@PathParam("id") String id, String text) {
        entered.incrementAndGet();
        Target.current().exists(things.containsKey(id));
        things.put(id, existing(id) + text);
        return Response.noContent().build();
    }

    /** Does something with one. */
    @POST
    @Path("{id}")
    @Touches({"shelf", "shelf:{id}"})
    public Response post(@PathParam("id") String id, String text) {
        return patch(id, text);
    }

    /** Takes one away. */
    @DELETE
    @Path("{id}")
    @Touches({"shelf", "shelf:{id}"})
    public Response delete(@PathParam("id") String id) {
        entered.incrementAndGet();
        Target.current().exists(things.containsKey(id));
        existing(id);
        things.remove(id);
        return Response.noContent().build();
    }

    /** Writes when the gate opens. */
    @PUT
    @Path("{id}/slow")
    @Touches("shelf:{id}")
    public CompletionStage<Response> slow(@PathParam("id") String id, String text) {
        CountDownLatch mine = gate;
        return CompletableFuture.supplyAsync(() -> {
            try {
                mine.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            things.put(id, text);
            return Response.noContent().build();
        });
    }

    /** Writes, and answers after its time is up. */
    @PUT
    @Path("{id}/forgotten")
    @Touches("shelf:{id}")
    public void forgotten(@PathParam("id") String id, String text, @Suspended AsyncResponse response) {
        response.setTimeout(20, TimeUnit.MILLISECONDS);
        things.put(id, text);
    }

    /** Writes, and fails. */
    @PUT
    @Path("{id}/failing")
    @Touches("shelf:{id}")
    public Response failing(@PathParam("id") String id, @QueryParam("how") String how, String text) {
        if (how.equals("refused")) {
            throw new WebApplicationException(409);
        }
        things.put(id, text);
        return switch (how) {
            case "exception" -> throw new IllegalStateException("meant by the test");
            case "error" -> throw new AssertionError("meant by the test");
            case "unwritable" ->
                Response.ok(new Object()).type("application/unknown").build();
            default -> Response.status(Integer.parseInt(how)).build();
        };
    }
}
