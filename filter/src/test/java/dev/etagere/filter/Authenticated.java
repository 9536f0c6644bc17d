package dev.etagere.filter;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;

/** Believes whoever says in X-User and X-Role who he is, and goes on to a filter behind that. */
record Authenticated(Filter behind) implements Filter {

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
        behind.doFilter(new Claimed((HttpServletRequest) request), response, chain);
    }

    private static final class Claimed extends HttpServletRequestWrapper {
        Claimed(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Principal getUserPrincipal() {
            String user = getHeader("X-User");
            return user == null ? null : () -> user;
        }

        @Override
        public boolean isUserInRole(String role) {
            return role.equals(getHeader("X-Role"));
        }
    }
}
