package dev.etagere.it;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.CharArrayWriter;
import java.io.File;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.catalina.webresources.StandardRoot;
import org.apache.tomcat.util.descriptor.web.ErrorPage;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
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
        return start(new Deployment(filter).servlet("/*", servlet));
    }

    Running start(Deployment app) throws Exception {
        return switch (this) {
            case JETTY, JETTY_GZIP, JETTY_COMPRESSION -> jetty(app);
            case TOMCAT, TOMCAT_GZIP -> tomcat(app);
        };
    }

    boolean isJetty() {
        return this == JETTY || this == JETTY_GZIP || this == JETTY_COMPRESSION;
    }

    boolean compresses() {
        return this != JETTY && this != TOMCAT;
    }

    private Running jetty(Deployment app) throws Exception {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(app.headerBytes);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.SESSIONS);
        app.inFront.forEach(outer -> context.addFilter(held(outer), "/*", EnumSet.of(DispatcherType.REQUEST)));
        context.addFilter(held(app.filter), "/*", DISPATCHERS);
        app.servlets.forEach((mapping, servlet) -> context.addServlet(held(servlet), mapping));
        if (app.files != null) {
            context.setBaseResourceAsPath(app.files);
            context.addServlet(org.eclipse.jetty.ee10.servlet.DefaultServlet.class, "/");
        }
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        app.errorPages.forEach(errors::addErrorPage);
        context.setErrorHandler(errors);
        server.setHandler(compressed(context));
        server.setRequestLog((request, response) -> app.accessLog.add(
                request.getMethod() + " " + request.getHttpURI().getPath() + " " + response.getStatus()));
        server.start();
        return new Running(connector.getLocalPort(), server::stop);
    }

    private static FilterHolder held(Filter filter) {
        FilterHolder holder = new FilterHolder(filter);
        holder.setAsyncSupported(true);
        return holder;
    }

    private static ServletHolder held(HttpServlet servlet) {
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        return holder;
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

    private Running tomcat(Deployment app) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(new File("target/tomcat-" + name()).getAbsolutePath());
        tomcat.setPort(0);
        Connector connector = tomcat.getConnector();
        connector.setProperty("maxKeepAliveRequests", "-1");
        // Above the default of 8192: those who follow a feed stay.
        connector.setProperty("maxConnections", "20000");
        connector.setProperty("maxHttpRequestHeaderSize", Integer.toString(app.headerBytes));
        if (this == TOMCAT_GZIP) {
            connector.setProperty("compression", "on");
            connector.setProperty("compressionMinSize", "1");
        }
        Path files = app.files == null ? Path.of("target") : app.files;
        Context context = tomcat.addContext("", files.toAbsolutePath().toString());
        for (int i = 0; i < app.inFront.size(); i++) {
            map(context, "outer" + i, app.inFront.get(i), EnumSet.of(DispatcherType.REQUEST));
        }
        map(context, "conditional", app.filter, DISPATCHERS);
        app.servlets.forEach((mapping, servlet) -> serve(context, mapping, servlet));
        if (app.files != null) {
            StandardRoot uncached = new StandardRoot(context);
            uncached.setCachingAllowed(false);
            context.setResources(uncached);
            serve(context, "/", new org.apache.catalina.servlets.DefaultServlet());
        }
        app.errorPages.forEach((status, location) -> context.addErrorPage(errorPage(status, location)));
        context.getPipeline().addValve(log(app.accessLog));
        tomcat.start();
        return new Running(connector.getLocalPort(), () -> {
            tomcat.stop();
            tomcat.destroy();
        });
    }

    private static void map(Context context, String name, Filter filter, EnumSet<DispatcherType> dispatchers) {
        FilterDef definition = new FilterDef();
        definition.setFilterName(name);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(name);
        mapping.addURLPattern("/*");
        dispatchers.forEach(type -> mapping.setDispatcher(type.name()));
        context.addFilterMap(mapping);
    }

    @SuppressWarnings("deprecation") // It has no other form in this version.
    private static void serve(Context context, String mapping, HttpServlet servlet) {
        Tomcat.addServlet(context, "at " + mapping, servlet).setAsyncSupported(true);
        context.addServletMappingDecoded(mapping, "at " + mapping, false);
    }

    private static ErrorPage errorPage(int status, String location) {
        ErrorPage page = new ErrorPage();
        page.setErrorCode(status);
        page.setLocation(location);
        return page;
    }

    private static AbstractAccessLogValve log(List<String> lines) {
        AbstractAccessLogValve valve = new AbstractAccessLogValve() {
            @Override
            protected void log(CharArrayWriter message) {
                lines.add(message.toString());
            }
        };
        valve.setPattern("%m %U %s");
        return valve;
    }
}
