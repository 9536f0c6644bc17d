package dev.etagere.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.PublishedGroups;
import dev.etagere.index.Stamp;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that speaks the wire of the feed in all its forms, and serves pages {@code /p/NAME} of the group
 * {@code p:NAME}, whose body is a version. It can be stopped and started again on its port, with its index or with a
 * new one, and has the faults that a test gives it.
 */
final class Shop implements AutoCloseable {
    enum Form {
        DELTA,
        LONG_POLL,
        SSE
    }

    /** What a page answers instead, or {@code null}. */
    interface Page {
        Origin.Answer answer(String name) throws Exception;
    }

    final Set<Form> forms = ConcurrentHashMap.newKeySet();
    final AtomicInteger pages = new AtomicInteger();
    final AtomicInteger confirmed = new AtomicInteger();
    final AtomicInteger feeds = new AtomicInteger();
    final AtomicInteger streams = new AtomicInteger();
    final List<String> minimums = new CopyOnWriteArrayList<>();
    volatile GroupIndex index = fresh();
    volatile Page page = name -> null;
    volatile boolean feedSilent;
    volatile boolean feedHalf;
    /** Whether an answer is held back after what it says was read. */
    volatile boolean feedLate;

    volatile boolean feedBroken;
    volatile boolean streamsSilent;
    volatile boolean streamsCut;
    volatile long heartbeatMillis = 200;
    volatile String cacheControl = "no-cache";
    private final Map<String, Integer> versions = new ConcurrentHashMap<>();
    private final int port;
    private volatile HttpServer server;
    private volatile ExecutorService threads;

    Shop(Form... offered) throws IOException {
        forms.addAll(offered.length == 0 ? EnumSet.allOf(Form.class) : List.of(offered));
        port = start(0);
    }

    private static GroupIndex fresh() {
        GroupIndex index = GroupIndex.inMemory(InstantSource.system());
        index.publish(List.of("p:*", "@app"));
        return index;
    }

