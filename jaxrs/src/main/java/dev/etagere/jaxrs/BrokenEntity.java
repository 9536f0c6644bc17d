package dev.etagere.jaxrs;

import dev.etagere.Attributes;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;

/**
 * Tells the servlet filter in front of entities whose writers could not finish: Jersey ends such an answer as if it
 * were whole, and the filter may have labelled it by a policy of its file. What is labelled here is the business of
 * {@link WholeEntity}.
 */
final class BrokenEntity implements WriterInterceptor {

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        boolean filtered = context.getProperty(Attributes.START) != null;
        if (!filtered || context.getProperty(Attributes.HANDLED) != null) {
            context.proceed();
        } else {
            HeldEntity.begun(context.getOutputStream())
                    .write(context, () -> context.setProperty(Attributes.BROKEN, true));
        }
    }
}
