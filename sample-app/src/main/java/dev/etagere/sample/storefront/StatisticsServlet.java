package dev.etagere.sample.storefront;

import dev.etagere.client.ClientStatistics;
import dev.etagere.client.EtagereClient;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells how often the catalogue had to be asked. */
@SuppressWarnings("serial") // No server serialises servlets any more.
final class StatisticsServlet extends HttpServlet {
    private final EtagereClient client;

    StatisticsServlet(EtagereClient client) {
        this.client = client;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ClientStatistics now = client.statistics();
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter()
                .print("{\"hits\":%d,\"misses\":%d,\"confirmed\":%d,\"changed\":%d}"
                        .formatted(now.hits(), now.misses(), now.confirmed(), now.changed()));
    }
}
