package dev.etagere.it;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The sample application")
class SampleAppIT extends OnSampleApp {
    private static final String WEAK = "W/\"[0-9a-v]{26}\"";
    private static final String STRONG = "\"[0-9a-v]{26}\"";
    private static final String FUTURE = "Fri, 01 Jan 2150 00:00:00 GMT";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*|en|application/json|en|Walnut shelf",
                "*/*|fr, *;q=0.1|application/json|en|Walnut shelf",
                "application/json|de-CH, en;q=0.5|application/json|de|Nussbaumregal",
                "application/json|de;q=0.3, en;q=0.9|application/json|en|Walnut shelf",
                "text/html|en-GB|text/html|en|Walnut shelf",
                "text/html, application/json;q=0.5|de|text/html|de|Nussbaumregal",
                "text/html;q=0.1, application/json|de|application/json|de|Nussbaumregal"
            })
    void theListIsWhatItsReaderPrefers(String accept, String languages, String type, String language, String name) {
        String tag = get("/products", "Accept", accept, "Accept-Language", languages)
                .statusCode(200)
                .contentType(startsWith(type))
                .header("Content-Language", language)
                .header("Vary", "Accept, Accept-Language")
                .header("Cache-Control", "public, no-cache")
                .header("Cache-Tag", "products")
                .header("ETag", matchesPattern(WEAK))
                .body(containsString(name))
                .extract()
                .header("ETag");
        get("/products", "Accept", accept, "Accept-Language", languages, "If-None-Match", tag)
                .statusCode(304)
                .header("ETag", tag)
                .header("Vary", "Accept, Accept-Language")
                .header("Cache-Control", "public, no-cache")
                .header("Content-Length", nullValue())
                .header("Content-Type", nullValue())
                .header("Content-Language", nullValue());
        get("/products", "Accept", "text/html", "Accept-Language", "nl", "If-None-Match", tag)
                .statusCode(200);
    }

    @Test
    void fiftyProductsAreThereAndEachIsOne() {
        List<Integer> ids = get("/products").extract().jsonPath().getList("id");
        assertTrue(ids.containsAll(IntStream.rangeClosed(2, 50).boxed().toList()), ids::toString);
        get("/products/2")
                .statusCode(200)
                .contentType(startsWith("application/json"))
                .header("ETag", matchesPattern(STRONG))
                .header("Cache-Control", "public, no-cache")
                .header("Cache-Tag", "product:2")
                .body("id", equalTo(2))
                .body("name", equalTo("Oak shelf"))
                .body("nameDe", equalTo("Eichenregal"))
                .body("category", equalTo("shelves"))
                .body("priceCents", equalTo(11900));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products", "/products/2", "/prices", "/account", "/group-timestamps"})
    void C058_aHeadHasTheFieldsOfItsGetAndIsConditionalToo(String path) {
        ValidatableResponse get =
                app.when().auth().preemptive().basic("bob", "bob").get(path).then();
        ValidatableResponse head =
                app.when().auth().preemptive().basic("bob", "bob").head(path).then();
        head.statusCode(200);
        for (String same : List.of("ETag", "Cache-Control", "Vary", "Content-Type", "Content-Length")) {
            head.header(same, equalTo(get.extract().header(same)));
        }
        app.when("If-None-Match", get.extract().header("ETag"))
                .auth()
                .preemptive()
                .basic("bob", "bob")
                .head(path)
                .then()
                .statusCode(304)
                .header("ETag", get.extract().header("ETag"));
    }

    @Test
    void thePricesDependOnTheProductsByThePolicyFile() {
        String tag = get("/prices")
                .statusCode(200)
                .contentType("text/plain;charset=utf-8")
                .header("Cache-Control", "public, no-cache")
                .header("Cache-Tag", "products")
                .header("ETag", matchesPattern(WEAK))
                .body(containsString("119.00  Oak shelf"))
                .extract()
                .header("ETag");
        get("/prices", "If-None-Match", tag).statusCode(304).header("Content-Length", nullValue());
        put(3, product("Beech shelf", "shelves", 777)).then().statusCode(204);
        get("/prices", "If-None-Match", tag).statusCode(200).body(containsString("7.77  Beech shelf"));
    }

    @Test
    void assetsAreImmutableAndWhatIsNotThereIsNot() {
        String modified = get("/assets/style.css")
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .extract()
                .header("Last-Modified");
        // By the server's own validator, and as bare as ours (C052).
        get("/assets/style.css", "If-Modified-Since", modified)
                .statusCode(304)
                .header("Content-Length", nullValue())
                .header("Content-Type", nullValue());
        app.when()
                .head("/assets/style.css")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable");
        get("/assets/style.css", "Range", "bytes=0-3")
                .statusCode(206)
                .header("Cache-Control", "public, max-age=31536000, immutable");
        assertBare(get("/assets/nothing.css").statusCode(404));
        assertBare(get("/assets/").statusCode(403));
    }

    @ParameterizedTest
    @CsvSource({
        "If-None-Match,*",
        "If-None-Match,W/\"x\"",
        "If-Match,*",
        "If-Match,\"x\"",
        "If-Modified-Since," + FUTURE
    })
    void C002_whatIsNotThereIs404WhateverTheCondition(String name, String value) {
        for (String path : List.of("/products/4711", "/products/0", "/products/01", "/products/1e3", "/nowhere")) {
            assertProblem(get(path, name, value), 404);
        }
    }

    @Test
    void C005_whatIsNotOfferedIs405Or406Or415() {
        ValidatableResponse refused =
                app.when("If-Match", "\"x\"").patch("/products/2").then();
        assertProblem(refused, 405);
        refused.header("Allow", containsString("PUT"));
        assertProblem(get("/products", "Accept", "image/png", "If-None-Match", "*"), 406);
        assertProblem(
                app.when("If-Match", "\"x\"")
                        .contentType("text/plain")
                        .body("a shelf")
                        .put("/products/2")
                        .then(),
                415);
    }

    @Test
    void C001_withoutThePasswordATagIsWorthNothing() {
        String tag = app.when()
                .auth()
                .preemptive()
                .basic("alice", "alice")
                .get("/account")
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, no-cache")
                .header("Cache-Tag", nullValue())
                .header("Last-Modified", nullValue())
                .extract()
                .header("ETag");
        for (String condition : List.of("If-None-Match", "If-Match")) {
            for (String value : List.of(tag, "*", "\"x\"")) {
                ValidatableResponse nobody = get("/account", condition, value).statusCode(401);
                nobody.header("WWW-Authenticate", startsWith("Basic"));
                assertBare(nobody);
                assertBare(app.when(condition, value)
                        .auth()
                        .preemptive()
                        .basic("alice", "guessed")
                        .get("/account")
                        .then()
                        .statusCode(401));
            }
        }
        app.when("If-None-Match", tag)
                .auth()
                .preemptive()
                .basic("bob", "bob")
                .get("/account")
                .then()
                .statusCode(200)
                .body(containsString("bob"));
        app.when("If-None-Match", tag)
                .auth()
                .preemptive()
                .basic("alice", "alice")
                .get("/account")
                .then()
                .statusCode(304);
    }
}
