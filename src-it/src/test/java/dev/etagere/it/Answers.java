package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one reader was answered, judged as it comes: nothing may be older than its client's feed may be. */
final class Answers implements Consumer<ProductReader.Answer> {
    private static final long PATIENCE_SECONDS = 20;

    private final ProductReader.Form form;
    private final Prices prices;
    private final Map<Integer, ProductReader.Answer> last = new HashMap<>();
    private @Nullable String violation;
    private long count;
    private long hits;
    private long old;
    private long oldest;
    private long lastAsked;
    private long waitedFrom;
    private long firstHit;

    Answers(ProductReader.Form form, Prices prices) {
        this.form = form;
        this.prices = prices;
    }

    @Override
    public synchronized void accept(ProductReader.Answer answer) {
        long age = prices.age(answer.id(), answer.price(), answer.asked());
        if (age > form.bound.toNanos() && violation == null) {
            violation = answer + " is " + (age == Prices.NEVER ? "what never was" : age / 1_000_000 + " ms too old");
        }
        count++;
        hits += answer.hit() ? 1 : 0;
        old += age > 0 ? 1 : 0;
        oldest = Math.max(oldest, age);
        lastAsked = answer.asked();
        last.put(answer.id(), answer);
        if (firstHit == 0 && answer.hit() && answer.asked() > waitedFrom) {
            firstHit = answer.asked();
        }
    }

    /** Until so many have come from the store. */
    void awaitHits(int more) throws InterruptedException {
        long wanted = hits() + more;
        await("hits", () -> hits() >= wanted);
    }

    /** Until every product that was asked for since then came from the store, as it is now. */
    void awaitRest(long since) throws InterruptedException {
        await("rest", () -> isAtRest(since));
        assertNull(violation, () -> form + ": " + violation);
    }

    private void await(String what, BooleanSupplier reached) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!reached.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, () -> what + ": " + this + ", " + lastOnes());
            Thread.sleep(5);
        }
    }

    private synchronized Map<Integer, ProductReader.Answer> lastOnes() {
        return Map.copyOf(last);
    }

    private synchronized long hits() {
        return hits;
    }

    private synchronized boolean isAtRest(long since) {
        return last.size() == ProductReader.PRODUCTS
                && last.values().stream()
                        .allMatch(answer -> answer.hit()
                                && answer.asked() - since > 0
                                && prices.isCurrent(answer.id(), answer.price()));
    }

    /** When the last one was asked for that was answered. */
    synchronized long lastAsked() {
        return lastAsked;
    }

    /** Forgets how old the oldest was, and from now on waits for the first that comes from the store. */
    synchronized void from(long moment) {
        waitedFrom = moment;
        firstHit = 0;
        oldest = 0;
    }

    @Override
    public synchronized String toString() {
        return "%s: %d answers, %d stored, %d replaced within the bound, the oldest %d ms ago; stored again after %d ms"
                        .formatted(form, count, hits, old, oldest / 1_000_000, (firstHit - waitedFrom) / 1_000_000)
                + (violation == null ? "" : "; " + violation);
    }
}
