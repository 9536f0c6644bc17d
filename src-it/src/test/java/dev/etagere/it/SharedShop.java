package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Nodes of the sample application with one Redis and one database, each with ways of its own to both. */
final class SharedShop implements AutoCloseable {
    private static final AtomicLong PRICE = new AtomicLong(2_000_000);

    private final Listener database;
    private final List<Node> nodes = new ArrayList<>();

    SharedShop() throws Exception {
        Path log = Files.createTempFile(Path.of("target"), "h2", ".log");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        database = Listener.start(
                log,
                (port, attempt) -> List.of(
                        java,
                        "-cp",
                        SampleProcess.JAR.toString(),
                        "org.h2.tools.Server",
                        "-tcp",
                        "-tcpPort",
                        Integer.toString(port),
                        "-ifNotExists"));
    }

    /** @param name of the index and of the database, with the settings of the index behind a question mark */
    Node start(RedisProcess redis, String name, String... options) throws Exception {
        Way way = new Way(redis.port());
        Way toDatabase = new Way(database.port());
        List<String> all = new ArrayList<>(List.of("--index", "redis://127.0.0.1:" + way.port() + "/" + name));
        all.addAll(List.of("--db", url(toDatabase, name.replaceFirst("\\?.*", ""))));
        all.addAll(List.of(options));
        Node node = new Node(SampleProcess.startForSeconds(Map.of(), all.toArray(new String[0])), way, toDatabase);
        nodes.add(node);
        return node;
    }

    private static String url(Way way, String name) {
        return "jdbc:h2:tcp://localhost:" + way.port() + "/mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    static String product(long price) {
        return "{\"name\":\"Shelf\",\"nameDe\":\"Regal\",\"category\":\"shelves\",\"priceCents\":" + price + "}";
    }

    static long newPrice() {
        return PRICE.incrementAndGet();
    }

    private interface Exchange {
        Reply over(KeptAlive http) throws IOException;
    }

    /** One of them. */
    static final class Node implements AutoCloseable {
        final SampleProcess process;
        final Way way;
        final Way database;

        private Node(SampleProcess process, Way way, Way database) {
            this.process = process;
            this.way = way;
            this.database = database;
        }

        int port() {
            return process.port();
        }

        /** Over a connection of its own: a server closes one that has been idle for as long as some faults last. */
        private Reply send(Exchange exchange) throws IOException {
            try (KeptAlive http = new KeptAlive(port())) {
                return exchange.over(http);
            }
        }

        Reply get(String path, String... fields) throws IOException {
            return send(http -> http.get(path, List.of(fields)));
        }

        /** Whether the tag is confirmed. */
        boolean confirms(String path, String tag, String... fields) throws IOException {
            List<String> all = new ArrayList<>(List.of(fields));
            all.add("If-None-Match: " + tag);
            int status = send(http -> http.get(path, all)).status();
            if (status != 304) {
                assertEquals(200, status, path);
            }
            return status == 304;
        }

        Reply put(String path, long price, String... fields) throws IOException {
            return send(http -> http.sendJson("PUT", path, List.of(fields), product(price)));
        }

        /** As a client does that is told to come again (503): a process that has just started may miss the budget. */
        Reply putUntilAnswered(String path, long price, String... fields) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (true) {
                Reply reply = put(path, price, fields);
                if (reply.status() != 503 || System.nanoTime() > end) {
                    return reply;
                }
                Thread.sleep(10);
            }
        }

        Reply write(String path, long price, String... fields) throws Exception {
            Reply reply = putUntilAnswered(path, price, fields);
            assertEquals(204, reply.status(), path);
            return reply;
        }

        /** Its tag, as soon as it gives one that it confirms. */
        String tag(String path, String... fields) throws Exception {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (System.nanoTime() < end) {
                String tag = get(path, fields).field("ETag");
                if (tag != null && confirms(path, tag, fields)) {
                    return tag;
                }
                Thread.sleep(5);
            }
            throw new AssertionError("no tag of " + path + " is confirmed within 30 s");
        }

        @Override
        public void close() throws IOException {
            process.close();
            way.close();
            database.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.close();
        }
        database.close();
    }
}