    private int start(int at) throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
        server.setExecutor(threads);
        server.createContext("/p/", this::page);
        server.createContext("/group-timestamps", this::feed);
        server.start();
        return server.getAddress().getPort();
    }

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    void restart(boolean keepIndex) throws IOException {
        if (!keepIndex) {
            index = fresh();
        }
        start(port);
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    URI feed() {
        return uri("/group-timestamps");
    }

    int version(String name) {
        return versions.getOrDefault(name, 0);
    }

    /** A write: its group is touched after it can be seen. */
    Stamp change(String name) {
        versions.merge(name, 1, Integer::sum);
        return index.touch("p:" + name);
    }

    private void page(HttpExchange exchange) throws IOException {
        pages.incrementAndGet();
        String name = exchange.getRequestURI().getPath().substring(3);
        String minimum = exchange.getRequestHeaders().getFirst(Reach.MINIMUM);
        if (minimum != null) {
            minimums.add(minimum);
        }
        try (exchange) {
            Origin.Answer instead = page.answer(name);
            if (instead != null) {
                Origin.send(exchange, instead);
                return;
            }
            GroupIndex now = index;
            Reach reach = new Reach(now.epoch(), now.asOf());
            String tag = "W/\"" + Long.toHexString(now.epoch()) + '.' + now.stampNanos("p:" + name) + '"';
            exchange.getResponseHeaders().set(Reach.FIELD, reach.toString());
            exchange.getResponseHeaders().set("Cache-Tag", "p:" + name);
            exchange.getResponseHeaders().set("Cache-Control", cacheControl);
            exchange.getResponseHeaders().set("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                confirmed.incrementAndGet();
                exchange.sendResponseHeaders(304, -1);
                return;
            }
            byte[] body = ("" + version(name)).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private void feed(HttpExchange exchange) throws IOException {
        try (exchange) {
            while (feedSilent) {
                Thread.sleep(10);
            }
            if (feedBroken) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            String accept = String.valueOf(exchange.getRequestHeaders().getFirst("Accept"));
            if (accept.contains("event-stream")) {
                stream(exchange);
            } else {
                feeds.incrementAndGet();
                listing(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void listing(HttpExchange exchange) throws IOException, InterruptedException {
        String query = exchange.getRequestURI().getRawQuery();
        String since = query == null ? null : URLDecoder.decode(query.substring(6), StandardCharsets.UTF_8);
        if (since != null && (!forms.contains(Form.DELTA) || Reach.parse(since) == null)) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        String prefer = exchange.getRequestHeaders().getFirst("Prefer");
        String tag = exchange.getRequestHeaders().getFirst("If-None-Match");
        if (prefer != null && forms.contains(Form.LONG_POLL)) {
            exchange.getResponseHeaders().set("Preference-Applied", prefer);
            long end = System.nanoTime() + Long.parseLong(prefer.substring(5)) * 1_000_000_000L;
            while (System.nanoTime() < end && isUnchanged(since, tag)) {
                Thread.sleep(5);
            }
        }
        Reach reach = new Reach(index.epoch(), index.asOf());
        exchange.getResponseHeaders().set(Reach.FIELD, reach.toString());
        exchange.getResponseHeaders().set("ETag", tag());
        if (since == null && tag().equals(tag)) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        byte[] json = json(Reach.parse(since), reach).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        while (feedLate) {
            Thread.sleep(5);
        }
        exchange.sendResponseHeaders(200, json.length);
        if (feedHalf) {
            exchange.getResponseBody().write(json, 0, json.length / 2);
            exchange.getResponseBody().flush();
            Thread.sleep(60_000);
        }
        exchange.getResponseBody().write(json);
    }

    private String tag() {
        PublishedGroups picture = index.published();
        return "W/\"" + Long.toHexString(picture.epoch()) + '.' + picture.head().nanos() + '"';
    }

    private boolean isUnchanged(String since, String tag) {
        Reach cursor = Reach.parse(since);
        return cursor == null
                ? tag().equals(tag)
                : !isForeign(cursor) && moved(cursor.stamp()).isEmpty();
    }

    private boolean isForeign(Reach cursor) {
        return cursor.epoch() != index.epoch()
                || cursor.stamp() < index.published().horizon().nanos();
    }

    private Map<String, Stamp> moved(long after) {
        Map<String, Stamp> moved = new TreeMap<>();
        index.published().all().forEach(group -> {
            if (group.stamp().nanos() > after) {
                moved.put(group.name(), group.stamp());
            }
        });
        return moved;
    }

    private String json(Reach since, Reach reach) {
        boolean delta = since != null && !isForeign(since);
        return "{\"cursor\":\"" + reach + "\",\"horizon\":\""
                + index.published().horizon() + "\","
                + (since != null && !delta ? "\"reset\":true," : "") + "\"groups\":"
                + json(moved(delta ? since.stamp() : -1)) + "}";
    }

    private static String json(Map<String, Stamp> groups) {
        StringBuilder json = new StringBuilder("{");
        groups.forEach((group, stamp) -> json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(group)
                .append("\":\"")
                .append(stamp)
                .append('"'));
        return json.append('}').toString();
    }

    private void stream(HttpExchange exchange) throws IOException, InterruptedException {
        if (!forms.contains(Form.SSE)) {
            exchange.sendResponseHeaders(406, -1);
            return;
        }
        streams.incrementAndGet();
        Reach sent = new Reach(index.epoch(), index.asOf());
        exchange.getResponseHeaders().set(Reach.FIELD, sent.toString());
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        Reach cursor = Reach.parse(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        event(out, "retry: 100\n\n: hello\n\n");
        long beat = System.nanoTime();
        while (!streamsCut) {
            Reach reach = new Reach(index.epoch(), index.asOf());
            if (streamsSilent) {
                Thread.sleep(5);
                continue;
            }
            if (cursor == null || isForeign(cursor)) {
                event(
                        out,
                        "id: " + reach + "\nevent: reset\ndata: {\"horizon\":\""
                                + index.published().horizon() + "\"}\n\n");
                cursor = reach;
            }
            Map<String, Stamp> moved = moved(cursor.stamp());
            if (!moved.isEmpty()) {
                event(out, "id: " + reach + "\nevent: change\ndata: {\"groups\":" + json(moved) + "}\n\n");
                cursor = reach;
            } else if (System.nanoTime() - beat > heartbeatMillis * 1_000_000) {
                event(out, "id: " + reach + "\nevent: heartbeat\ndata: {}\n\n");
                beat = System.nanoTime();
                cursor = reach;
            }
            Thread.sleep(2);
        }
    }

    private static void event(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        stop();
        index.close();
    }
}
