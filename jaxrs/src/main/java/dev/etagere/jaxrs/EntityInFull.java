package dev.etagere.jaxrs;

import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/**
 * Ends the exchange of a write whose content cannot be read: its method does not run. The response filter would do so,
 * but there is none where the client has hung up and the implementation gives up at once.
 */
final class EntityInFull implements ReaderInterceptor {
    private static final int BAD_REQUEST = 400;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        boolean read = false;
        try {
            Object entity = context.proceed();
            read = true;
            return entity;
        } finally {
            if (!read && context.getProperty(BoundExchange.PROPERTY) instanceof BoundExchange bound) {
                bound.exchange().completed(BAD_REQUEST);
            }
        }
    }
}
