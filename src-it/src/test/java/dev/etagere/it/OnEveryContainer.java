package dev.etagere.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/**
 * Tests of one application on one server after another, each started once; every test has a connection of its own.
 * Subclasses name the servers: {@code @ParameterizedClass @EnumSource(Container.class)}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnEveryContainer {
    // What handlers throw is meant by the tests, and the servers tell of it at length. Kept, or it is forgotten.
    private static final List<Logger> NOISY = List.of(
            Logger.getLogger("org.apache.catalina.core.ContainerBase.[Tomcat].[localhost].[/].[at /*]"),
            Logger.getLogger("org.eclipse.jetty.ee10.servlet.ServletChannel"));

    static {
        NOISY.forEach(logger -> logger.setLevel(Level.OFF));
    }

    @Parameter
    Container container;

    App app;
    Deployment deployment;
    RawHttp http;
    private Container.Running server;

    /** The application, made anew for each server. */
    abstract App newApp();

    /** What is deployed around it. */
    Deployment newDeployment() throws Exception {
        return app.deployment();
    }

    @BeforeParameterizedClassInvocation
    final void start() throws Exception {
        app = newApp();
        deployment = newDeployment();
        server = container.start(deployment);
    }

    @AfterParameterizedClassInvocation
    final void stop() throws Exception {
        server.stop().run();
        app.index.close();
    }

    @BeforeEach
    final void connect() throws IOException {
        http = newConnection();
    }

    @AfterEach
    final void disconnect() throws IOException {
        http.close();
    }

    RawHttp newConnection() throws IOException {
        return new RawHttp(server.port());
    }

    int port() {
        return server.port();
    }

    Reply get(String path, String... lines) throws IOException {
        return http.send("GET", path, lines);
    }

    /** Fails unless the connection can be used on, and nothing stands on it that nobody has asked for. */
    void assertInStep() throws IOException {
        Reply next = get("/page/page");
        if (next.status() != 200 || !next.text().equals("page")) {
            throw new AssertionError("the connection is out of step: " + next);
        }
    }

    /** These lines and one more. */
    static String[] with(String line, String... lines) {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add(line);
        return all.toArray(new String[0]);
    }
}
