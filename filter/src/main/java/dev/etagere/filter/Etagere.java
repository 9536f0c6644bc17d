package dev.etagere.filter;

import dev.etagere.ConditionalRequests;
import dev.etagere.index.GroupIndex;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/** What the filter has set up, for the application's own code: there is one index and one engine per context. */
public final class Etagere {

    private Etagere() {}

    /**
     * The index to touch after a commit.
     *
     * @throws IllegalStateException if it cannot be opened, or the policies are wrong
     */
    public static GroupIndex index(ServletContext context) {
        return engine(context).index();
    }

    /**
     * The engine; for the JAX-RS feature, which shall decide by the same index. It is set up from the context
     * parameters if the filter has not been initialised yet, and stays open until the filters and servlets of Etagere
     * are destroyed.
     *
     * @throws IllegalStateException if it cannot be set up: the message tells what is to be mended
     */
    public static ConditionalRequests engine(ServletContext context) {
        try {
            return Installation.of(context).engine();
        } catch (ServletException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
