package dev.etagere.it;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Clients of several nodes of one shop, who write and read on whichever they meet. Readers keep every tag with the
 * price that came with it, and ask with any of them. The {@link Prices} judge each 304 when it comes (P2), and all tags
 * when nobody writes (P1).
 */
final class ShopLoad implements AutoCloseable {
    /** These are written and read; the others are left to the test. */
    static final int PRODUCTS = 16;

    private static final int WRITERS = 2;
    private static final int READERS = 3;
    private static final int WRITER_PAUSE_MILLIS = 8;
    private static final int READER_PAUSE_MILLIS = 1;
    private static final int OLD = 100;
    private static final int TAGS_IN_A_REQUEST = 40;

    private final int[] ports;
    private final Prices prices = new Prices();
    private final Set<Kept> kept = ConcurrentHashMap.newKeySet();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock rest = new ReentrantReadWriteLock(true);
    private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + READERS);
    private final List<CompletableFuture<Void>> clients = new ArrayList<>();
    private volatile FaultTally tally = new FaultTally();
    private volatile boolean closed;

    /** A tag, and a price of the product that came with it. */
    private record Kept(int id, String tag, long price) {}

    ShopLoad(long seed, int... ports) throws IOException {
        this.ports = ports.clone();
        SplittableRandom seeds = new SplittableRandom(seed);
        prices.readFrom(ports[0]);
        for (int i = 0; i < WRITERS; i++) {
            Writer writer = new Writer(i, seeds.split());
            clients.add(CompletableFuture.runAsync(() -> run(writer), threads));
        }
        for (int i = 0; i < READERS; i++) {
            Reader reader = new Reader(seeds.split());
            clients.add(CompletableFuture.runAsync(() -> run(reader), threads));
        }
        threads.shutdown();
    }

    private abstract class Client {
        final SplittableRandom random;
        private final List<KeptAlive> nodes = new ArrayList<>();

        Client(SplittableRandom random) {
            this.random = random;
            for (int port : ports) {
                nodes.add(new KeptAlive(port));
            }
        }

        KeptAlive node() {
            return nodes.get(random.nextInt(nodes.size()));
        }

        abstract void act() throws IOException;

        abstract int pause();
    }

    private void run(Client client) {
        try {
            while (!closed) {
                rest.readLock().lock();
                try {
                    client.act();
                } catch (IOException e) {
                    tally.complain("no answer: " + e);
                    return;
                } finally {
                    rest.readLock().unlock();
                }
                Thread.sleep(client.pause());
            }
        } catch (InterruptedException e) {
            // It is over.
        }
    }

    /** Has products of its own, so that it knows what a later price is. */
    private final class Writer extends Client {
        private final int own;

        Writer(int own, SplittableRandom random) {
            super(random);
            this.own = own;
        }

        @Override
        void act() throws IOException {
            int id = 1 + own + WRITERS * random.nextInt(PRODUCTS / WRITERS);
            List<String> condition = List.of();
            if (random.nextInt(3) == 0) {
                String tag = node().get("/products/" + id, List.of()).field("ETag");
                condition = tag == null ? condition : List.of("If-Match: " + tag);
            }
            long price = SharedShop.newPrice();
            prices.sending(id, price);
            long asked = System.nanoTime();
            Reply reply = node().sendJson("PUT", "/products/" + id, condition, SharedShop.product(price));
            if (reply.status() == 204) {
                prices.is(id, price);
            } else {
                refused.add(price);
            }
            tally.written(reply, System.nanoTime() - asked);
        }

        @Override
        int pause() {
            return WRITER_PAUSE_MILLIS;
        }
    }

    private final class Reader extends Client {
        private final Map<Integer, List<Kept>> own = new HashMap<>();

        Reader(SplittableRandom random) {
            super(random);
        }

        @Override
        void act() throws IOException {
            int id = 1 + random.nextInt(PRODUCTS);
            Kept asks = any(id);
            List<String> fields = asks == null ? List.of() : List.of("If-None-Match: " + asks.tag());
            long asked = System.nanoTime();
            Reply reply = node().get("/products/" + id, fields);
            long took = System.nanoTime() - asked;
            tally.read(reply, took);
            if (reply.status() == 304) {
                tally.confirmed(asks.toString(), prices.age(id, asks.price(), asked), took);
            } else if (reply.status() == 200) {
                keep(id, reply);
            }
        }

        /** The latest, or one from its past. */
        private Kept any(int id) {
            List<Kept> all = own.getOrDefault(id, List.of());
            if (all.isEmpty()) {
                return null;
            }
            return all.get(random.nextInt(4) == 0 ? random.nextInt(all.size()) : all.size() - 1);
        }

        private void keep(int id, Reply reply) {
            long price = Prices.in(reply.text());
            if (refused.contains(price)) {
                tally.complain("the price " + price + " of product " + id + " is there, whose write was refused");
            }
            String tag = reply.field("ETag");
            if (tag != null) {
                List<Kept> all = own.computeIfAbsent(id, product -> new ArrayList<>());
                Kept label = new Kept(id, tag, price);
                kept.add(label);
                if (!all.contains(label)) {
                    all.add(label);
                }
                if (all.size() > OLD) {
                    all.remove(random.nextInt(OLD / 2));
                }
            }
        }

        @Override
        int pause() {
            return READER_PAUSE_MILLIS;
        }
    }

    /** From now on everything counts for a new one. */
    FaultTally begin() {
        tally = new FaultTally();
        return tally;
    }

    /**
     * Lets everybody rest for that long, and asks every node about every tag that came with a price which is past.
     *
     * @return how many tags were asked about
     */
    int recheck(FaultTally row, long millis) throws Exception {
        rest.writeLock().lock();
        try {
            Thread.sleep(millis);
            int asked = 0;
            for (int port : ports) {
                try (KeptAlive node = new KeptAlive(port)) {
                    for (int id = 1; id <= PRODUCTS; id++) {
                        asked += recheck(row, node, id);
                    }
                }
            }
            return asked;
        } finally {
            rest.writeLock().unlock();
        }
    }

    private int recheck(FaultTally row, KeptAlive node, int id) throws IOException {
        long price = Prices.in(node.get("/products/" + id, List.of()).text());
        if (!prices.isCurrent(id, price)) {
            row.complain("product " + id + " has the price " + price + " at rest, which is past");
        }
        List<String> past = kept.stream()
                .filter(label -> label.id() == id && label.price() != price)
                .map(Kept::tag)
                .distinct()
                .toList();
        for (int i = 0; i < past.size(); i += TAGS_IN_A_REQUEST) {
            String some = String.join(", ", past.subList(i, Math.min(past.size(), i + TAGS_IN_A_REQUEST)));
            Reply reply = node.get("/products/" + id, List.of("If-None-Match: " + some));
            if (reply.status() != 200) {
                row.stale(id + " has " + price + ", and " + reply.status() + " confirms one of " + some);
            }
        }
        return past.size();
    }

    /** Waits for the last answers. */
    @Override
    public void close() {
        closed = true;
        CompletableFuture.allOf(clients.toArray(new CompletableFuture<?>[0]))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }
}
