package dev.etagere.it;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.util.EnumSet;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.gzip.GzipHandler;

/** The servers that an application may stand in, each with and without its own compression. */
enum Container {
    JETTY,
    JETTY_GZIP,
    JETTY_COMPRESSION,
    TOMCAT,
    TOMCAT_GZIP;

    private static final EnumSet<DispatcherType> DISPATCHERS =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD);

    /** A started server. */
    record Running(int port, Stop stop) {}

    /** Ends it. */
    interface Stop {
        void run() throws Exception;
    }

    Running start(Filter filter, HttpServlet servlet) throws Exception {
        return switch (this) {
            case JETTY, JETTY_GZIP, JETTY_COMPRESSION -> jetty(filter, servlet);
            case TOMCAT, TOMCAT_GZIP -> tomcat(filter, servlet);
        };
    }

    private Running jetty(Filter filter, HttpServlet servlet) throws Exception {
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/");
        FilterHolder held = new FilterHolder(filter);
        held.setAsyncSupported(true);
        context.addFilter(held, "/*", DISPATCHERS);
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(compressed(context));
        server.start();
        int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
        return new Running(port, server::stop);
    }

    @SuppressWarnings("removal") // Deprecated in this version, and still what most applications use.
    private Handler compressed(Handler context) {
        if (this == JETTY_GZIP) {
            GzipHandler gzip = new GzipHandler();
            gzip.addIncludedMethods("GET", "PUT", "DELETE");
            gzip.setHandler(context);
            return gzip;
        }
        return this == JETTY_COMPRESSION ? new CompressionHandler(context) : context;
    }

    @SuppressWarnings("deprecation") // The mapping has no other form in this version.
    private Running tomcat(Filter filter, HttpServlet servlet) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(new File("target/tomcat-" + name()).getAbsolutePath());
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("maxKeepAliveRequests", "-1");
        if (this == TOMCAT_GZIP) {
            connector.setProperty("compression", "on");
            connector.setProperty("compressionMinSize", "1");
        }
        Context context = tomcat.addContext("", new File("target").getAbsolutePath());
        FilterDef definition = new FilterDef();
        definition.setFilterName("conditional");
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("conditional");
        mapping.addURLPattern("/*");
        DISPATCHERS.forEach(type -> mapping.setDispatcher(type.name()));
        context.addFilterMap(mapping);
        Tomcat.addServlet(context, "resources", servlet).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "resources", false);
        tomcat.start();
        return new Running(connector.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }
}
