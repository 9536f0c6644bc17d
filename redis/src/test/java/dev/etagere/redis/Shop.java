package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.etagere.Answer;
import dev.etagere.ConditionalRequests;
import dev.etagere.Exchange;
import dev.etagere.Outcome;
import dev.etagere.TestRequest;
import dev.etagere.TestResponse;
import dev.etagere.index.GroupIndex;
import dev.etagere.policy.PolicyTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of an application: one page that depends on one group, which clients ask for with the tag they have. */
final class Shop implements AutoCloseable {
    static final String GROUP = "products";

    final GroupIndex index;
    private final ConditionalRequests engine;

    Shop(String uri) {
        index = GroupIndex.open(uri);
        engine = ConditionalRequests.builder(index)
                .policies(PolicyTable.parse("cache-policies", "/products\n  Groups: " + GROUP + "\n"))
                .revision("1")
                .build();
    }

    /** The tag of the page, once it gets one. */
    String tag() throws Exception {
        String[] tag = new String[1];
        Await.until("the page has a tag", () -> {
            tag[0] = ran();
            return tag[0] != null;
        });
        return tag[0];
    }

    /** What the client with that tag is told is 304. */
    boolean confirms(String tag) {
        return engine.decide(TestRequest.get("/products").with("If-None-Match", tag)) instanceof Answer answer
                && answer.status() == 304;
    }

    /** As an application does that must have it done: {@code touch} throws as long as nobody takes it. */
    void touch() throws Exception {
        Await.until("a touch is taken", () -> {
            try {
                index.touch(GROUP);
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        });
    }

    private @Nullable String ran() {
        if (engine.decide(TestRequest.get("/products")) instanceof Exchange exchange
                && exchange.commit(TestResponse.ok()) instanceof Outcome.Send sent) {
            Map<String, String> fields = new HashMap<>();
            sent.fields().forEach(fields::put);
            return fields.get("ETag");
        }
        return null;
    }

    /** Waits until it is live again; none of these tags is confirmed on the way. */
    void awaitReturn(String what, long start, String... old) throws Exception {
        Await.until("the index is back", () -> {
            for (String tag : old) {
                assertFalse(confirms(tag));
            }
            return index.live();
        });
        System.out.println("recovered " + what + ": "
                + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }

    /** None of these tags is confirmed, and one of its own is until something changes. */
    void isAsNew(String... old) throws Exception {
        String tag = tag();
        for (String each : old) {
            assertNotEquals(each, tag);
            assertFalse(confirms(each));
        }
        Await.until("the new tag is confirmed", () -> confirms(tag));
        touch();
        assertFalse(confirms(tag));
    }

    @Override
    public void close() {
        index.close();
    }
}
