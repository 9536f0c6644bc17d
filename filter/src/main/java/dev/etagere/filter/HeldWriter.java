package dev.etagere.filter;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Announces, for each piece of text, as many bytes as it will be, before it is written. */
final class HeldWriter extends Writer {
    private final PrintWriter writer;
    private final TextLength lengths;
    private final HeldResponse response;

    HeldWriter(PrintWriter writer, TextLength lengths, HeldResponse response) {
        this.writer = writer;
        this.lengths = lengths;
        this.response = response;
    }

    @Override
    public void write(char[] text, int from, int count) throws IOException {
        response.before(lengths.of(text, from, count));
        if (!response.isDropped()) {
            if (response.body() != null) {
                response.body().update(text, from, count);
            }
            writer.write(text, from, count);
            response.after();
        }
    }

    @Override
    public void flush() throws IOException {
        response.beforeCommit();
        if (!response.isDropped()) {
            writer.flush();
        }
    }

    @Override
    public void close() throws IOException {
        response.beforeClose();
        if (!response.isDropped()) {
            writer.close();
        }
    }
}
