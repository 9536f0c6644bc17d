package dev.etagere.it;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A write to the sample application")
class SampleAppWritesIT extends OnSampleApp {
    private static final String WEAK = "W/\"[0-9a-v]{26}\"";
    private static final String OLD = "Sun, 06 Nov 1994 08:49:37 GMT";

    @Test
    void aPostAddsAProductAndSaysWhere() {
        String list = app.tagOf("/products");
        ValidatableResponse added =
                app.write("POST", "/products", product("Lamp", "lights", 4900)).then();
        String location = added.statusCode(201)
                .header("Location", matchesPattern(app.address() + "/products/\\d+"))
                .header("Etagere-As-Of", notNullValue())
                .header("ETag", nullValue())
                .header("Cache-Control", nullValue())
                .body("name", equalTo("Lamp"))
                .extract()
                .header("Location");
        String path = location.replace(app.address(), "");
        get(path).statusCode(200).body("name", equalTo("Lamp")).body("priceCents", equalTo(4900));
        get("/products", "If-None-Match", list).statusCode(200).body("name", hasItem("Lamp"));
    }

    @Test
    void aPostNeverTakesTheNumberThatAClientHasTaken() {
        String next = app.write("POST", "/products", product("One", "numbers", 1))
                .then()
                .statusCode(201)
                .extract()
                .header("Location");
        int taken = Integer.parseInt(next.replaceAll(".*/", "")) + 1;
        put(taken, product("Two", "numbers", 2)).then().statusCode(201);
        app.write("POST", "/products", product("Three", "numbers", 3))
                .then()
                .statusCode(201)
                .header("Location", not(equalTo(app.address() + "/products/" + taken)));
        get("/products/" + taken).body("name", equalTo("Two"));
    }

    @Test
    void C064_aPostIsConditionalOnTheList() {
        String list = app.tagOf("/products");
        String lamp = product("Lamp", "lights", 4900);
        for (String[] condition : new String[][] {
            {"If-None-Match", list}, {"If-None-Match", "*"}, {"If-Match", list}, {"If-Unmodified-Since", OLD}
        }) {
            if (!condition[0].endsWith("Since") || get("/products").extract().header("Last-Modified") != null) {
                assertBare(
                        app.write("POST", "/products", lamp, condition).then().statusCode(412));
            }
        }
        get("/products", "If-None-Match", list).statusCode(304);
        app.write("POST", "/products", lamp, "If-Match", "*").then().statusCode(201);
    }

