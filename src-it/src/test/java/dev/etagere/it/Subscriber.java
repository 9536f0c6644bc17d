package dev.etagere.it;

import dev.etagere.client.Change;
import dev.etagere.client.ClientListener;
import dev.etagere.client.EtagereClient;
import dev.etagere.client.Follow;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** One who reads anew whatever he is told of, and nothing else: what he is not told of he keeps as it was. */
final class Subscriber implements AutoCloseable {
    final AtomicInteger calls = new AtomicInteger();
    final AtomicInteger heard = new AtomicInteger();
    final AtomicInteger resets = new AtomicInteger();
    final AtomicInteger failures = new AtomicInteger();
    private final Follow follow;
    private final AtomicIntegerArray data;
    private final AtomicIntegerArray copy;
    private final EtagereClient client;

    /** @param data the versions of product:0, product:1, … */
    Subscriber(HttpClient http, int port, Follow follow, AtomicIntegerArray data) {
        this.follow = follow;
        this.data = data;
        copy = new AtomicIntegerArray(data.length());
        client = EtagereClient.builder(URI.create("http://localhost:" + port + "/group-timestamps"))
                .httpClient(http)
                .follow(follow)
                .maxFeedAge(Duration.ofSeconds(6))
                .timeout(Duration.ofSeconds(2))
                .backoff(Duration.ofMillis(20), Duration.ofMillis(200))
                .store(1 << 20)
                .listener(new ClientListener() {
                    @Override
                    public void feedFailed(Throwable cause) {
                        failures.incrementAndGet();
                    }
                })
                .build();
        client.onChange("product:*", this::read);
    }

    private void read(Change change) {
        calls.incrementAndGet();
        heard.addAndGet(change.groups().size());
        if (change.reset()) {
            resets.incrementAndGet();
            for (int i = 0; i < data.length(); i++) {
                copy.set(i, data.get(i));
            }
        }
        for (String group : change.groups()) {
            int i = Integer.parseInt(group.substring("product:".length()));
            copy.set(i, data.get(i));
        }
    }

    /** How many groups have changed without his knowing. */
    int missing() {
        int missing = 0;
        for (int i = 0; i < data.length(); i++) {
            missing += copy.get(i) == data.get(i) ? 0 : 1;
        }
        return missing;
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String toString() {
        return "%s: %d missing, %d heard by %d calls, %d resets, %d failures"
                .formatted(follow, missing(), heard.get(), calls.get(), resets.get(), failures.get());
    }
}
