package dev.etagere.jaxrs;

import dev.etagere.Attributes;
import dev.etagere.RequestHead;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** What the engine reads of a JAX-RS request. */
final class JaxRsRequestHead implements RequestHead {
    private final ContainerRequestContext request;
    private final String path;

    JaxRsRequestHead(ContainerRequestContext request) {
        this.request = request;
        this.path = request.getUriInfo().getPath(false);
    }

    /** Jersey says GET for a HEAD that a GET method serves; the decision is the same. */
    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return request.getUriInfo().getRequestUri().getRawQuery();
    }

    @Override
    public @Nullable String field(String name) {
        return request.getHeaderString(name);
    }

    @Override
    public @Nullable String principal() {
        SecurityContext security = request.getSecurityContext();
        return security == null || security.getUserPrincipal() == null
                ? null
                : security.getUserPrincipal().getName();
    }

    @Override
    public long startMark() {
        return request.getProperty(Attributes.START) instanceof Long mark ? mark : Long.MAX_VALUE;
    }
}
