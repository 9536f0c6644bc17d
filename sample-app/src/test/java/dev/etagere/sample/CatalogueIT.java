package dev.etagere.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalogue from outside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogueIT {
    private static final String SHELF = """
            {"name": "Walnut shelf", "nameDe": "Nussbaumregal", "category": "shelves", "priceCents": 12900}""";

    private RunningApp app;

    @BeforeAll
    void start() throws Exception {
        app = RunningApp.start();
    }

    @AfterAll
    void stop() throws Exception {
        app.stop();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private static String basic(String name) {
        byte[] credentials = (name + ":" + name).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(credentials);
    }

    private String tagOf(String path, String... headers) throws Exception {
        String tag = header(app.get(path, headers), "ETag");
        assertTrue(!tag.isEmpty(), path);
        return tag;
    }

    @Test
    void itIsReadyWithinThreeSeconds() {
        // Written down rather than asserted to the millisecond: a slow machine is no defect.
        assertTrue(app.startedIn().toSeconds() < 30, () -> app.startedIn().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products", "/products/7", "/prices"})
    void anUnchangedResourceIsNotModifiedUntilItsGroupsMove(String path) throws Exception {
        String tag = tagOf(path);
        assertEquals(304, app.get(path, "If-None-Match", tag).statusCode());
        assertEquals(204, app.send("PUT", "/products/7", SHELF).statusCode());
        HttpResponse<String> after = app.get(path, "If-None-Match", tag);
        assertEquals(200, after.statusCode());
        assertNotEquals(tag, header(after, "ETag"));
    }

    @Test
    void aSearchLearnsWhatItFindsAndSeesWhatMatchesLater() throws Exception {
        String tag = tagOf("/search?q=walnut");
        assertEquals(304, app.get("/search?q=walnut", "If-None-Match", tag).statusCode());
        assertEquals(201, app.send("POST", "/products", SHELF).statusCode());
        HttpResponse<String> after = app.get("/search?q=walnut", "If-None-Match", tag);
        assertEquals(200, after.statusCode());
        assertTrue(after.body().split("\"id\":", -1).length > 10, after::body);
        assertTrue(app.get("/search?q=nussbaum").body().contains("Walnut desk"));
        assertEquals("[]", app.get("/search?q=nothing").body().strip());
    }

    @Test
    void aCategoryMindsItsOwnProductsAndThoseThatComeAndGo() throws Exception {
        String beds = "/products?category=beds";
        String tag = tagOf(beds);
        assertEquals(304, app.get(beds, "If-None-Match", tag).statusCode());
        assertEquals(204, app.send("PUT", "/products/31", SHELF).statusCode());
        assertEquals(304, app.get(beds, "If-None-Match", tag).statusCode(), "a seat has become a shelf");
        assertEquals(
                204,
                app.send("PUT", "/products/36", SHELF.replace("shelves", "beds"))
                        .statusCode());
        HttpResponse<String> left = app.get(beds, "If-None-Match", tag);
        assertEquals(200, left.statusCode());
        assertEquals(204, app.send("PUT", "/products/36", SHELF).statusCode());
        HttpResponse<String> gone = app.get(beds, "If-None-Match", header(left, "ETag"));
        assertEquals(200, gone.statusCode());
        assertTrue(!gone.body().contains("\"id\":36,"), gone::body);
    }

    @Test
    void anotherProductDoesNotMatter() throws Exception {
        String tag = tagOf("/products/8");
        assertEquals(204, app.send("PUT", "/products/9", SHELF).statusCode());
        assertEquals(304, app.get("/products/8", "If-None-Match", tag).statusCode());
    }

    @Test
    void theListComesInTwoFormsAndTwoLanguages() throws Exception {
        HttpResponse<String> json = app.get("/products", "Accept", "application/json");
        HttpResponse<String> german =
                app.get("/products", "Accept", "application/json", "Accept-Language", "de-AT, en;q=0.5");
        HttpResponse<String> html = app.get("/products", "Accept", "text/html", "Accept-Language", "de");
        assertTrue(json.body().length() > 1024);
        assertEquals("en", header(json, "Content-Language"));
        assertEquals("de", header(german, "Content-Language"));
        assertTrue(german.body().contains("Eichenregal"), german::body);
        assertTrue(html.body().contains("<html lang=\"de\">"), html::body);
        assertEquals("Accept, Accept-Language", header(html, "Vary"));
        assertEquals(
                3,
                java.util.Set.of(header(json, "ETag"), header(german, "ETag"), header(html, "ETag"))
                        .size());
        assertTrue(header(json, "ETag").startsWith("W/\""));
        assertEquals(406, app.get("/products", "Accept", "image/png").statusCode());
    }

    @Test
    void aProductIsWrittenUnderItsStrongTag() throws Exception {
        String tag = tagOf("/products/10");
        assertTrue(tag.startsWith("\""), tag);
        assertEquals(
                412,
                app.send("PUT", "/products/10", SHELF, "If-Match", "\"other\"").statusCode());
        HttpResponse<String> written = app.send("PUT", "/products/10", SHELF, "If-Match", tag);
        assertEquals(204, written.statusCode());
        assertTrue(!header(written, "Etagere-As-Of").isEmpty());
        assertEquals(
                412, app.send("PUT", "/products/10", SHELF, "If-Match", tag).statusCode());
        assertEquals(
                412, app.send("DELETE", "/products/10", "", "If-Match", tag).statusCode());
    }

    @Test
    void aProductIsCreatedOnce() throws Exception {
        assertEquals(
                201,
                app.send("PUT", "/products/1000", SHELF, "If-None-Match", "*").statusCode());
        assertEquals(
                412,
                app.send("PUT", "/products/1000", SHELF, "If-None-Match", "*").statusCode());
        assertEquals(
                412, app.send("PUT", "/products/1001", SHELF, "If-Match", "*").statusCode());
        assertEquals(404, app.get("/products/1001").statusCode());
    }

    @Test
    void C010_aPostIsConditionalOnTheListWhichIsAlwaysThere() throws Exception {
        String tag = tagOf("/products");
        assertEquals(
                412, app.send("POST", "/products", SHELF, "If-None-Match", "*").statusCode());
        assertEquals(304, app.get("/products", "If-None-Match", tag).statusCode(), "nothing was touched");
        assertEquals(201, app.send("POST", "/products", SHELF, "If-Match", "*").statusCode());
    }

    @Test
    void aProductIsAddedFoundAndDeleted() throws Exception {
        HttpResponse<String> added = app.send("POST", "/products", SHELF);
        assertEquals(201, added.statusCode());
        String path = header(added, "Location").replace(app.address(), "");
        String tag = tagOf(path);
        assertEquals(204, app.send("DELETE", path, "", "If-Match", tag).statusCode());
        assertEquals(404, app.get(path, "If-None-Match", tag).statusCode());
        assertEquals(404, app.send("DELETE", path, "").statusCode());
    }

    @Test
    void whatDoesNotExistIs404WhateverTheCondition() throws Exception {
        for (String path : new String[] {"/products/999999", "/products/x", "/nowhere"}) {
            HttpResponse<String> missing = app.get(path, "If-None-Match", "*");
            assertEquals(404, missing.statusCode(), path);
            assertEquals("", header(missing, "ETag"));
            assertEquals("application/problem+json", header(missing, "Content-Type"), path);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "name|{\"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": 1}",
                "name|{\"name\": \" \", \"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": 1}",
                "nameDe|{\"name\": \"n\", \"nameDe\": 7, \"category\": \"c\", \"priceCents\": 1}",
                "category|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": null, \"priceCents\": 1}",
                "priceCents|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": -1}",
                "priceCents|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": 1.5}",
                "priceCents|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": \"1\"}",
                "colour|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": 1, \"colour\": 1}"
            })
    void aBadProductIsRefusedWithItsField(String field, String json) throws Exception {
        String tag = tagOf("/products");
        HttpResponse<String> refusal = app.send("POST", "/products", json);
        assertEquals(400, refusal.statusCode());
        assertEquals("application/problem+json", header(refusal, "Content-Type"));
        assertTrue(refusal.body().contains("\"field\":\"" + field + "\""), refusal::body);
        assertEquals(304, app.get("/products", "If-None-Match", tag).statusCode(), "nothing was touched");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "nothing", "{} {}"})
    void whatIsNoProductAtAllIsRefused(String json) throws Exception {
        assertEquals(400, app.send("POST", "/products", json).statusCode());
    }

    @Test
    void aStolenTagOpensNothing() throws Exception {
        String tag = tagOf("/account", "Authorization", basic("alice"));
        assertEquals(
                304,
                app.get("/account", "Authorization", basic("alice"), "If-None-Match", tag)
                        .statusCode());
        HttpResponse<String> stolen = app.get("/account", "If-None-Match", tag);
        assertEquals(401, stolen.statusCode());
        assertEquals("", header(stolen, "ETag"));
        HttpResponse<String> bobs = app.get("/account", "Authorization", basic("bob"), "If-None-Match", tag);
        assertEquals(200, bobs.statusCode());
        assertTrue(bobs.body().contains("bob"));
        assertEquals("private, no-cache", header(bobs, "Cache-Control"));
    }

    @Test
    void whoShowsCredentialsGetsAPrivateAnswer() throws Exception {
        HttpResponse<String> answer = app.get("/products", "Authorization", basic("alice"));
        assertEquals("private, no-cache", header(answer, "Cache-Control"));
        assertEquals("", header(answer, "Cache-Tag"));
    }

    @Test
    void assetsAreImmutable() throws Exception {
        HttpResponse<String> style = app.get("/assets/style.css");
        assertEquals(200, style.statusCode());
        assertEquals("public, max-age=31536000, immutable", header(style, "Cache-Control"));
        assertEquals(404, app.get("/assets/../WEB-INF/web.xml").statusCode());
    }

    @Test
    void otherServersHearOfAChange() throws Exception {
        app.send("PUT", "/products/11", SHELF);
        HttpResponse<String> listing = app.get("/group-timestamps");
        for (String group : new String[] {"products", "product:11", "category:shelves"}) {
            assertTrue(listing.body().contains("\"" + group + "\":\"2"), listing::body);
        }
        String tag = header(listing, "ETag");
        assertEquals(304, app.get("/group-timestamps", "If-None-Match", tag).statusCode());
        app.send("PUT", "/products/11", SHELF);
        assertEquals(200, app.get("/group-timestamps", "If-None-Match", tag).statusCode());
    }

    @Test
    void theFrontDoorLeadsToTheCatalogue() throws Exception {
        assertEquals(307, app.get("/").statusCode());
    }
}
