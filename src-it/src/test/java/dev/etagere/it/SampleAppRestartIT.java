package dev.etagere.it;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The sample application with a kept index and a database in a file")
class SampleAppRestartIT {
    /** What is asked for, and with which fields. */
    private static final Map<String, String[]> ASKED = asked();

    @TempDir
    private Path directory;

    private static Map<String, String[]> asked() {
        Map<String, String[]> asked = new LinkedHashMap<>();
        asked.put("/products", new String[] {"Accept", "application/json", "Accept-Language", "en"});
        asked.put("/products?page", new String[] {"Accept", "text/html", "Accept-Language", "de"});
        asked.put("/products/2", new String[0]);
        asked.put("/products/3", new String[0]);
        asked.put("/prices", new String[0]);
        asked.put("/account", new String[] {"Authorization", "Basic YWxpY2U6YWxpY2U="});
        return asked;
    }

    private SampleApp start(String revision) throws Exception {
        return SampleApp.start(
                "--index",
                "embedded:" + directory.resolve("index"),
                "--db",
                "jdbc:h2:" + directory.resolve("shop"),
                "--revision",
                revision);
    }

    private static Map<String, String> tags(SampleApp app) {
        Map<String, String> tags = new LinkedHashMap<>();
        ASKED.forEach((path, fields) -> tags.put(path, app.tagOf(path, fields)));
        return tags;
    }

    private static void assertAll(int status, SampleApp app, Map<String, String> tags) {
        tags.forEach((path, tag) -> assertEquals(
                status,
                app.get(path, OnJaxRsServers.with("If-None-Match", with(tag, ASKED.get(path))))
                        .statusCode(),
                path));
    }

    private static String[] with(String first, String... rest) {
        return OnJaxRsServers.with(first, rest);
    }

    private static String epoch(SampleApp app) {
        return app.get("/group-timestamps").jsonPath().getString("cursor").substring(0, 16);
    }

    private static String stamp(SampleApp app) {
        return app.get("/group-timestamps?group=product:3").jsonPath().getString("groups.'product:3'");
    }

    @Test
    void R15_C101_keepsItsTagsAcrossACleanStopAndAtNoOtherTime() throws Exception {
        Map<String, String> first;
        String epoch;
        String stamp;
        try (SampleApp app = start("1")) {
            app.write("PUT", "/products/3", """
                            {"name": "Kept", "nameDe": "Behalten", "category": "shelves", "priceCents": 1}""").then().statusCode(204);
            first = tags(app);
            epoch = epoch(app);
            stamp = stamp(app);
        }
        SampleApp again = start("1");
        assertEquals(first, tags(again));
        assertAll(304, again, first);
        assertEquals(epoch, epoch(again));
        assertEquals(stamp, stamp(again), "the published list is kept, too");
        again.get("/products/3").then().body("name", equalTo("Kept"));
        again.kill();

        Map<String, String> recovered;
        try (SampleApp app = start("1")) {
            assertAll(200, app, first);
            assertNotEquals(epoch, epoch(app));
            app.get("/products/3").then().body("name", equalTo("Kept"));
            recovered = tags(app);
        }
        try (SampleApp app = start("2")) {
            assertAll(200, app, recovered);
            assertAll(200, app, first);
        }
    }
}