    @Test
    void aPutCreatesOrReplaces() {
        put(2001, product("Lamp", "lights", 4900), "If-None-Match", "*")
                .then()
                .statusCode(201)
                .header("Location", app.address() + "/products/2001")
                .header("Etagere-As-Of", notNullValue())
                .header("ETag", nullValue())
                .body("id", equalTo(2001));
        put(2001, product("Torch", "lights", 900))
                .then()
                .statusCode(204)
                .header("Etagere-As-Of", notNullValue())
                .header("ETag", nullValue());
        get("/products/2001").body("name", equalTo("Torch"));
        assertBare(put(2001, product("x", "x", 1), "If-None-Match", "*").then().statusCode(412));
        assertBare(put(2002, product("x", "x", 1), "If-Match", "*").then().statusCode(412));
        get("/products/2002").statusCode(404);
        get("/products/2001").body("name", equalTo("Torch"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void C009_P13_aWriteWhoseConditionFailsLeavesEverythingAsItWas(String method) {
        String before = get("/products/12").extract().asString();
        String tag = app.tagOf("/products/12");
        String list = app.tagOf("/products");
        String groups = app.tagOf("/group-timestamps");
        String[][] conditions = {
            {"If-Match", "\"other\""},
            {"If-Match", "W/" + tag},
            {"If-None-Match", tag},
            {"If-None-Match", "W/" + tag},
            {"If-None-Match", "*"},
            {"If-Match", "\""},
            {"If-Match", ","}
        };
        for (String[] condition : conditions) {
            assertBare(app.write(method, "/products/12", product("x", "x", 1), condition)
                    .then()
                    .statusCode(412));
        }
        assertEquals(before, get("/products/12").extract().asString());
        get("/products/12", "If-None-Match", tag).statusCode(304);
        get("/products", "If-None-Match", list).statusCode(304);
        get("/group-timestamps", "If-None-Match", groups).statusCode(304);
    }

    @Test
    void aWriteThatChangesNothingTouchesAllTheSame() {
        String same = product("Same", "sameness", 1);
        put(2010, same).then().statusCode(201);
        for (int i = 0; i < 3; i++) {
            String[] paths = {"/products/2010", "/products", "/prices", "/group-timestamps?group=category:sameness"};
            List<String> tags =
                    List.of(paths).stream().map(path -> app.tagOf(path)).toList();
            put(2010, same).then().statusCode(204);
            for (int p = 0; p < paths.length; p++) {
                get(paths[p], "If-None-Match", tags.get(p)).statusCode(200);
            }
        }
    }

    @Test
    void aDeletedProductIsGoneAtOnce() {
        put(2020, product("Gone", "going", 1)).then().statusCode(201);
        String tag = app.tagOf("/products/2020");
        String list = app.tagOf("/products");
        String stamp = stamp("category:going");
        app.when("If-Match", tag)
                .delete("/products/2020")
                .then()
                .statusCode(204)
                .header("Etagere-As-Of", notNullValue());
        assertProblem(get("/products/2020", "If-None-Match", tag), 404);
        assertProblem(get("/products/2020", "If-None-Match", "*"), 404);
        get("/products", "If-None-Match", list).statusCode(200).body("id", not(hasItem(2020)));
        get("/prices").body(not(containsString("Gone")));
        assertNotEquals(stamp, stamp("category:going"));
        assertProblem(app.when().delete("/products/2020").then(), 404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "name|{\"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": 1}",
                "nameDe|{\"name\": \"n\", \"nameDe\": \"\", \"category\": \"c\", \"priceCents\": 1}",
                "category|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": [], \"priceCents\": 1}",
                "priceCents|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": \"c\"}",
                "priceCents|{\"name\": \"n\", \"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": 1e30}",
                "id|{\"id\": 5, \"name\": \"n\", \"nameDe\": \"n\", \"category\": \"c\", \"priceCents\": 1}"
            })
    void aBadPutNamesItsFieldAndTouchesNothing(String field, String json) {
        String tag = app.tagOf("/products/13");
        ValidatableResponse refused = put(13, json, "If-Match", tag).then();
        assertProblem(refused, 400);
        refused.body("field", equalTo(field)).body("detail", startsWith(field + " "));
        get("/products/13", "If-None-Match", tag).statusCode(304);
    }

    @Test
    void C065_ofManyWritersWithOneTagOneWins() throws Exception {
        String tag = app.tagOf("/products/14");
        List<Response> answers = together(20, i -> put(14, product("By writer " + i, "seats", i), "If-Match", tag));
        List<Integer> won = IntStream.range(0, answers.size())
                .filter(i -> answers.get(i).statusCode() == 204)
                .boxed()
                .toList();
        assertEquals(
                1, won.size(), () -> answers.stream().map(Response::statusLine).toList() + "");
        for (Response answer : answers) {
            int status = answer.statusCode();
            assertTrue(status == 204 || status == 412 || status == 503, () -> "status " + status);
            assertEquals(status == 503, answer.header("Retry-After") != null);
        }
        get("/products/14").body("name", equalTo("By writer " + won.get(0)));
        get("/products/14", "If-None-Match", tag).statusCode(200);
    }

    @Test
    void manyMayAddAtOnce() throws Exception {
        Set<String> locations = ConcurrentHashMap.newKeySet();
        List<Response> answers = together(30, i -> app.write("POST", "/products", product("Crowd " + i, "crowd", i)));
        for (Response answer : answers) {
            answer.then().statusCode(201);
            locations.add(answer.header("Location"));
        }
        assertEquals(30, locations.size());
    }

    private static List<Response> together(int many, IntFunction<Response> request) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(many);
        try {
            List<Future<Response>> sent = IntStream.range(0, many)
                    .mapToObj(i -> pool.submit(() -> {
                        start.await();
                        return request.apply(i);
                    }))
                    .toList();
            start.countDown();
            List<Response> answers = new java.util.ArrayList<>();
            for (Future<Response> one : sent) {
                answers.add(one.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aWriterReadsItsWritesByAskingForThem() {
        String asOf = put(15, product("Read", "seats", 1)).then().extract().header("Etagere-As-Of");
        String tag = app.tagOf("/products/15", "Etagere-Min-As-Of", asOf);
        get("/products/15", "If-None-Match", tag, "Etagere-Min-As-Of", asOf)
                .statusCode(304)
                .header("Etagere-As-Of", matchesPattern("[0-9a-f]{16}\\.\\d{4}-.*Z"));
        get("/products/15", "If-None-Match", tag, "Etagere-Min-As-Of", asOf.replaceFirst("\\.\\d{4}", ".2150"))
                .statusCode(200);
    }

    @Test
    void aProductThatMovesTouchesItsOldCategoryAndItsNewOne() {
        put(2030, product("Mover", "old-home", 1)).then().statusCode(201);
        put(2031, product("Other", "new-home", 1)).then().statusCode(201);
        String product = stamp("product:2030");
        String from = stamp("category:old-home");
        String to = stamp("category:new-home");
        String elsewhere = stamp("category:beds");
        put(2030, product("Mover", "new-home", 1)).then().statusCode(204);
        assertTrue(stamp("product:2030").compareTo(product) > 0);
        assertTrue(stamp("category:old-home").compareTo(from) > 0);
        assertTrue(stamp("category:new-home").compareTo(to) > 0);
        assertEquals(elsewhere, stamp("category:beds"));
    }

    @Test
    void aCategoryMayHaveAnyName() {
        put(2040, product("Odd", "K\\u00fcche, B\\\"ad & mehr", 1)).then().statusCode(201);
        get("/group-timestamps")
                .body("groups", org.hamcrest.Matchers.hasKey("category:K%C3%BCche%2C%20B%22ad%20%26%20mehr"));
    }

    @Test
    void theListingNamesWhatIsPublishedAndNothingElse() {
        put(16, product("Listed", "seats", 1)).then().statusCode(204);
        ValidatableResponse listing = get("/group-timestamps")
                .statusCode(200)
                .contentType("application/json")
                .header("Cache-Control", "private, no-cache")
                .header("Vary", "Accept")
                .header("ETag", matchesPattern(WEAK))
                .body("cursor", matchesPattern("[0-9a-f]{16}\\.\\d{4}-.*Z"))
                .body("horizon", matchesPattern("\\d{4}-.*\\.\\d{9}Z"));
        Set<String> names =
                listing.extract().jsonPath().<String, String>getMap("groups").keySet();
        assertTrue(names.containsAll(Set.of("products", "product:16", "category:seats")), names::toString);
        assertTrue(names.stream().allMatch(name -> name.matches("products|product:.+|category:.+")), names::toString);
    }

    @Test
    void C104_C105_aPollAsksForSomeAndHearsOfNoOthers() {
        put(17, product("Asked", "seats", 1)).then().statusCode(204);
        String query = "/group-timestamps?group=product:17&group=products";
        String tag = get(query)
                .statusCode(200)
                .body("groups.size()", equalTo(2))
                .body("groups.'product:17'", matchesPattern("\\d{4}-.*\\.\\d{9}Z"))
                .extract()
                .header("ETag");
        get("/group-timestamps?group=products&group=product:17&group=products", "If-None-Match", tag)
                .statusCode(304)
                .header("Vary", "Accept")
                .header("Cache-Control", "private, no-cache")
                .header("Content-Length", nullValue());
        String alone = app.tagOf("/group-timestamps?group=product:17");
        put(18, product("Another", "seats", 1)).then().statusCode(204);
        get("/group-timestamps?group=product:17", "If-None-Match", alone).statusCode(304);
        get(query, "If-None-Match", tag).statusCode(200);
        get("/group-timestamps?group=product:17", "If-None-Match", "*").statusCode(304);
        get("/group-timestamps?group=product:17", "If-Match", "\"x\"").statusCode(412);
    }

    @Test
    void whatIsHiddenOrNeverHeardOfIsUnknown() {
        app.when()
                .auth()
                .preemptive()
                .basic("alice", "alice")
                .get("/account")
                .then()
                .statusCode(200);
        get("/group-timestamps?group=user:alice&group=product:no-such&group=@app&group=products")
                .statusCode(200)
                .body("groups.'user:alice'", equalTo("unknown"))
                .body("groups.'product:no-such'", equalTo("unknown"))
                .body("groups.'@app'", equalTo("unknown"))
                .body("groups.size()", equalTo(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"since=x", "group", "group=", "group=%zz", "Group=products", "group=products&x=y"})
    void aMalformedQuestionIs400WithAProblem(String query) throws Exception {
        // No decent client would send it.
        try (RawHttp http = new RawHttp(app.port())) {
            Reply refused = http.send("GET", "/group-timestamps?" + query);
            assertEquals(400, refused.status());
            assertEquals("application/problem+json", refused.field("Content-Type"));
            assertEquals(List.of(), refused.all("ETag"));
            assertTrue(refused.text().contains("\"status\":400"), refused::text);
            assertTrue(refused.text().contains("parameter"), refused::text);
        }
    }

    @Test
    void C108_whatIsNotOfferedIsRefused() {
        get("/group-timestamps", "Accept", "text/html")
                .statusCode(406)
                .contentType(startsWith("application/problem+json"))
                .header("Vary", "Accept");
        get("/group-timestamps", "Accept", "application/json;q=0, */*").statusCode(406);
        get("/group-timestamps", "Accept", "text/html, application/*;q=0.1").statusCode(200);
        app.when().delete("/group-timestamps").then().statusCode(405);
    }

    @Test
    void theListingIsBounded() {
        String many = String.join("&", java.util.Collections.nCopies(501, "group=products"));
        app.when().get("/group-timestamps?" + many).then().statusCode(400).body("detail", containsString("500"));
        get("/group-timestamps?" + many.substring(0, many.lastIndexOf('&')))
                .statusCode(200)
                .body("groups.keySet()", hasSize(1));
    }
}
