package dev.etagere.filter;

import dev.etagere.Answer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends an answer without content, such that no server adds fields about content to it. */
final class BareAnswer {
    private BareAnswer() {}

    static void send(Answer answer, HttpServletResponse response) throws IOException {
        if (response.getContentType() != null || response.containsHeader("Content-Length")) {
            Fields.dropContent(response);
        }
        Fields.set(response, answer.fields());
        commit(answer.status(), response);
    }

    /** Commits now, or Jetty would add Content-Length: 0 to a 304 (RFC 9110 section 8.6). */
    static void commit(int status, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (status == HttpServletResponse.SC_NOT_MODIFIED) {
            response.flushBuffer();
        } else {
            response.getOutputStream().close();
        }
    }

    /** The same for a 304 that somebody else made and nobody has committed. */
    static void commitNotModified(HttpServletResponse response) throws IOException {
        if (response.getStatus() == HttpServletResponse.SC_NOT_MODIFIED && !response.isCommitted()) {
            response.flushBuffer();
        }
    }
}
