package dev.etagere.jaxrs;

import dev.etagere.Exchange;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Sees to it that no entity stays labelled that its writer could not finish. JAX-RS ends such an answer as if it were
 * whole, or makes an error of it whose fields have been set before; a client that kept that under a tag of ours would
 * be told for ever that it is current.
 */
final class WholeEntity implements WriterInterceptor {
    static final String PROPERTY = WholeEntity.class.getName();

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (context.getProperty(PROPERTY) instanceof Exchange exchange) {
            // An error that is sent instead passes here once more.
            context.removeProperty(PROPERTY);
            HeldEntity.of(context.getOutputStream()).write(context, exchange::brokenOff);
        } else {
            context.proceed();
        }
    }
}
