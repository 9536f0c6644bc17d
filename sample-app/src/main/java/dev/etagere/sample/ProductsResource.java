package dev.etagere.sample;

import dev.etagere.Groups;
import dev.etagere.Target;
import dev.etagere.jaxrs.CachePolicy;
import dev.etagere.jaxrs.Touches;
import dev.etagere.policy.ETagMode;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The catalogue. Reads say which groups they depend on, writes what they touch; none of them knows of tags, dates or
 * 304s. A write goes to the database first: its groups move when it is done.
 */
@Path("products")
public final class ProductsResource {
    private static final String JSON = "application/json;charset=UTF-8";
    private static final Set<String> LANGUAGES = Set.of("en", "de");

    private final Catalogue catalogue;

    ProductsResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** All products, or those of a category, for programs. */
    @GET
    @Produces(JSON)
    @CachePolicy(value = "public, no-cache", vary = "Accept, Accept-Language", learned = true)
    public Response list(@QueryParam("category") String category, @Context HttpHeaders request) throws SQLException {
        String language = language(request);
        return inLanguage(language, ProductJson.write(products(category), language));
    }

    /** The same for people. */
    @GET
    @Produces("text/html;charset=UTF-8;qs=0.9")
    @CachePolicy(value = "public, no-cache", vary = "Accept, Accept-Language", learned = true)
    public Response page(@QueryParam("category") String category, @Context HttpHeaders request) throws SQLException {
        String language = language(request);
        return inLanguage(language, ProductPage.of(products(category), language));
    }

    /** Says what the answer depends on before it reads it: only here is known which list is asked for. */
    private List<Product> products(String category) throws SQLException {
        if (category == null) {
            Groups.current().dependOn("products");
            return catalogue.all();
        }
        // A product that comes into the category touches it, and so does one that leaves.
        Groups.current().dependOn(ProductGroups.category(category));
        return ProductGroups.dependOn(catalogue.inCategory(category));
    }

    /** The first that the caller likes, without its region; English for whoever understands neither. */
    private static String language(HttpHeaders request) {
        return request.getAcceptableLanguages().stream()
                .map(Locale::getLanguage)
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElse("en");
    }

    private static Response inLanguage(String language, String entity) {
        return Response.ok(entity).language(language).build();
    }

    /** One product. Equal data gives equal bytes here, so the tag is strong and a PUT can be conditional on it. */
    @GET
    @Path("{id}")
    @Produces(JSON)
    @CachePolicy(value = "public, no-cache", groups = "product:{id}", etag = ETagMode.STRONG)
    public String product(@PathParam("id") String id) throws SQLException {
        return ProductJson.write(catalogue.find(number(id)).orElseThrow(() -> missing(id)));
    }

    /** Adds a product. */
    @POST
    @Consumes("application/json")
    @Touches("products")
    public Response add(String json, @Context UriInfo uri) throws SQLException {
        Product added = ProductJson.read(json);
        // The target of a POST is the list, which is always there.
        Target.current().exists(true);
        Product product = added.withId(catalogue.newId());
        touch(product);
        catalogue.put(product);
        return created(product, uri.getAbsolutePathBuilder().path(Long.toString(product.id())));
    }

    /** Replaces a product, or creates it under this number. */
    @PUT
    @Path("{id}")
    @Consumes("application/json")
    @Touches({"products", "product:{id}"})
    public Response put(@PathParam("id") String id, String json, @Context UriInfo uri) throws SQLException {
        Product product = ProductJson.read(json).withId(number(id));
        Optional<Product> before = catalogue.find(product.id());
        Target.current().exists(before.isPresent());
        before.ifPresent(ProductsResource::touch);
        touch(product);
        catalogue.put(product);
        return before.isPresent() ? Response.noContent().build() : created(product, uri.getAbsolutePathBuilder());
    }

    /** Takes a product out of the catalogue. */
    @DELETE
    @Path("{id}")
    @Touches({"products", "product:{id}"})
    public Response delete(@PathParam("id") String id) throws SQLException {
        Optional<Product> before = catalogue.find(number(id));
        Target.current().exists(before.isPresent());
        Product product = before.orElseThrow(() -> missing(id));
        touch(product);
        catalogue.delete(product.id());
        return Response.noContent().build();
    }

    /** What no template of the route can name. */
    private static void touch(Product product) {
        Groups.current().touch(ProductGroups.product(product), ProductGroups.category(product.category()));
    }

    private static Response created(Product product, jakarta.ws.rs.core.UriBuilder location) {
        return Response.created(location.build())
                .type(JSON)
                .entity(ProductJson.write(product))
                .build();
    }

    private static long number(String id) {
        if (!id.matches("[1-9]\\d{0,17}")) {
            throw missing(id);
        }
        return Long.parseLong(id);
    }

    private static NotFoundException missing(String id) {
        return new NotFoundException("there is no product " + id);
    }
}
