package dev.etagere.it;

import dev.etagere.ConditionalRequests;
import dev.etagere.filter.ConditionalFilter;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application whose handlers the tests write: the last segment of the path names one, whatever the policy of the
 * path. It began ten seconds ago, so that everything is dated that has not been touched since.
 */
final class App extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** What a test writes. */
    interface Handler {
        void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    final transient TestClock clock = new TestClock();
    final transient GroupIndex index;
    private final transient ConditionalRequests engine;
    private final transient Map<String, Handler> handlers = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> entered = new ConcurrentHashMap<>();

    App(String policies) {
        clock.step(Duration.ofSeconds(-10));
        index = GroupIndex.inMemory(clock);
        clock.step(Duration.ofSeconds(10));
        engine = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("policies", policies))
                .build();
        on("page", (request, response) -> text(response, "page"));
    }

    App on(String name, Handler handler) {
        handlers.put(name, handler);
        return this;
    }

    /** How often the handler of that name was entered. */
    int entered(String name) {
        return entered.getOrDefault(name, new AtomicInteger()).get();
    }

    /** This application at {@code /*}, behind the filter. */
    Deployment deployment() {
        return new Deployment(filter()).servlet("/*", this);
    }

    ConditionalFilter filter() {
        return new ConditionalFilter(engine);
    }

    static void text(HttpServletResponse response, String text) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write(text);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Object included = request.getAttribute(RequestDispatcher.INCLUDE_PATH_INFO);
        String path = included == null ? request.getPathInfo() : included.toString();
        String name = path.substring(path.lastIndexOf('/') + 1);
        entered.computeIfAbsent(name, unused -> new AtomicInteger()).incrementAndGet();
        Handler handler = handlers.get(name);
        if (handler == null) {
            super.service(request, response);
        } else {
            handler.handle(request, response);
        }
    }
}
