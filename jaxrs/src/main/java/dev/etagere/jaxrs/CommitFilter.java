package dev.etagere.jaxrs;

import dev.etagere.Answer;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;

/** Ends the exchange when the resource method is done, and sets what is ours while nothing has been written yet. */
final class CommitFilter implements ContainerResponseFilter {
    private static final System.Logger LOG = System.getLogger(ConditionalFeature.class.getName());
    private static final List<String> OF_CONTENT =
            List.of("Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Range");

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BoundExchange.PROPERTY) instanceof BoundExchange bound) {
            request.removeProperty(BoundExchange.PROPERTY);
            bound.release();
            // The touches first: what the writer is told by Etagere-As-Of must include them.
            bound.exchange().completed(response.getStatus());
            commit(bound.exchange(), response);
            request.setProperty(BodyInterceptor.PROPERTY, bound.exchange());
            if (response.hasEntity() && bound.exchange().labels()) {
                request.setProperty(WholeEntity.PROPERTY, bound.exchange());
            }
        }
    }

    private static void commit(Exchange exchange, ContainerResponseContext response) {
        Outcome outcome = exchange.commit(new JaxRsResponseHead(response));
        if (outcome instanceof Outcome.Send send) {
            send.fields().forEach(response.getHeaders()::putSingle);
        } else if (outcome instanceof Answer answer) {
            drop(response);
            response.setStatus(answer.status());
            answer.forEach(response.getHeaders()::putSingle);
        }
    }

    /** Nobody else closes an entity that is not written. */
    private static void drop(ContainerResponseContext response) {
        Object entity = response.getEntity();
        response.setEntity(null);
        response.getHeaders().keySet().removeIf(name -> OF_CONTENT.stream().anyMatch(name::equalsIgnoreCase));
        if (entity instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "an entity that is not sent could not be closed", e);
            }
        }
    }
}
