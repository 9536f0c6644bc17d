package dev.etagere.filter;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Announces each byte before it is written. */
final class HeldStream extends ServletOutputStream {
    private final ServletOutputStream stream;
    private final HeldResponse response;

    HeldStream(ServletOutputStream stream, HeldResponse response) {
        this.stream = stream;
        this.response = response;
    }

    @Override
    public void write(int octet) throws IOException {
        response.before(1);
        if (!response.isDropped()) {
            if (response.body() != null) {
                response.body().update(octet);
            }
            stream.write(octet);
            response.after();
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
        response.before(count);
        if (!response.isDropped()) {
            if (response.body() != null) {
                response.body().update(bytes, from, count);
            }
            stream.write(bytes, from, count);
            response.after();
        }
    }

    @Override
    public void flush() throws IOException {
        response.beforeCommit();
        if (!response.isDropped()) {
            stream.flush();
        }
    }

    @Override
    public void close() throws IOException {
        response.beforeClose();
        if (!response.isDropped()) {
            stream.close();
        }
    }

    @Override
    public boolean isReady() {
        return response.isDropped() || stream.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        response.listens();
        stream.setWriteListener(listener);
    }
}
