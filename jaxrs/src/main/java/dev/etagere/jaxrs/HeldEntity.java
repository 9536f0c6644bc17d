package dev.etagere.jaxrs;

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

    /** Whether anything may have been sent. */
    boolean isBegun() {
        return beginning == null;
    }

    /** Whether the server would take no more. */
    boolean isRefused() {
        return refused;
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
    void release() throws IOException {
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
