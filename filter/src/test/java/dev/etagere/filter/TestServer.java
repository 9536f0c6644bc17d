package dev.etagere.filter;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.io.File;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** A real server around one filter and some servlets. */
interface TestServer {
    EnumSet<DispatcherType> DISPATCHERS =
            EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.FORWARD);

    int port();

    void stop() throws Exception;

    /** What is deployed. */
    final class App {
        final Filter filter;
        final Map<String, HttpServlet> servlets = new LinkedHashMap<>();
        final Map<String, String> parameters = new LinkedHashMap<>();
        Duration idleTimeout = Duration.ofSeconds(30);

        App(Filter filter) {
            this.filter = filter;
        }

        App servlet(String mapping, HttpServlet servlet) {
            servlets.put(mapping, servlet);
            return this;
        }

        /** After how long the server gives a connection up on which nothing happens. */
        App idleTimeout(Duration timeout) {
            idleTimeout = timeout;
            return this;
        }

        App parameter(String name, String value) {
            parameters.put(name, value);
            return this;
        }
    }

    static TestServer jetty(App app) throws Exception {
        Server server = new Server(0);
        ServletContextHandler context = new ServletContextHandler("/");
        app.parameters.forEach(context::setInitParameter);
        FilterHolder filter = new FilterHolder(app.filter);
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", DISPATCHERS);
        app.servlets.forEach((mapping, servlet) -> {
            ServletHolder holder = new ServletHolder(servlet);
            holder.setAsyncSupported(true);
            context.addServlet(holder, mapping);
        });
        server.setHandler(context);
        ((ServerConnector) server.getConnectors()[0]).setIdleTimeout(app.idleTimeout.toMillis());
        try {
            server.start();
        } catch (Exception e) {
            server.stop();
            throw e;
        }
        return new TestServer() {
            @Override
            public int port() {
                return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            }

            @Override
            public void stop() throws Exception {
                server.stop();
            }
        };
    }

    @SuppressWarnings("deprecation") // The mapping has no other form in this version.
    static TestServer tomcat(App app) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(new File("target/tomcat").getAbsolutePath());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", new File("target").getAbsolutePath());
        app.parameters.forEach(context::addParameter);
        FilterDef definition = new FilterDef();
        definition.setFilterName("conditional");
        definition.setFilter(app.filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName("conditional");
        mapping.addURLPattern("/*");
        DISPATCHERS.forEach(type -> mapping.setDispatcher(type.name()));
        context.addFilterMap(mapping);
        app.servlets.forEach((pattern, servlet) -> {
            var wrapper = Tomcat.addServlet(context, "at " + pattern, servlet);
            wrapper.setAsyncSupported(true);
            wrapper.setLoadOnStartup(1);
            context.addServletMappingDecoded(pattern, "at " + pattern, false);
        });
        tomcat.getConnector().setProperty("connectionTimeout", String.valueOf(app.idleTimeout.toMillis()));
        tomcat.start();
        if (context.getState() != LifecycleState.STARTED) {
            tomcat.stop();
            tomcat.destroy();
            throw new IllegalStateException("the application did not start");
        }
        return new TestServer() {
            @Override
            public int port() {
                return tomcat.getConnector().getLocalPort();
            }

            @Override
            public void stop() throws Exception {
                tomcat.stop();
                tomcat.destroy();
            }
        };
    }
}
