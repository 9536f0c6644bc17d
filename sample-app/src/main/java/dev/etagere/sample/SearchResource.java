package dev.etagere.sample;

import dev.etagere.Groups;
import dev.etagere.jaxrs.CachePolicy;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;

/** What the answer depends on is known only when it has been found. */
@Path("search")
public final class SearchResource {
    private final Catalogue catalogue;

    SearchResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** The products whose name, in either language, has this text in it. */
    @GET
    @Produces("application/json;charset=UTF-8")
    @CachePolicy(value = "public, no-cache", learned = true)
    public String search(@QueryParam("q") @DefaultValue("") String text) throws SQLException {
        // The list, too: a product that is not found now may match when it has been written next.
        Groups.current().dependOn("products");
        return ProductJson.write(ProductGroups.dependOn(catalogue.search(text)), "en");
    }
}
