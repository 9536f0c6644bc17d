package dev.etagere.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import org.jspecify.annotations.Nullable;

/** Sees to it that an asynchronous handler gets our response, and hides a Range that must not be heeded. */
final class HeldRequest extends HttpServletRequestWrapper {
    private final HeldResponse response;
    private final boolean hidesRange;
    private @Nullable AsyncContext async;

    HeldRequest(HttpServletRequest request, HeldResponse response, boolean hidesRange) {
        super(request);
        this.response = response;
        this.hidesRange = hidesRange;
    }

    // Without arguments the container would hand out the response that it knows, past ours.
    @Override
    public AsyncContext startAsync() {
        return hooked(super.startAsync(this, response));
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse other) {
        return hooked(super.startAsync(request, other));
    }

    private AsyncContext hooked(AsyncContext started) {
        HeldAsync hooked = new HeldAsync(started, response);
        started.addListener(new HeldAsyncListener(hooked, response));
        async = hooked;
        return hooked;
    }

    @Override
    public AsyncContext getAsyncContext() {
        return async == null ? super.getAsyncContext() : async;
    }

    @Override
    public @Nullable RequestDispatcher getRequestDispatcher(String path) {
        RequestDispatcher found = super.getRequestDispatcher(path);
        return found == null ? null : new HeldDispatcher(found, response);
    }

    private boolean hides(String name) {
        return hidesRange && (name.equalsIgnoreCase("Range") || name.equalsIgnoreCase("If-Range"));
    }

    @Override
    public @Nullable String getHeader(String name) {
        return hides(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return hides(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return hidesRange
                ? Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                        .filter(name -> !hides(name))
                        .toList())
                : super.getHeaderNames();
    }

    @Override
    public long getDateHeader(String name) {
        return hides(name) ? -1 : super.getDateHeader(name);
    }
}
