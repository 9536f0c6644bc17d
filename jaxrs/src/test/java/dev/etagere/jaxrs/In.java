package dev.etagere.jaxrs;

import jakarta.servlet.http.HttpServlet;
import jakarta.ws.rs.core.Application;
import java.util.function.Function;

/** In which implementation of JAX-RS a test runs. */
enum In {
    JERSEY(Implementations::jersey),
    RESTEASY(Implementations::restEasy);

    @SuppressWarnings("ImmutableEnumChecker") // A method without state.
    final Function<Application, HttpServlet> servlet;

    In(Function<Application, HttpServlet> servlet) {
        this.servlet = servlet;
    }
}
