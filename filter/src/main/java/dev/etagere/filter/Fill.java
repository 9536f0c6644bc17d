package dev.etagere.filter;

import org.jspecify.annotations.Nullable;

/**
 * How far a response is from its commit: the container commits when the buffer is full or the declared length reached.
 */
final class Fill {
    private int bufferSize;
    private long written;
    private long length = -1;

    Fill(int bufferSize) {
        this.bufferSize = bufferSize;
    }

    /** Whether it commits with so many bytes more. */
    boolean commitsAfter(long bytes) {
        return written + bytes >= bufferSize || (length >= 0 && written + bytes >= length);
    }

    /** Whether all that was declared is written. */
    boolean isWhole() {
        return length >= 0 && written >= length;
    }

    boolean isEmpty() {
        return written == 0;
    }

    void add(long bytes) {
        written += bytes;
    }

    /** Takes note of a Content-Length; -1 for none. */
    void declare(long bytes) {
        length = bytes;
    }

    /** What a Content-Length says; -1 if that is nothing. */
    static long lengthIn(@Nullable String field) {
        try {
            return field == null ? -1 : Long.parseLong(field.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    void resize(int size) {
        bufferSize = size;
    }

    /** Forgets what was written, and only that. */
    void clear() {
        written = 0;
    }
}
