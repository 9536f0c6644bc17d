package dev.etagere.filter;

import dev.etagere.RequestHead;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** What the engine reads of a servlet request. */
final class ServletRequestHead implements RequestHead {
    private final HttpServletRequest request;
    private final String path;

    ServletRequestHead(HttpServletRequest request) {
        this.request = request;
        this.path = pathOf(request);
    }

    /** Decoded by the container, relative to the context and without path parameters, unlike the request URI. */
    private static String pathOf(HttpServletRequest request) {
        String servlet = request.getServletPath();
        String info = request.getPathInfo();
        return info == null ? servlet : servlet + info;
    }

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return request.getQueryString();
    }

    // Never getDateHeader: it throws for what is to be ignored, and never getHeader: it reads the first line only.
    @Override
    public @Nullable String field(String name) {
        return Fields.joined(request.getHeaders(name));
    }

    @Override
    public @Nullable String principal() {
        Principal principal = request.getUserPrincipal();
        return principal == null ? null : principal.getName();
    }
}
