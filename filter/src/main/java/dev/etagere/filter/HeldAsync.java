package dev.etagere.filter;

import dev.etagere.Exchange;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** Comes before the commit that {@link #complete()} is, which no listener of the container does everywhere. */
final class HeldAsync implements AsyncContext {
    private final AsyncContext context;
    private final HeldResponse response;
    private volatile boolean dispatched;

    HeldAsync(AsyncContext context, HeldResponse response) {
        this.context = context;
        this.response = response;
    }

    /** Whether the handler has dispatched, so that the filter must see the request again. */
    boolean isDispatched() {
        return dispatched;
    }

    @Override
    public void complete() {
        try {
            response.finish();
        } finally {
            context.complete();
        }
    }

    @Override
    public void start(Runnable run) {
        context.start(() -> {
            Exchange.Binding binding = response.exchange().bind();
            try {
                run.run();
            } finally {
                binding.close();
            }
        });
    }

    @Override
    public void dispatch() {
        dispatched = true;
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        dispatched = true;
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext other, String path) {
        // Another context has filters of its own.
        context.dispatch(other, path);
    }

    @Override
    public ServletRequest getRequest() {
        return context.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse();
    }

    @Override
    public void addListener(AsyncListener listener) {
        context.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse other) {
        context.addListener(listener, request, other);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public void setTimeout(long milliseconds) {
        context.setTimeout(milliseconds);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }
}
