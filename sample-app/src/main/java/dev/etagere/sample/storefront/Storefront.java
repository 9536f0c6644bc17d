package dev.etagere.sample.storefront;

import dev.etagere.client.EtagereClient;
import dev.etagere.client.Follow;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The running server, and the client through which it sees the catalogue. */
public final class Storefront implements AutoCloseable {
    private final Server server;
    private final EtagereClient client;

    private Storefront(Server server, EtagereClient client) {
        this.server = server;
        this.client = client;
    }

    /**
     * Starts it.
     *
     * @param shop where the catalogue is
     * @param port to listen on; 0 for any that is free
     * @throws IOException if the port is in use
     */
    public static Storefront start(URI shop, int port) throws Exception {
        EtagereClient client = EtagereClient.builder(shop.resolve("/group-timestamps"))
                .follow(Follow.SSE)
                // As the catalogue says in its web.xml: of these, one that the feed does not list has not changed.
                .published("products", "product:*", "category:*")
                .build();
        Server server = new Server(port);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new StatisticsServlet(client)), "/statistics");
        context.addServlet(new ServletHolder(new ProductsServlet(client, shop)), "/products/*");
        server.setHandler(context);
        Storefront storefront = new Storefront(server, client);
        try {
            server.start();
        } catch (IOException e) {
            storefront.close();
            throw e.getCause() instanceof BindException
                    ? new IOException("port " + port + " is in use; choose another by --port")
                    : e;
        }
        return storefront;
    }

    /** The port that it listens on. */
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(Storefront.class.getName()).log(System.Logger.Level.WARNING, "no clean stop", e);
        }
        client.close();
    }
}
