package dev.etagere.it;

import dev.etagere.client.ClientStatistics;
import dev.etagere.client.EtagereClient;
import dev.etagere.client.Follow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * A client that keeps products of the sample application, and somebody who looks at one after the other without an end.
 * As a process of its own it says on its standard output what it is answered, and can be stopped.
 */
final class ProductReader {
    static final int PRODUCTS = 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int PAUSE_MILLIS = 2;

    private final int port;
    private final EtagereClient client;
    private final Consumer<Answer> told;
    private final Thread thread = new Thread(this::run, "reader");
    private volatile boolean closed;

    /** How the client follows, and for how long it trusts what it has heard. */
    enum Form {
        POLL(Duration.ofSeconds(1)),
        LONG_POLL(Duration.ofSeconds(3)),
        SSE(Duration.ofSeconds(1));

        final Duration bound;

        Form(Duration bound) {
            this.bound = bound;
        }

        private Follow follow() {
            return switch (this) {
                case POLL -> Follow.POLL.every(Duration.ofMillis(100));
                case LONG_POLL -> Follow.LONG_POLL;
                case SSE -> Follow.SSE;
            };
        }
    }

    /**
     * What was shown.
     *
     * @param asked when, on the clock of the machine that nobody sets
     * @param hit whether without asking the server
     */
    record Answer(int id, long price, long asked, boolean hit) {
        static Answer parse(String line) {
            String[] words = line.split(" ", -1);
            return new Answer(
                    Integer.parseInt(words[0]),
                    Long.parseLong(words[1]),
                    Long.parseLong(words[2]),
                    Boolean.parseBoolean(words[3]));
        }

        @Override
        public String toString() {
            return id + " " + price + " " + asked + " " + hit;
        }
    }

    ProductReader(int port, Form form, Consumer<Answer> told) {
        this.port = port;
        this.told = told;
        client = EtagereClient.builder(URI.create("http://localhost:" + port + "/group-timestamps"))
                .httpClient(HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(TIMEOUT)
                        .build())
                .follow(form.follow())
                .published("products", "product:*", "category:*")
                .maxFeedAge(form.bound)
                .timeout(TIMEOUT)
                .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
                .build();
        thread.setDaemon(true);
        thread.start();
    }

    /** Takes the port and the form. */
    public static void main(String... arguments) throws Exception {
        Form form = Form.valueOf(arguments[1]);
        ProductReader reader = new ProductReader(Integer.parseInt(arguments[0]), form, System.out::println);
        reader.thread.join();
    }

    private void run() {
        for (int i = 0; !closed; i++) {
            try {
                look(1 + i % PRODUCTS);
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                // The server is away, and what is stored has not been confirmed for too long.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look(int id) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/products/" + id))
                .timeout(TIMEOUT)
                .build();
        long asked = System.nanoTime();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 200) {
            boolean hit =
                    response.headers().firstValue("Cache-Status").orElse("").equals("Etagere; hit");
            told.accept(new Answer(id, Prices.in(response.body()), asked, hit));
        }
    }

    ClientStatistics statistics() {
        return client.statistics();
    }

    void stop() throws InterruptedException {
        closed = true;
        thread.join();
        client.close();
    }
}
