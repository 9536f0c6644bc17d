package dev.etagere.filter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/** Lets a request that was dispatched wait for as many milliseconds as it says, as on a machine that is busy. */
record SlowToResume(Filter behind) implements Filter {
    static final String FIELD = "X-Slow-To-Resume";

    @Override
    public void init(FilterConfig config) throws ServletException {
        behind.init(config);
    }

    @Override
    public void destroy() {
        behind.destroy();
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        int millis = ((HttpServletRequest) request).getIntHeader(FIELD);
        if (millis > 0 && request.getDispatcherType() == DispatcherType.ASYNC) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        behind.doFilter(request, response, chain);
    }
}
