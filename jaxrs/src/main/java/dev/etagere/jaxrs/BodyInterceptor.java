package dev.etagere.jaxrs;

import dev.etagere.BodyHash;
import dev.etagere.Exchange;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Notices what an entity names while it is written, which is too late, and shows the audit what is written. */
final class BodyInterceptor implements WriterInterceptor {
    static final String PROPERTY = BodyInterceptor.class.getName();

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (!(context.getProperty(PROPERTY) instanceof Exchange exchange)) {
            context.proceed();
            return;
        }
        // What is sent instead, if this one fails, is none of its business.
        context.removeProperty(PROPERTY);
        BodyHash hash = exchange.body();
        if (hash != null) {
            context.setOutputStream(new Hashed(context.getOutputStream(), hash));
        }
        Exchange.Binding binding = exchange.bind();
        try {
            context.proceed();
        } finally {
            binding.close();
        }
        exchange.written();
    }

    private static final class Hashed extends FilterOutputStream {
        private final BodyHash hash;

        Hashed(OutputStream out, BodyHash hash) {
            super(out);
            this.hash = hash;
        }

        @Override
        public void write(int octet) throws IOException {
            hash.update(octet);
            out.write(octet);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            hash.update(bytes, from, count);
            out.write(bytes, from, count);
        }
    }
}
