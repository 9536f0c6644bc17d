package dev.etagere.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of the sample application that write and read until they are told to stop, or it goes away. */
final class CatalogueLoad {
    private static final int WRITERS = 3;
    private static final int READERS = 3;
    private static final int PRODUCTS = 12;
    private static final int NEWEST = 10;
    private static final String ALICE = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("alice:alice".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    private final int port;
    private final Journal journal;
    private final CommittedProducts committed;
    private final SplittableRandom seeds;
    private final ConcurrentLinkedDeque<Long> added = new ConcurrentLinkedDeque<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
    private final List<Future<?>> clients = new ArrayList<>();
    private final AtomicInteger answers = new AtomicInteger();
    private volatile boolean stopped;

    private CatalogueLoad(int port, Journal journal, CommittedProducts committed, long seed) {
        this.port = port;
        this.journal = journal;
        this.committed = committed;
        this.seeds = new SplittableRandom(seed);
    }

    static CatalogueLoad start(int port, Journal journal, CommittedProducts committed, long seed) {
        CatalogueLoad load = new CatalogueLoad(port, journal, committed, seed);
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = load.new Writer(i, load.seeds.split());
            load.clients.add(load.threads.submit(() -> load.run(writer)));
        }
        for (int i = 0; i < READERS; i++) {
            Reader reader = load.new Reader(load.seeds.split());
            load.clients.add(load.threads.submit(() -> load.run(reader)));
        }
        load.threads.shutdown();
        return load;
    }

    /** All that is read, besides what has been added. */
    static List<Journal.Target> targets() {
        List<Journal.Target> targets = new ArrayList<>();
        for (int id = 1; id <= PRODUCTS; id++) {
            targets.add(new Journal.Target("/products/" + id, List.of()));
        }
        targets.add(new Journal.Target("/products", List.of("Accept: application/json")));
        targets.add(new Journal.Target("/products", List.of("Accept: application/json", "Accept-Language: de")));
        targets.add(new Journal.Target("/products", List.of("Accept: text/html", "Accept-Language: de")));
        targets.add(new Journal.Target("/prices", List.of()));
        targets.add(new Journal.Target("/group-timestamps", List.of()));
        targets.add(new Journal.Target("/account", List.of(ALICE)));
        return targets;
    }

    private interface Client {
        void act(KeptAlive http) throws IOException;
    }

    private void run(Client client) {
        try (KeptAlive http = new KeptAlive(port)) {
            while (!stopped) {
                client.act(http);
                answers.incrementAndGet();
            }
        } catch (IOException e) {
            // It has gone away.
        }
    }

    int answers() {
        return answers.get();
    }

    /** Waits for every client to have its last answer, or to have lost its connection. */
    void stop() throws Exception {
        stopped = true;
        if (!threads.awaitTermination(60, TimeUnit.SECONDS)) {
            threads.shutdownNow();
            throw new IllegalStateException("a client hangs");
        }
        for (Future<?> client : clients) {
            client.get();
        }
    }

    /** Replaces, adds and removes; a third of its replacements are conditional on what it has just read. */
    private final class Writer implements Client {
        private final int own;
        private final SplittableRandom random;

        Writer(int own, SplittableRandom random) {
            this.own = own;
            this.random = random;
        }

        @Override
        public void act(KeptAlive http) throws IOException {
            switch (random.nextInt(8)) {
                case 0 -> add(http);
                case 1 -> remove(http);
                default -> replace(http, 1 + own + WRITERS * random.nextInt(PRODUCTS / WRITERS));
            }
        }

        private String fields() {
            int version = random.nextInt(Integer.MAX_VALUE);
            return "\"name\":\"Shelf %d\",\"nameDe\":\"Regal %d\",\"category\":\"c%d\",\"priceCents\":%d"
                    .formatted(version, version, version % 4, version);
        }

        private void replace(KeptAlive http, long id) throws IOException {
            String path = "/products/" + id;
            String fields = fields();
            String tag = random.nextInt(3) == 0 ? http.get(path, List.of()).field("ETag") : null;
            String state = "{\"id\":" + id + "," + fields + "}";
            committed.sending(id, state);
            List<String> condition = tag == null ? List.of() : List.of("If-Match: " + tag);
            Reply reply = http.sendJson("PUT", path, condition, "{" + fields + "}");
            committed.answered(id, state, reply.status() < 300);
        }

        private void add(KeptAlive http) throws IOException {
            Reply reply = http.sendJson("POST", "/products", List.of(), "{" + fields() + "}");
            if (reply.status() == 201) {
                String location = reply.field("Location");
                long id = Long.parseLong(location.substring(location.lastIndexOf('/') + 1));
                committed.acknowledged(id, reply.text().strip());
                added.addFirst(id);
            }
        }

        private void remove(KeptAlive http) throws IOException {
            Long id = added.size() > NEWEST ? added.pollLast() : null;
            if (id != null) {
                committed.sending(id, CommittedProducts.GONE);
                Reply reply = http.send("DELETE", "/products/" + id, List.of());
                committed.answered(id, CommittedProducts.GONE, reply.status() == 204);
            }
        }
    }

    /** Reads, and asks whether what it has read still holds. */
    private final class Reader implements Client {
        private final SplittableRandom random;
        private final List<Journal.Target> targets = targets();
        private final Map<Journal.Target, Journal.Label> held = new HashMap<>();

        Reader(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void act(KeptAlive http) throws IOException {
            Journal.Target target = target();
            Journal.Label last = held.get(target);
            List<String> fields = new ArrayList<>(target.fields());
            if (last != null && last.etag() != null && random.nextBoolean()) {
                fields.add("If-None-Match: " + last.etag());
            }
            Reply reply = http.get(target.path(), fields);
            if (reply.status() == 200) {
                keep(Journal.Label.of(target, reply));
            } else if (reply.status() == 304) {
                keep(Journal.Label.refreshed(target, reply, last.body()));
            }
        }

        private Journal.Target target() {
            Long newest = random.nextInt(4) == 0 ? added.peekFirst() : null;
            return newest == null
                    ? targets.get(random.nextInt(targets.size()))
                    : new Journal.Target("/products/" + newest, List.of());
        }

        private void keep(Journal.Label label) {
            held.put(label.target(), label);
            journal.add(label);
        }
    }
}
