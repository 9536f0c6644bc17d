package dev.etagere.filter;

import dev.etagere.feed.Cursor;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupName;
import dev.etagere.index.IndexUnavailableException;
import dev.etagere.index.Stamp;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Touches for writers outside of this process: a CMS, a job in the database. */
final class TouchEndpoint {
    static final int MAX_GROUPS = 1000;
    static final int MAX_BYTES = 64 * 1024;

    private static final System.Logger LOG = System.getLogger("dev.etagere.touches");
    private static final String SCHEME = "bearer ";

    private final GroupIndex index;
    private final FeedSettings settings;

    TouchEndpoint(GroupIndex index, FeedSettings settings) {
        this.index = index;
        this.settings = settings;
    }

    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        if (!settings.touchable()) {
            Problem.send(response, 404, "Not Found", "there is no such resource");
            return;
        }
        // Before anything is read of what a stranger sends.
        boolean trusted = holdsToken(request.getHeader("Authorization"));
        if (!trusted && !isInRole(request)) {
            refuse(request, response);
            return;
        }
        if (!trusted && !TouchBody.isJson(request.getContentType())) {
            // Any page can send a form in the name of whoever reads it; for JSON the browser would ask first.
            Problem.send(response, 415, "Unsupported Media Type", "send application/json");
            return;
        }
        byte[] body = body(request);
        if (body == null) {
            Problem.send(response, 413, "Content Too Large", "send at most " + MAX_BYTES + " bytes at once");
            return;
        }
        try {
            touch(request, response, names(TouchBody.parse(request.getContentType(), body)));
        } catch (IllegalArgumentException e) {
            Problem.send(response, 400, "Bad Request", String.valueOf(e.getMessage()));
        }
    }

    private void touch(HttpServletRequest request, HttpServletResponse response, List<String> groups)
            throws IOException {
        Stamp stamp;
        try {
            stamp = index.touch(groups);
        } catch (IndexUnavailableException e) {
            LOG.log(System.Logger.Level.WARNING, "a touch by {0} waits for the shared log", caller(request));
            response.setHeader("Retry-After", "1");
            Problem.send(response, 503, "Service Unavailable", String.valueOf(e.getMessage()));
            return;
        }
        String asOf = new Cursor(index.epoch(), new Stamp(index.written())).toString();
        LOG.log(
                System.Logger.Level.INFO,
                "{0} groups touched by {1}: {2}",
                groups.size(),
                caller(request),
                groups.size() > 20 ? groups.subList(0, 20) + " and others" : groups);
        response.setHeader(Cursor.FIELD, asOf);
        response.setContentType("application/json");
        byte[] json = ("{\"stamp\":\"" + stamp + "\",\"asOf\":\"" + asOf + "\"}").getBytes(StandardCharsets.US_ASCII);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    private static List<String> names(List<String> groups) {
        if (groups.isEmpty() || groups.size() > MAX_GROUPS) {
            throw new IllegalArgumentException("name 1 to " + MAX_GROUPS + " groups at once");
        }
        for (String group : groups) {
            if (group.startsWith("@")) {
                throw new IllegalArgumentException("names that begin with @ are reserved");
            }
        }
        return groups.stream().map(GroupName::encode).distinct().toList();
    }

    private boolean isInRole(HttpServletRequest request) {
        String role = settings.role();
        return role != null && request.isUserInRole(role);
    }

    private boolean holdsToken(@Nullable String authorization) {
        String token = settings.token();
        if (token == null
                || authorization == null
                || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        // Takes as long for a token that is nearly right as for any other.
        return MessageDigest.isEqual(
                token.getBytes(StandardCharsets.UTF_8),
                authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8));
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LOG.log(System.Logger.Level.WARNING, "a touch by {0} is refused", caller(request));
        if (settings.token() == null) {
            Problem.send(response, 403, "Forbidden", "this is for writers of the data");
        } else {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"group-timestamps\"");
            Problem.send(response, 401, "Unauthorized", "send Authorization: Bearer and the token");
        }
    }

    private static String caller(HttpServletRequest request) {
        return request.getUserPrincipal() == null
                ? request.getRemoteAddr()
                : GroupName.value(String.valueOf(request.getUserPrincipal().getName()));
    }

    private static byte @Nullable [] body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > MAX_BYTES) {
            return null;
        }
        byte[] body = request.getInputStream().readNBytes(MAX_BYTES + 1);
        return body.length > MAX_BYTES ? null : body;
    }
}
