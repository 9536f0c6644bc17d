package dev.etagere.filter;

import dev.etagere.http.ProblemDetails;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Sends problem details. */
final class Problem {
    private Problem() {}

    static void send(HttpServletResponse response, int status, String title, String detail) throws IOException {
        response.setStatus(status);
        response.setContentType(ProblemDetails.TYPE);
        byte[] body = ProblemDetails.json(status, title, detail).getBytes(StandardCharsets.US_ASCII);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
