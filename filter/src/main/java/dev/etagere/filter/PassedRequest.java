package dev.etagere.filter;

import dev.etagere.Attributes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A request that no policy of the filter concerns. If an adapter further in has taken it, its 304 is committed bare,
 * also when it comes later from another thread.
 */
final class PassedRequest extends HttpServletRequestWrapper {
    private final HttpServletResponse response;
    private @Nullable AsyncContext async;

    PassedRequest(HttpServletRequest request, HttpServletResponse response) {
        super(request);
        this.response = response;
    }

    /** To be called when the handler is done. */
    void finish() {
        try {
            if (isHandledInside()) {
                BareAnswer.commitNotModified(response);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isHandledInside() {
        return getAttribute(Attributes.HANDLED) != null;
    }

    @Override
    public AsyncContext startAsync() {
        return hooked(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse other) {
        return hooked(super.startAsync(request, other));
    }

    /** Whoever has not been taken by then gets what the container gives. */
    private AsyncContext hooked(AsyncContext started) {
        AsyncContext hooked = isHandledInside() ? new HookedAsync(started, this::finish) : started;
        async = hooked;
        return hooked;
    }

    @Override
    public AsyncContext getAsyncContext() {
        return async == null ? super.getAsyncContext() : async;
    }
}
