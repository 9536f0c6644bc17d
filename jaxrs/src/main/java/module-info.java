import org.jspecify.annotations.NullMarked;

/** The JAX-RS feature and its annotations. */
@NullMarked
module dev.etagere.jaxrs {
    exports dev.etagere.jaxrs;

    requires static transitive org.jspecify;
    requires static transitive jakarta.ws.rs;
    requires transitive dev.etagere.core;
}
