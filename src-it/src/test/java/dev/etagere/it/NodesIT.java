package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Several processes of the sample application are one shop: what one of them confirms, each does, and what one of them
 * has changed, none confirms any more.
 *
 * <p>{@code -Dnodes.count=5} lets so many of them be equal.
 */
class NodesIT {
    private static final int COUNT = Math.max(2, Integer.getInteger("nodes.count", 2));
    private static final long STALENESS_MILLIS = 1_000;
    private static final long NOISE_MILLIS = 50;
    private static final int PRODUCTS = 20;
    // The default of 20 ms is soon over on a machine that builds something else meanwhile.
    private static final String BUDGET = "?budget=200";
    private static final String JSON = "Accept: application/json";

    private static RedisProcess redis;
    private static SharedShop shop;
    private static final List<SharedShop.Node> ALL = new ArrayList<>();
    private static SharedShop.Node a;
    private static SharedShop.Node b;

    @BeforeAll
    static void start() throws Exception {
        redis = new RedisProcess(RedisProcess.embedded());
        shop = new SharedShop();
        for (int i = 0; i < COUNT; i++) {
            ALL.add(shop.start(redis, "shop" + BUDGET));
        }
        a = ALL.get(0);
        b = ALL.get(1);
    }

    @AfterAll
    static void stop() throws Exception {
        if (shop != null) {
            shop.close();
        }
        if (redis != null) {
            redis.close();
        }
    }

    private static void areEqual(List<SharedShop.Node> nodes) throws Exception {
        List<String> paths = new ArrayList<>(List.of("/products", "/products?category=shelves", "/prices"));
        for (int id = 1; id <= PRODUCTS; id++) {
            paths.add("/products/" + id);
        }
        for (String path : paths) {
            String tag = nodes.get(0).tag(path, JSON);
            for (SharedShop.Node node : nodes) {
                assertTrue(node.confirms(path, tag, JSON), path);
                assertEquals(tag, node.tag(path, JSON), path);
            }
        }
    }

    @Test
    void R04_equalStateHasTheSameTagOnEveryNode() throws Exception {
        areEqual(ALL);
        for (int i = 0; i < 10; i++) {
            SharedShop.Node writer = ALL.get(i % ALL.size());
            writer.write("/products/" + (1 + i), SharedShop.newPrice());
        }
        areEqual(ALL);
    }

