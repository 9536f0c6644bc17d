package dev.etagere.sample;

import dev.etagere.filter.GroupTimestampsServlet;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.IndexUnavailableException;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import org.eclipse.jetty.ee10.servlet.ResourceServlet;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.security.HashLoginService;
import org.eclipse.jetty.security.UserStore;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.eclipse.jetty.util.security.Credential;

/** The running application: a server around the catalogue. */
final class Shop {
    private static final System.Logger LOG = System.getLogger(Shop.class.getName());

    private final Server server;
    private final WebAppContext application;
    private final Catalogue catalogue;
    private final GroupIndex index;

    private Shop(Server server, WebAppContext application, Catalogue catalogue, GroupIndex index) {
        this.server = server;
        this.application = application;
        this.catalogue = catalogue;
        this.index = index;
    }

    static Shop start(Options options) throws Exception {
        // The one that the filter opens by the same URI; held, since the last one to close it closes it.
        GroupIndex index = GroupIndex.open(options.index());
        Catalogue catalogue;
        try {
            catalogue = Catalogue.open(options.database());
        } catch (SQLException e) {
            index.close();
            throw e;
        }
        if (catalogue.isFilled()) {
            tellOthers(index);
        }
        Server server = new Server(options.port());
        WebAppContext application = application(options, catalogue);
        server.setHandler(application);
        Shop shop = new Shop(server, application, catalogue, index);
        try {
            server.start();
        } catch (IOException e) {
            shop.close();
            throw e.getCause() instanceof BindException
                    ? new IOException("port " + options.port() + " is in use; choose another by --port")
                    : e;
        } catch (Exception e) {
            shop.close();
            throw e;
        }
        return shop;
    }

    /** Another node may have shown an empty catalogue. */
    private static void tellOthers(GroupIndex index) {
        try {
            index.touchAll();
        } catch (IndexUnavailableException e) {
            LOG.log(System.Logger.Level.WARNING, "other nodes will hear of it later", e);
        }
    }

    private static WebAppContext application(Options options, Catalogue catalogue) {
        WebAppContext application = new WebAppContext();
        application.setContextPath("/");
        application.setBaseResource(ResourceFactory.of(application).newClassLoaderResource("webapp/", false));
        application.setParentLoaderPriority(true);
        application.setThrowUnavailableOnStartupException(true);
        application.setInitParameter("etagere.index", options.index());
        application.setInitParameter("etagere.revision", options.revision());
        application.setAttribute(Catalogue.ATTRIBUTE, catalogue);
        application.addServlet(assets(), "/assets/*");
        application.getSecurityHandler().setLoginService(accounts());
        return application;
    }

    /** Not in web.xml, since Jetty hides its own classes from what stands there. */
    private static ServletHolder assets() {
        ServletHolder assets = new ServletHolder(new ResourceServlet());
        assets.setInitParameter("pathInfoOnly", "false");
        assets.setInitParameter("dirAllowed", "false");
        assets.setAsyncSupported(true);
        return assets;
    }

    private static HashLoginService accounts() {
        UserStore users = new UserStore();
        for (String name : new String[] {"alice", "bob"}) {
            users.addUser(name, Credential.getCredential(name), new String[] {"customer"});
        }
        HashLoginService service = new HashLoginService("catalogue");
        service.setUserStore(users);
        return service;
    }

    int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    /**
     * Answers who waits, stops the server, closes the database, and only then the index. That writes down how far its
     * stamps are good: if it did so before the database has written all that was committed, a kill in between would
     * leave tags for data that is lost.
     */
    void close() {
        try {
            drain();
            server.stop();
        } catch (Exception e) {
            LOG.log(System.Logger.Level.WARNING, "no clean stop", e);
        }
        try {
            catalogue.close();
            index.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "no clean stop", e);
        }
    }

    /** Jetty would close the connections of those who follow the feed before it destroys the servlet. */
    private void drain() throws Exception {
        ServletHolder feed = application.getServletHandler().getServlet("group-timestamps");
        if (feed != null && feed.getServletInstance() instanceof GroupTimestampsServlet servlet) {
            servlet.drain();
        }
    }
}
