package dev.etagere.filter;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Problem details (RFC 9457). */
final class Problem {
    private Problem() {}

    static void send(HttpServletResponse response, int status, String title, String detail) throws IOException {
        String json = "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}".formatted(title, status, escaped(detail));
        response.setStatus(status);
        response.setContentType("application/problem+json");
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < Math.min(text.length(), 500); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c > '~') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
