package dev.etagere.filter;

import jakarta.servlet.ServletException;
import java.io.IOException;

/** Passes on what a chain has thrown. */
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
}
