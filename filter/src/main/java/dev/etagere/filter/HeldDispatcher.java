package dev.etagere.filter;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Notices a forward that the filter is not mapped to. */
final class HeldDispatcher implements RequestDispatcher {
    private final RequestDispatcher dispatcher;
    private final HeldResponse response;

    HeldDispatcher(RequestDispatcher dispatcher, HeldResponse response) {
        this.dispatcher = dispatcher;
        this.response = response;
    }

    @Override
    public void forward(ServletRequest request, ServletResponse target) throws ServletException, IOException {
        int before = response.passes();
        dispatcher.forward(request, target);
        if (response.passes() == before) {
            TooNarrow.FORWARD.warn();
        }
    }

    @Override
    public void include(ServletRequest request, ServletResponse target) throws ServletException, IOException {
        dispatcher.include(request, target);
    }
}
