package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.ConditionalRequests;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs the tests of a class on every server, over one connection for each test. */
@ParameterizedClass(name = "{0}")
@EnumSource(JaxRsServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnJaxRsServers {
    /** What the filter declares, where there is one; the resource declares it too. */
    private static final String POLICIES = """
            /both/{id}
              Cache-Control: public, no-cache
              ETag: strong
              Groups: both:{id}
            PUT /both/{id}
              Touches: both:{id}
            /filed/**
              Cache-Control: public, max-age=30
              Groups: things
            """;

    /** How often a resource method has run. */
    final AtomicInteger entered = new AtomicInteger();

    @Parameter
    JaxRsServer server;

    GroupIndex index;
    RawHttp http;
    private Container.Running running;

    /** Resources and providers. */
    abstract Object[] application();

    @BeforeParameterizedClassInvocation
    void start() throws Exception {
        index = GroupIndex.inMemory(InstantSource.system());
        ConditionalRequests engine = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("policies", POLICIES))
                .build();
        running = server.start(engine, application());
    }

    @AfterParameterizedClassInvocation
    void stop() throws Exception {
        running.stop().run();
        index.close();
    }

    @BeforeEach
    void connect() throws IOException {
        http = connection();
    }

    @AfterEach
    void disconnect() throws IOException {
        assertTrue(http.isSilent(), "something stands behind the last answer");
        http.close();
    }

    RawHttp connection() throws IOException {
        return new RawHttp(running.port());
    }

    Reply get(String path, String... lines) throws IOException {
        return http.send("GET", path, lines);
    }

    /** Sends a body, which {@link RawHttp#send} does not. */
    Reply send(String method, String path, String body, String... lines) throws IOException {
        http.write(withBody(method, path, body, lines));
        return http.read(method);
    }

    static String withBody(String method, String path, String body, String... lines) {
        StringBuilder request =
                new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String line : lines) {
            request.append(line).append("\r\n");
        }
        int length = body.getBytes(StandardCharsets.ISO_8859_1).length;
        return request.append("Content-Length: ")
                .append(length)
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    String tagOf(String path, String... lines) throws IOException {
        Reply reply = get(path, lines);
        assertEquals(200, reply.status(), reply::toString);
        String tag = reply.field("ETag");
        assertNotNull(tag, reply::toString);
        return tag;
    }

    /** Asks until there is a date: within the second of a change there is none. */
    Reply dated(String path) throws Exception {
        Reply reply = get(path);
        for (int i = 0; i < 60 && reply.field("Last-Modified") == null; i++) {
            Thread.sleep(50);
            reply = get(path);
        }
        assertNotNull(reply.field("Last-Modified"), reply::toString);
        return reply;
    }

    void assertStatus(int expected, Reply reply) {
        assertEquals(expected, reply.status(), reply::toString);
    }

    /** That a conditional GET or HEAD with this tag is confirmed. */
    void assertConfirmed(String path, String tag, String... lines) throws IOException {
        assertStatus(304, get(path, with("If-None-Match: " + tag, lines)));
    }

    void assertMoved(String path, String tag, String... lines) throws IOException {
        assertStatus(200, get(path, with("If-None-Match: " + tag, lines)));
    }

    static String[] with(String line, String... lines) {
        String[] all = new String[lines.length + 1];
        all[0] = line;
        System.arraycopy(lines, 0, all, 1, lines.length);
        return all;
    }

    static void assertNothingOfOurs(Reply reply) {
        for (String name : new String[] {"ETag", "Last-Modified", "Etagere-As-Of", "Cache-Tag", "Expires"}) {
            assertEquals(0, reply.all(name).size(), () -> name + " in " + reply);
        }
        for (String directives : reply.all("Cache-Control")) {
            assertTrue(!directives.contains("max-age") && !directives.contains("public"), reply::toString);
        }
    }
}
