package dev.etagere.it;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The catalogue of the sample application as numbered items, whose versions are the prices of its products. All its
 * writes are scoped, so whatever a client has seen is settled. Safe for use by several threads; each product has one
 * writer.
 */
final class SampleCatalogue {
    private static final int PRODUCTS = 24;
    private static final int PAUSE = 5_000_000;
    private static final int LULL = 500_000_000;
    private static final int[] ALL = IntStream.range(0, PRODUCTS).toArray();
    private static final Pattern IN_JSON = Pattern.compile("\"id\":(\\d+),.*?\"priceCents\":(\\d+)");
    private static final Pattern IN_HTML = Pattern.compile("/products/(\\d+)\">.*?<td>.*?<td>([\\d.]+)");
    private static final Pattern IN_TEXT = Pattern.compile("(?m)^ *()([\\d.]+) ");

    private final Ledger ledger = new Ledger(PRODUCTS);
    private final AtomicLongArray latest = new AtomicLongArray(PRODUCTS);

    Ledger ledger() {
        return ledger;
    }

    static List<SoakTarget> targets() {
        List<SoakTarget> targets = new ArrayList<>();
        for (int item = 0; item < PRODUCTS; item++) {
            targets.add(new SoakTarget("/products/" + (item + 1), List.of(), new int[] {item}, SampleCatalogue::json));
            if (item % 8 == 2) {
                targets.add(list("/products", "Accept: application/json", SampleCatalogue::json));
                targets.add(list("/products", "Accept: text/html", SampleCatalogue::html));
                targets.add(list("/prices", "Accept: */*", SampleCatalogue::text));
            }
        }
        return targets;
    }

    private static SoakTarget list(String path, String accept, Function<String, long[]> versions) {
        return new SoakTarget(path, List.of(accept, "Accept-Language: de"), ALL, versions);
    }

    private static long[] json(String body) {
        return prices(IN_JSON.matcher(body), 1);
    }

    private static long[] html(String body) {
        return prices(IN_HTML.matcher(body), 100);
    }

    private static long[] text(String body) {
        return prices(IN_TEXT.matcher(body), 100);
    }

    /** Of the products that are written, which come first. */
    private static long[] prices(Matcher products, int cents) {
        return products.results()
                .limit(PRODUCTS)
                .mapToLong(found -> new BigDecimal(found.group(2))
                        .multiply(BigDecimal.valueOf(cents))
                        .longValueExact())
                .toArray();
    }

    /** Takes what an application at rest serves for the truth; returns how many products had got lost. */
    int readFrom(int port) throws IOException {
        int lost = 0;
        try (KeptAlive http = new KeptAlive(port)) {
            for (int item = 0; item < PRODUCTS; item++) {
                long version =
                        json(http.get("/products/" + (item + 1), List.of()).text())[0];
                lost += version < ledger.settled(item) ? 1 : 0;
                ledger.reset(item, version);
                latest.accumulateAndGet(item, version, Math::max);
            }
        }
        return lost;
    }

    /** Writes the products of which this is one out of so many writers. */
    void write(int port, int writer, int writers, SoakTally tally, SplittableRandom random, BooleanSupplier goOn)
            throws IOException {
        try (KeptAlive http = new KeptAlive(port)) {
            while (goOn.getAsBoolean()) {
                int item = random.nextInt(random.nextInt(PRODUCTS / writers) + 1) * writers + writer;
                write(http, item, latest.incrementAndGet(item));
                tally.touch();
                // Every list moves with every write: long enough at times for its labels to be confirmed.
                LockSupport.parkNanos(random.nextInt(100) == 0 ? LULL : random.nextInt(PAUSE));
            }
        }
    }

    private void write(KeptAlive http, int item, long version) throws IOException {
        String product = "{\"name\":\"Shelf\",\"nameDe\":\"Regal\",\"category\":\"c%d\",\"priceCents\":%d}"
                .formatted(version % 4, version);
        ledger.scopeOpens(item);
        Reply reply = http.sendJson("PUT", "/products/" + (item + 1), List.of(), product);
        if (reply.status() < 300) {
            ledger.settle(item, version);
        }
        ledger.scopeCloses(item, System.currentTimeMillis() / 1_000);
    }
}
