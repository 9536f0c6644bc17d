package dev.etagere.jaxrs;

import dev.etagere.ResponseHead;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jspecify.annotations.Nullable;

/** What the engine reads of a JAX-RS response. */
record JaxRsResponseHead(ContainerResponseContext response) implements ResponseHead {

    @Override
    public int status() {
        return response.getStatus();
    }

    /** Fields are objects here, an EntityTag or a Date; this spells them as they are sent. */
    @Override
    public @Nullable String field(String name) {
        return response.getHeaderString(name);
    }
}
