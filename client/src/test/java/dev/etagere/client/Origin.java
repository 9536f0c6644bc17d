package dev.etagere.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A server of somebody else's, which answers what a test tells it to, and the {@code Date} besides. Its feed is 404.
 */
final class Origin implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    /** What was asked, but for the feed. */
    final List<Asked> asked = new CopyOnWriteArrayList<>();

    volatile Script script = request -> new Answer(200, "body");

    record Asked(String method, String path, Map<String, List<String>> fields) {
        String field(String name) {
            return fields.entrySet().stream()
                    .filter(field -> field.getKey().equalsIgnoreCase(name))
                    .map(field -> String.join(", ", field.getValue()))
                    .findFirst()
                    .orElse(null);
        }
    }

    interface Script {
        Answer answer(Asked request) throws Exception;
    }

    static final class Answer {
        final int status;
        final byte[] body;
        final Map<String, List<String>> fields = new LinkedHashMap<>();
        boolean chunked;

        Answer(int status, String body) {
            this.status = status;
            this.body = body.getBytes(StandardCharsets.UTF_8);
        }

        Answer with(String name, String... values) {
            fields.put(name, List.of(values));
            return this;
        }

        Answer chunked() {
            chunked = true;
            return this;
        }
    }

    Origin() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + path);
    }

    URI feed() {
        return uri("/group-timestamps");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestURI().getPath().equals("/group-timestamps")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()));
            asked.add(request);
            exchange.getRequestBody().readAllBytes();
            send(exchange, script.answer(request));
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    static void send(HttpExchange exchange, Answer answer) throws IOException {
        answer.fields.forEach((name, values) -> exchange.getResponseHeaders().put(name, values));
        boolean none = answer.status == 304 || answer.body.length == 0;
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(answer.status, none || head ? -1 : answer.chunked ? 0 : answer.body.length);
        if (!none && !head) {
            exchange.getResponseBody().write(answer.body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
