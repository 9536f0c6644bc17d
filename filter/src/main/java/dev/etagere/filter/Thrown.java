package dev.etagere.filter;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Passes on what was thrown. */
final class Thrown {
    private Thrown() {}

    static void rethrow(Throwable thrown) throws IOException, ServletException {
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown instanceof ServletException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
        throw (RuntimeException) thrown;
    }

    /** Something that may write. */
    interface Step {
        void run() throws IOException;
    }

    /** Runs it where the Servlet API declares no exception. */
    static void unchecked(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
