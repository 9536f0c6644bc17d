package dev.etagere.filter;

import dev.etagere.Answer;
import dev.etagere.Attributes;
import dev.etagere.ConditionalRequests;
import dev.etagere.Decision;
import dev.etagere.Exchange;
import dev.etagere.WriteRefusedException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Answers conditional requests (RFC 9110 section 13) before the servlet runs, and labels what servlets answer, by the
 * policies of the application. Map it to {@code /*} with the dispatchers REQUEST, ASYNC and FORWARD and with
 * {@code async-supported}; behind whatever authenticates and authorises, and in front of filters that open a session or
 * a transaction, so that a touch comes after the commit.
 *
 * <p>From {@code web.xml} it reads the context parameters {@code etagere.index} ({@code embedded:} unless told
 * otherwise), {@code etagere.policies} ({@code /WEB-INF/cache-policies}; or the policies themselves, if it has several
 * lines), {@code etagere.revision} and {@code etagere.explain}; what is not there is looked for among the system
 * properties, and then in the environment as {@code ETAGERE_INDEX} and so on. A bad policy stops the deployment.
 *
 * <p>Safe for use by several threads.
 */
public final class ConditionalFilter implements Filter {
    private static final String HELD = ConditionalFilter.class.getName();

    private final @Nullable ConditionalRequests given;
    private @Nullable Installation installation;
    private @Nullable ConditionalRequests engine;

    /** For {@code web.xml}: the engine is set up from the context parameters. */
    public ConditionalFilter() {
        this.given = null;
    }

    /** For registration in code. The index of the engine stays open when the filter is destroyed. */
    public ConditionalFilter(ConditionalRequests engine) {
        this.given = engine;
    }

    /**
     * @throws ServletException if the policies or the settings are wrong; the message tells all that is to be mended
     */
    @Override
    public void init(FilterConfig config) throws ServletException {
        Installation found = given == null
                ? Installation.acquire(config.getServletContext())
                : Installation.install(config.getServletContext(), given);
        installation = found;
        engine = found.engine();
        MappingChecks.warn(config, found.engine().policies());
    }

    @Override
    public void destroy() {
        if (installation != null) {
            installation.release();
            installation = null;
        }
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http)
                || !(response instanceof HttpServletResponse answer)
                || engine == null
                || isNested(http.getDispatcherType())) {
            chain.doFilter(request, response);
        } else if (http.getAttribute(HELD) instanceof HeldResponse held) {
            run(http, answer, chain, held);
        } else {
            first(http, answer, chain, engine);
        }
    }

    /** An included page is a part of an answer, an error page is none of ours. */
    private static boolean isNested(DispatcherType type) {
        return type == DispatcherType.INCLUDE || type == DispatcherType.ERROR;
    }

    private static void first(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, ConditionalRequests engine)
            throws IOException, ServletException {
        if (!request.isAsyncSupported()) {
            TooNarrow.ASYNC_SUPPORTED.warn();
        }
        // Before anything is decided: an adapter further in must not vouch for what was read out here.
        request.setAttribute(Attributes.START, engine.index().asOf());
        Decision decision = engine.decide(new ServletRequestHead(request));
        if (decision instanceof Answer answer) {
            BareAnswer.send(answer, response);
        } else if (decision instanceof Exchange exchange) {
            HeldResponse held = new HeldResponse(request, response, exchange);
            request.setAttribute(HELD, held);
            run(new HeldRequest(request, held, exchange.hidesRange()), held, chain, held);
        } else {
            pass(request, response, chain);
        }
    }

    private static void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        PassedRequest passed = new PassedRequest(request, response);
        chain.doFilter(passed, response);
        if (!request.isAsyncStarted()) {
            passed.finish();
        }
    }

    /** One pass of a request: the first, and again after a forward or an asynchronous dispatch. */
    private static void run(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, HeldResponse held)
            throws IOException, ServletException {
        // Asked now: behind a forward, the request may have forgotten.
        boolean forwarded = request.getDispatcherType() == DispatcherType.FORWARD;
        held.pass();
        Exchange.Binding binding = held.exchange().bind();
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            fail(held, e);
            return;
        } finally {
            binding.close();
        }
        if (request.isAsyncStarted()) {
            return;
        }
        if (forwarded && held.passes() > 1) {
            // The container closes the response behind a forward; but whoever forwarded is not done yet (R9).
            held.beforeCommit();
        } else {
            held.finish();
        }
    }

    /** A refusal is an answer; all else passes, and nobody knows what has been committed. */
    private static void fail(HeldResponse held, Throwable thrown) throws IOException, ServletException {
        WriteRefusedException refusal = refusalIn(thrown);
        if (refusal != null && !held.isCommitted()) {
            held.exchange().completed(refusal.answer().status());
            held.replaceBy(refusal.answer());
            return;
        }
        held.abandon();
        held.exchange().failed();
        Thrown.rethrow(thrown);
    }

    private static @Nullable WriteRefusedException refusalIn(Throwable thrown) {
        // A bound, since a chain of causes can be a ring.
        Throwable at = thrown;
        for (int depth = 0; at != null && depth < 16; depth++) {
            if (at instanceof WriteRefusedException refusal) {
                return refusal;
            }
            at = at instanceof ServletException wrapped && wrapped.getRootCause() != null
                    ? wrapped.getRootCause()
                    : at.getCause();
        }
        return null;
    }
}
