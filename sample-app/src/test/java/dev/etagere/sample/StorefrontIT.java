package dev.etagere.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A storefront")
class StorefrontIT {
    private static final String OAK =
            "{\"name\":\"Oak shelf\",\"nameDe\":\"Eichenregal\",\"category\":\"shelves\",\"priceCents\":%d}";

    private RunningApp shop;
    private RunningApp storefront;

    @BeforeEach
    void start() throws Exception {
        shop = RunningApp.start();
        storefront = RunningApp.startStorefront("--shop", shop.address());
    }

    @AfterEach
    void stop() throws Exception {
        storefront.stop();
        shop.stop();
    }

    private static String cacheStatus(HttpResponse<?> response) {
        return response.headers().firstValue("Cache-Status").orElse("");
    }

    /** It has heard of the catalogue's state by then; before, it asks in any case. */
    private void showsWithoutAsking(String path) throws Exception {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!cacheStatus(storefront.get(path)).endsWith("; hit")) {
            assertTrue(System.nanoTime() < deadline, "it asks each time");
            Thread.sleep(20);
        }
    }

    @Test
    void asksNothingAtAllWhileNothingChanges() throws Exception {
        showsWithoutAsking("/products/2");
        String before = storefront.get("/statistics").body().replaceAll("\"hits\":\\d+", "");
        for (int i = 0; i < 200; i++) {
            assertEquals("Etagere; hit", cacheStatus(storefront.get("/products/2")));
        }
        assertEquals(before, storefront.get("/statistics").body().replaceAll("\"hits\":\\d+", ""));
    }

    @Test
    void showsAChangeSoonAndAsksForNothingElse() throws Exception {
        showsWithoutAsking("/products/1");
        showsWithoutAsking("/products/2");
        for (int price = 100; price < 110; price++) {
            assertEquals(
                    204,
                    shop.send("PUT", "/products/2", OAK.formatted(price), "If-Match", "*")
                            .statusCode());
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (!storefront.get("/products/2").body().contains("\"priceCents\":" + price)) {
                assertTrue(System.nanoTime() < deadline, "it has not heard of " + price);
                Thread.sleep(5);
            }
            assertEquals("Etagere; hit", cacheStatus(storefront.get("/products/1")), "this one has not changed");
        }
    }

    @Test
    void saysSoWhereItHasNothingAndTheCatalogueIsDown() throws Exception {
        assertEquals(404, storefront.get("/products/0").statusCode());
        shop.kill();
        assertEquals(502, storefront.get("/products/3").statusCode());
    }

    @Test
    void namesAWrongOption() throws Exception {
        RunningApp.Ended refused = RunningApp.run("storefront", "--shop", "catalogue");
        assertEquals(2, refused.status());
        assertTrue(refused.err().contains("--shop needs an address such as"), refused::err);
        assertTrue(RunningApp.run("storefront", "--help").out().contains("--shop"));
    }
}
