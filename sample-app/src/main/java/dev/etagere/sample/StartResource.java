package dev.etagere.sample;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** The front door. */
@Path("/")
public final class StartResource {

    StartResource() {}

    /** Leads to the catalogue. */
    @GET
    public Response start() {
        return Response.temporaryRedirect(URI.create("products")).build();
    }
}
