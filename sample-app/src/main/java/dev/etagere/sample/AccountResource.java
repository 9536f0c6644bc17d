package dev.etagere.sample;

import dev.etagere.jaxrs.CachePolicy;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;

/** Something that is different for each caller. The container lets in only those who have an account. */
@Path("account")
public final class AccountResource {

    AccountResource() {}

    /** The caller's own account. */
    @GET
    @Produces("text/plain")
    @CachePolicy(value = "private, no-cache", groups = "user:{principal}")
    public String account(@Context SecurityContext security) {
        return "This is the account of " + security.getUserPrincipal().getName() + ".\n";
    }
}