    @Test
    void R20_aWriteEndsTheOldTagAtOnceWhereItWasMadeAndSoonEverywhere() throws Exception {
        List<Long> visible = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            SharedShop.Node writer = i % 2 == 0 ? a : b;
            SharedShop.Node other = i % 2 == 0 ? b : a;
            String old = other.tag("/products/1");
            writer.write("/products/1", SharedShop.newPrice());
            long written = System.nanoTime();
            assertFalse(writer.confirms("/products/1", old), "the node that wrote confirms the old tag");
            long asked = System.nanoTime();
            long last = written;
            while (other.confirms("/products/1", old)) {
                last = asked;
                asked = System.nanoTime();
            }
            visible.add((last - written) / 1_000);
        }
        visible.sort(null);
        long longest = visible.get(visible.size() - 1);
        System.out.printf(
                "confirmed by another node after a write: p50 %d us, p99 %d us, longest %d us%n",
                visible.get(50), visible.get(98), longest);
        assertTrue(longest <= (STALENESS_MILLIS + NOISE_MILLIS) * 1_000, longest + " us");
    }

    @Test
    void R08_aTagOfOneNodeIsAConditionOnAnother() throws Exception {
        for (int i = 0; i < 50; i++) {
            String condition = "If-Match: " + a.tag("/products/2");
            b.write("/products/2", SharedShop.newPrice(), condition);
            // Without waiting: the log compares, whatever this node has heard by now.
            assertEquals(
                    412,
                    a.putUntilAnswered("/products/2", SharedShop.newPrice(), condition)
                            .status());
            assertEquals(
                    412,
                    b.putUntilAnswered("/products/2", SharedShop.newPrice(), condition)
                            .status());
        }
    }

    @Test
    void R20_ofTwoWritersWithTheSameTagOneWrites() throws Exception {
        int refused = 0;
        try (KeptAlive onA = new KeptAlive(a.port());
                KeptAlive onB = new KeptAlive(b.port())) {
            for (int i = 0; i < 50; i++) {
                String condition = "If-Match: " + a.tag("/products/3");
                CountDownLatch start = new CountDownLatch(1);
                var one = write(onA, condition, start);
                var other = write(onB, condition, start);
                start.countDown();
                List<Integer> both = new ArrayList<>(List.of(one.get(), other.get()));
                both.sort(null);
                assertEquals(204, both.get(0), both.toString());
                assertTrue(both.get(1) == 412 || both.get(1) == 503, both.toString());
                refused += both.get(1) == 503 ? 1 : 0;
            }
        }
        System.out.printf("of 50 writers that lost, %d were told 503 and %d 412%n", refused, 50 - refused);
    }

    private static CompletableFuture<Integer> write(KeptAlive http, String condition, CountDownLatch start) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                start.await();
                String json = SharedShop.product(SharedShop.newPrice());
                return http.sendJson("PUT", "/products/3", List.of(condition), json)
                        .status();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void R19_aNodeThatJoinsLateAnswersTheSameTags() throws Exception {
        for (int id = 1; id <= PRODUCTS; id++) {
            a.write("/products/" + id, SharedShop.newPrice());
        }
        try (SharedShop.Node late = shop.start(redis, "shop" + BUDGET)) {
            areEqual(List.of(a, late, b));
            String old = a.tag("/products/4");
            late.write("/products/4", SharedShop.newPrice());
            assertFalse(late.confirms("/products/4", old));
            areEqual(List.of(late, b, a));
            late.process.stop();
        }
    }

    @Test
    void R21_aFollowerGoesOnAtANodeThatJoinsLate() throws Exception {
        Matcher cursor = Pattern.compile("\"cursor\":\"([^\"]+)\"")
                .matcher(a.get("/group-timestamps").text());
        assertTrue(cursor.find());
        a.write("/products/7", SharedShop.newPrice());
        try (SharedShop.Node late = shop.start(redis, "shop" + BUDGET)) {
            String since = "/group-timestamps?since=" + cursor.group(1);
            String changes = late.get(since).text();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (changes.contains("\"reset\":true") && System.nanoTime() < end) {
                Thread.sleep(20);
                changes = late.get(since).text();
            }
            assertFalse(changes.contains("\"reset\":true"), changes);
            assertTrue(changes.contains("\"product:7\""), changes);
        }
    }

    @Test
    void R17_duringARolloutNothingOfOneRevisionIsConfirmedByTheOther() throws Exception {
        try (SharedShop.Node older = shop.start(redis, "rollout?skew=0", "--revision", "1")) {
            String oldTag = older.tag("/products/1");
            String before = lastModified(older);
            try (SharedShop.Node newer = shop.start(redis, "rollout?skew=0", "--revision", "2")) {
                String newTag = newer.tag("/products/1");
                assertNotEquals(oldTag, newTag);
                assertFalse(newer.confirms("/products/1", oldTag));
                assertFalse(older.confirms("/products/1", newTag));
                assertFalse(isCurrent(newer, before), "a date from before the rollout");
                String during = lastModified(older);
                older.process.stop();
                awaitChange(newer, newTag);
                assertFalse(isCurrent(newer, during), "a date of the old revision after the rollout");
                assertFalse(newer.confirms("/products/1", oldTag));
                String after = lastModified(newer);
                assertTrue(isCurrent(newer, after), "a date of the new revision after the rollout");
            }
        }
    }

    /** It is not sent in the second of a change. */
    private static String lastModified(SharedShop.Node node) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (System.nanoTime() < end) {
            String date = node.get("/products/1").field("Last-Modified");
            if (date != null) {
                return date;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no Last-Modified within 15 s");
    }

    private static boolean isCurrent(SharedShop.Node node, String date) throws Exception {
        return node.get("/products/1", "If-Modified-Since: " + date).status() == 304;
    }

    private static void awaitChange(SharedShop.Node node, String tag) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        while (node.confirms("/products/1", tag)) {
            assertTrue(System.nanoTime() < end, "the end of the rollout moves @app");
            Thread.sleep(10);
        }
    }

    @Test
    void R22_whoHasSeenMoreThanANodeKnowsIsNotToldThatNothingHasChanged() throws Exception {
        try (SharedShop.Node behind = shop.start(redis, "shop" + BUDGET + "&staleness=8000")) {
            SharedShop.Node writer = a;
            String tag = behind.tag("/products/6");
            behind.way.fallSilent();
            String asOf = writer.write("/products/5", SharedShop.newPrice()).field("Etagere-As-Of");
            assertNotNull(asOf, "a write tells how far to ask for");
            String minimum = "Etagere-Min-As-Of: " + asOf;
            assertTrue(behind.confirms("/products/6", tag), "it is live, and this has not changed");
            assertFalse(behind.confirms("/products/6", tag, minimum), "what this node may have missed");
            assertTrue(writer.confirms("/products/6", tag, minimum));
            behind.way.heal();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!behind.confirms("/products/6", tag, minimum)) {
                assertTrue(System.nanoTime() < end, "it catches up");
                Thread.sleep(10);
            }
        }
    }
}
