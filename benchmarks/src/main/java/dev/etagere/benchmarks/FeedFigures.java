package dev.etagere.benchmarks;

import dev.etagere.client.EtagereClient;
import dev.etagere.client.Follow;
import dev.etagere.filter.GroupTimestampsServlet;
import dev.etagere.index.GroupIndex;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * How soon a client knows of a change by poll, long-poll and server-sent events, and what it costs to ask while nothing
 * has changed, beside a plain servlet that answers 304. Server and client are one process here. With {@code serve} it
 * only starts the server and says what to ask it, for other tools to measure.
 *
 * <pre>{@code java -cp benchmarks/target/benchmarks.jar dev.etagere.benchmarks.FeedFigures [serve]}</pre>
 */
public final class FeedFigures {
    private static final String INDEX = "embedded:feed-figures?published=2000000";
    private static final String TAG = "\"0123456789abcdefghijklmnop\"";
    private static final int ROUNDS = 7;
    private static final int REQUESTS = 10_000;

    private FeedFigures() {}

    /** Prints the figures. */
    public static void main(String[] args) throws Exception {
        try (GroupIndex index = GroupIndex.open(INDEX)) {
            Server server = new Server(0);
            server.setHandler(application());
            server.start();
            int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
            if (args.length > 0 && args[0].equals("serve")) {
                publish(index, 0, 1000);
                requests(port).forEach((name, request) -> System.out.println(name + ":\n" + request));
                server.join();
            }
            wakeUp(index, port, Follow.POLL.every(Duration.ofMillis(100)), "poll every 100 ms", 500);
            // The client takes a breath of 20 ms between two long-polls.
            wakeUp(index, port, Follow.LONG_POLL, "long-poll, a change after another", 2000);
            wakeUp(index, port, Follow.LONG_POLL, "long-poll, a change alone", 2000);
            wakeUp(index, port, Follow.SSE, "server-sent events", 2000);
            int published = 0;
            for (int groups : new int[] {1000, 1_000_000}) {
                publish(index, published, groups);
                published = groups;
                System.out.printf("%nasked while nothing changes, one connection, %d groups%n", groups);
                unchanged(port);
            }
            server.stop();
        }
    }

    private static ServletContextHandler application() {
        ServletContextHandler application = new ServletContextHandler("/");
        application.setInitParameter("etagere.index", INDEX);
        application.setInitParameter("etagere.published", "product:*");
        ServletHolder feed = new ServletHolder(new GroupTimestampsServlet());
        feed.setAsyncSupported(true);
        feed.setInitOrder(1);
        application.addServlet(feed, "/group-timestamps/*");
        application.addServlet(new ServletHolder(new Plain()), "/plain");
        return application;
    }

    /** The least that a servlet can do to say that nothing has changed. */
    private static final class Plain extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            response.setHeader("ETag", TAG);
            response.setHeader("Cache-Control", "private, no-cache");
            response.setStatus(TAG.equals(request.getHeader("If-None-Match")) ? 304 : 200);
        }
    }

    private static void publish(GroupIndex index, int from, int to) {
        List<String> some = new ArrayList<>();
        for (int i = from; i < to; i++) {
            some.add("product:" + i);
            if (some.size() == 1000 || i == to - 1) {
                index.touch(some);
                some.clear();
            }
        }
    }

    // Wake-up

    /** From before the touch until the client's listener is called. */
    private static void wakeUp(GroupIndex index, int port, Follow how, String name, int count) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();
        URI feed = URI.create("http://localhost:" + port + "/group-timestamps");
        try (EtagereClient client = EtagereClient.builder(feed).follow(how).build()) {
            CompletableFuture<Void> begun = new CompletableFuture<>();
            client.onChange("product:*", change -> {
                long now = System.nanoTime();
                begun.complete(null);
                for (String group : change.groups()) {
                    CompletableFuture<Long> heard = awaited.get(group);
                    if (heard != null) {
                        heard.complete(now);
                    }
                }
            });
            begun.get(30, TimeUnit.SECONDS);
            int warm = count / 5;
            long[] took = new long[count];
            for (int i = -warm; i < count; i++) {
                // At no fixed distance from the last answer, or a poll would always be found at the same moment.
                Thread.sleep((name.endsWith("alone") ? 30 : 0) + random.nextInt(name.startsWith("poll") ? 100 : 5));
                String group = "product:" + name.length() + "-" + (i + warm);
                CompletableFuture<Long> heard = new CompletableFuture<>();
                awaited.put(group, heard);
                long touched = System.nanoTime();
                index.touch(group);
                long nanos = heard.get(30, TimeUnit.SECONDS) - touched;
                awaited.remove(group);
                if (i >= 0) {
                    took[i] = nanos;
                }
            }
            System.out.println("known after a touch, by " + name + ": " + Spread.of(took));
        }
    }

    // Unchanged

    private static Map<String, String> requests(int port) throws IOException, InterruptedException {
        HttpRequest listing = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/group-timestamps"))
                .build();
        HttpHeaders fields = HttpClient.newHttpClient()
                .send(listing, HttpResponse.BodyHandlers.discarding())
                .headers();
        String tag = fields.firstValue("ETag").orElseThrow();
        String cursor = fields.firstValue("Etagere-As-Of").orElseThrow();
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("plain servlet", request("/plain", "If-None-Match: " + TAG));
        requests.put("listing", request("/group-timestamps", "If-None-Match: " + tag));
        requests.put("one group", request("/group-timestamps?group=product:7", "If-None-Match: " + one(port)));
        requests.put("delta", request("/group-timestamps?since=" + cursor, "Accept: */*"));
        return requests;
    }

    private static String one(int port) throws IOException, InterruptedException {
        HttpRequest one = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/group-timestamps?group=product:7"))
                .build();
        return HttpClient.newHttpClient()
                .send(one, HttpResponse.BodyHandlers.discarding())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static String request(String target, String field) {
        return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n";
    }

    private static void unchanged(int port) throws IOException, InterruptedException {
        Map<String, String> requests = requests(port);
        Map<String, double[]> micros = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, String> each : requests.entrySet()) {
                micros.computeIfAbsent(each.getKey(), name -> new double[ROUNDS])[round] =
                        ask(port, each.getValue().getBytes(StandardCharsets.US_ASCII));
            }
        }
        double[] plain = micros.get("plain servlet");
        micros.forEach((name, each) -> {
            // The first two rounds are for the compiler.
            double[] ratios = new double[ROUNDS - 2];
            for (int i = 2; i < ROUNDS; i++) {
                ratios[i - 2] = each[i] / plain[i];
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f us, %.2f of plain%n",
                    name,
                    median(Arrays.copyOfRange(each, 2, ROUNDS)),
                    median(ratios));
        });
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Microseconds for each request. */
    private static double ask(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            long begin = System.nanoTime();
            for (int i = 0; i < REQUESTS; i++) {
                socket.getOutputStream().write(request);
                answer(in);
            }
            return (System.nanoTime() - begin) / 1e3 / REQUESTS;
        }
    }

    private static void answer(InputStream in) throws IOException {
        int length = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
                length = Integer.parseInt(line.substring(16));
            } else if (line.startsWith("HTTP/1.1 ") && !line.startsWith("304", 9) && !line.startsWith("200", 9)) {
                throw new IOException(line);
            }
        }
        in.skipNBytes(length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }
}
