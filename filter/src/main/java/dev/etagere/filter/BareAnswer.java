package dev.etagere.filter;

import dev.etagere.Answer;
import dev.etagere.http.CacheDirectives;
import dev.etagere.http.Vary;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends an answer, such that no server adds fields about content to one that has none. */
final class BareAnswer {
    private BareAnswer() {}

    static void send(Answer answer, HttpServletResponse response) throws IOException {
        dropContent(response);
        boolean cookie = response.containsHeader("Set-Cookie");
        answer.forEach((name, value) -> {
            String besides = besides(response, name, value, cookie);
            if (besides != null) {
                response.setHeader(name, besides);
            }
        });
        String content = answer.content();
        if (content == null) {
            commit(answer.status(), response);
        } else {
            commit(answer.status(), content.getBytes(StandardCharsets.US_ASCII), response);
        }
    }

    private static void commit(int status, byte[] content, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
        response.flushBuffer();
    }

    /**
     * The value beside what filters in front have set, such that it is that of the 200: their choice by fields of their
     * own, such as Origin, is named too, their Cache-Control wins, and their cookie is for one caller alone.
     */
    private static @Nullable String besides(HttpServletResponse response, String name, String value, boolean cookie) {
        return switch (name) {
            case "Vary" -> Vary.parse(value).mergedWith(Fields.joined(response.getHeaders(name)));
            case "Cache-Control" -> response.containsHeader(name) ? null : cookie ? unshared(value) : value;
            case "Cache-Tag" -> cookie ? null : value;
            default -> value;
        };
    }

    private static String unshared(String cacheControl) {
        CacheDirectives directives = CacheDirectives.parse(cacheControl);
        return directives.shared() ? directives.toPrivate().toString() : cacheControl;
    }

    private static void dropContent(HttpServletResponse response) {
        if (response.getContentType() != null
                || response.containsHeader("Content-Length")
                || response.containsHeader("Content-Language")
                || response.containsHeader("Content-Encoding")) {
            Fields.dropContent(response);
        }
    }

    /** Commits now, or Jetty would add Content-Length: 0 to a 304 (RFC 9110 section 8.6). */
    static void commit(int status, HttpServletResponse response) throws IOException {
        response.setStatus(status);
        if (status == HttpServletResponse.SC_NOT_MODIFIED) {
            response.flushBuffer();
        } else {
            // Not by closing the stream: a filter in front may have asked for the writer.
            response.setContentLength(0);
            response.flushBuffer();
        }
    }

    /** The same for a 304 that somebody else made and nobody has committed. */
    static void commitNotModified(HttpServletResponse response) throws IOException {
        if (response.getStatus() == HttpServletResponse.SC_NOT_MODIFIED && !response.isCommitted()) {
            dropContent(response);
            commit(HttpServletResponse.SC_NOT_MODIFIED, response);
        }
    }
}
