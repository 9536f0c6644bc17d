package dev.etagere.filter;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** Comes before the commit that {@link #complete()} is, which no listener of the container does everywhere. */
class HookedAsync implements AsyncContext {
    private final AsyncContext context;
    private final Runnable beforeCommit;

    HookedAsync(AsyncContext context, Runnable beforeCommit) {
        this.context = context;
        this.beforeCommit = beforeCommit;
    }

    @Override
    public void complete() {
        try {
            beforeCommit.run();
        } finally {
            context.complete();
        }
    }

    @Override
    public void start(Runnable run) {
        context.start(run);
    }

    @Override
    public void dispatch() {
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext other, String path) {
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
