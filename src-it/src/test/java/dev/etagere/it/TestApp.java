package dev.etagere.it;

import dev.etagere.ConditionalRequests;
import dev.etagere.Target;
import dev.etagere.filter.ConditionalFilter;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An application with a weak, a strong and an undated resource. {@code /weak/missing} and the like do not exist; a
 * write touches another group, so that it can be tried again and again.
 */
final class TestApp extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String POLICIES = """
            /weak/{id}
              Cache-Control: public, max-age=30
              Vary: Accept
              Groups: things
            PUT DELETE POST PATCH /weak/{id}
              Touches: others
            /strong/{id}
              Cache-Control: public, no-cache
              ETag: strong
              Groups: things
            PUT DELETE POST PATCH /strong/{id}
              Touches: others
            /undated/{id}
              Last-Modified: off
              Groups: things
            /shared/{id}
              Cache-Control: public, max-age=60
              Groups: things
            """;
    static final String BODY = "All work and no play makes Jack a dull boy.\n".repeat(100);

    final transient GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    final AtomicInteger entered = new AtomicInteger();

    TestApp() {
        index.touch("things");
    }

    ConditionalFilter filter() {
        return new ConditionalFilter(ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("policies", POLICIES))
                .build());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        entered.incrementAndGet();
        boolean exists = !request.getPathInfo().endsWith("missing");
        switch (request.getMethod()) {
            case "GET", "HEAD" -> read(request, response, exists);
            case "OPTIONS" -> response.setStatus(200);
            default -> {
                Target.current().exists(exists);
                response.setStatus(exists || request.getMethod().equals("PUT") ? 204 : 404);
            }
        }
    }

    private static void read(HttpServletRequest request, HttpServletResponse response, boolean exists)
            throws IOException {
        if (!exists) {
            response.sendError(404);
            return;
        }
        if (request.getPathInfo().endsWith("cookie")) {
            response.addHeader("Set-Cookie", "a=b");
        }
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().write(BODY);
    }
}
