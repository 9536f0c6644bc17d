package dev.etagere.jaxrs;

import dev.etagere.ConditionalRequests;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Answers conditional requests (RFC 9110 section 13) before the resource method runs, and labels what it answers, by
 * {@link CachePolicy} and {@link Touches}. It decides after authentication and authorisation.
 *
 * <p>Register an instance with the one engine of the application; behind the Servlet filter that is
 * {@code Etagere.engine(servletContext)}. A bad policy stops the deployment with a
 * {@link dev.etagere.policy.PolicyException} that names class and method.
 *
 * <p>Safe for use by several threads.
 */
public final class ConditionalFeature implements Feature {
    private final ConditionalRequests engine;

    /** Decides by this engine. */
    public ConditionalFeature(ConditionalRequests engine) {
        this.engine = engine;
    }

    @Override
    public boolean configure(FeatureContext context) {
        context.register(new PolicyBinder(engine));
        context.register(new RefusalMapper());
        context.register(new ThreadFilter(), Integer.MIN_VALUE);
        context.register(new BrokenEntity(), Integer.MIN_VALUE);
        return true;
    }
}
