package dev.etagere.jaxrs;

import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Holds back the beginning of an entity, so that nothing at all is sent of one whose writer fails at once. */
final class HeldEntity extends OutputStream {
    /** What servers hold back at most, so that beyond it no error can take the place of what was begun. */
    private static final int LIMIT = 32 * 1024;

    private final OutputStream out;
    private @Nullable ByteArrayOutputStream beginning;
    private boolean refused;

    private HeldEntity(OutputStream out, @Nullable ByteArrayOutputStream beginning) {
        this.out = out;
        this.beginning = beginning;
    }

    static HeldEntity of(OutputStream out) {
        return new HeldEntity(out, new ByteArrayOutputStream());
    }

    /** Holds nothing back. */
    static HeldEntity begun(OutputStream out) {
        return new HeldEntity(out, null);
    }

    /**
     * Lets the entity be written through this.
     *
     * @param brokenOff called if the writer fails when something may have been sent
     */
    void write(WriterInterceptorContext context, Runnable brokenOff) throws IOException {
        context.setOutputStream(this);
        boolean whole = false;
        try {
            context.proceed();
            release();
            whole = true;
        } finally {
            // A client that has gone knows that it has not got everything.
            if (!whole && beginning == null && !refused) {
                brokenOff.run();
            }
        }
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        ByteArrayOutputStream held = beginning;
        if (held != null && held.size() + count <= LIMIT) {
            held.write(bytes, from, count);
        } else {
            release();
            try {
                out.write(bytes, from, count);
            } catch (IOException e) {
                throw refusal(e);
            }
        }
    }

    /** Passes on what was held back, and from then on everything at once. */
    private void release() throws IOException {
        ByteArrayOutputStream held = beginning;
        beginning = null;
        if (held != null && held.size() > 0) {
            try {
                held.writeTo(out);
            } catch (IOException e) {
                throw refusal(e);
            }
        }
    }

    private IOException refusal(IOException thrown) {
        refused = true;
        return thrown;
    }

    @Override
    public void flush() throws IOException {
        release();
        try {
            out.flush();
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    @Override
    public void close() throws IOException {
        release();
        out.close();
    }
}
