package dev.etagere.jaxrs;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;

/** Frees the thread of a new request from a method that was suspended on it. */
@PreMatching
final class ThreadFilter implements ContainerRequestFilter {

    @Override
    public void filter(ContainerRequestContext request) {
        BoundExchange.forgetSuspended();
    }
}
