package dev.etagere.it;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Gives products new prices, each another, until it is stopped; the server may come and go meanwhile. */
final class PriceWriter {
    private static final AtomicLong NEXT = new AtomicLong(1_000_000);
    private static final int PAUSE_MILLIS = 10;

    final AtomicInteger written = new AtomicInteger();
    final AtomicLong slowestNanos = new AtomicLong();
    private final KeptAlive http;
    private final Prices prices;
    private final SplittableRandom random;
    private final Thread thread = new Thread(this::run, "writer");
    private volatile boolean closed;

    PriceWriter(int port, Prices prices, long seed) {
        http = new KeptAlive(port);
        this.prices = prices;
        random = new SplittableRandom(seed);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            int id = 1 + random.nextInt(ProductReader.PRODUCTS);
            try {
                write(http, prices, id);
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                again();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(KeptAlive http, Prices prices, int id) throws IOException {
        long begun = System.nanoTime();
        put(http, prices, id);
        slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
        written.incrementAndGet();
    }

    /** Returns the new price. */
    static long put(KeptAlive http, Prices prices, int id) throws IOException {
        long price = NEXT.incrementAndGet();
        String json = "{\"name\":\"Shelf\",\"nameDe\":\"Regal\",\"category\":\"shelves\",\"priceCents\":" + price + "}";
        prices.sending(id, price);
        Reply reply = http.sendJson("PUT", "/products/" + id, List.of(), json);
        if (reply.status() != 204) {
            throw new IOException("status " + reply.status());
        }
        prices.is(id, price);
        return price;
    }

    private void again() {
        try {
            http.close();
            Thread.sleep(PAUSE_MILLIS);
        } catch (IOException | InterruptedException e) {
            // The next attempt will tell.
        }
    }

    /** Waits for the last answer. */
    void stop() throws Exception {
        closed = true;
        thread.join();
        http.close();
    }
}
