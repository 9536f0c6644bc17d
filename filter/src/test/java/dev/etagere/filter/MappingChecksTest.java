package dev.etagere.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.DispatcherType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a filter says at the start when it is mapped too narrowly. */
class MappingChecksTest {
    private static final Logger LOGGER = Logger.getLogger(ConditionalFilter.class.getName());
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <filter>
                <filter-name>etagere</filter-name>
                <filter-class>dev.etagere.filter.ConditionalFilter</filter-class>
                %s
              </filter>
              <filter-mapping>
                <filter-name>etagere</filter-name>
                <url-pattern>/*</url-pattern>
                %s
              </filter-mapping>
            </web-app>
            """;

    @TempDir
    Path base;

    private List<String> warnings(String mapping, String webXml) throws Exception {
        Files.createDirectories(base.resolve("WEB-INF"));
        Files.writeString(base.resolve("WEB-INF/web.xml"), webXml);
        Files.writeString(base.resolve("WEB-INF/cache-policies"), "/shop/{id}\n  Groups: shop\n/prices\n  Groups: p");
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(new SimpleFormatter().formatMessage(record));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
        Server server = new Server(0);
        try {
            ServletContextHandler context = new ServletContextHandler("/");
            context.setBaseResourceAsPath(base);
            FilterHolder filter = new FilterHolder(new ConditionalFilter());
            filter.setName("etagere");
            filter.setAsyncSupported(true);
            context.addFilter(filter, mapping, EnumSet.of(DispatcherType.REQUEST));
            server.setHandler(context);
            server.start();
        } finally {
            server.stop();
            LOGGER.removeHandler(handler);
            LOGGER.setUseParentHandlers(true);
        }
        return said;
    }

    @Test
    void aFilterThatSeesAllSaysNothing() throws Exception {
        String dispatchers =
                "<dispatcher>REQUEST</dispatcher><dispatcher>ASYNC</dispatcher><dispatcher>FORWARD</dispatcher>";
        assertEquals(
                List.of(), warnings("/*", WEB_XML.formatted("<async-supported>true</async-supported>", dispatchers)));
    }

    @Test
    void whatWebXmlLeavesOutIsSaid() throws Exception {
        List<String> said = warnings("/*", WEB_XML.formatted("", ""));
        assertEquals(3, said.size(), said::toString);
        assertTrue(said.get(0).contains("<dispatcher>FORWARD</dispatcher>"), said::toString);
        assertTrue(said.get(1).contains("<dispatcher>ASYNC</dispatcher>"), said::toString);
        assertTrue(said.get(2).contains("<async-supported>true</async-supported>"), said::toString);
    }

    @Test
    void aPolicyThatTheMappingDoesNotCoverIsNamed() throws Exception {
        List<String> said = warnings("/shop/*", "<web-app/>");
        assertEquals(1, said.size(), said::toString);
        assertTrue(said.get(0).contains("/prices") && said.get(0).contains("map it to /*"), said::toString);
    }
}
