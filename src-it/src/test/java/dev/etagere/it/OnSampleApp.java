package dev.etagere.it;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Asks one sample application for a whole class of tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnSampleApp {
    SampleApp app;

    @BeforeAll
    void start() throws Exception {
        app = SampleApp.start();
    }

    @AfterAll
    void stop() {
        app.close();
    }

    static String product(String name, String category, int cents) {
        return """
                {"name": "%s", "nameDe": "%s auf Deutsch", "category": "%s", "priceCents": %d}""".formatted(name, name, category, cents);
    }

    ValidatableResponse get(String path, String... headers) {
        return app.get(path, headers).then();
    }

    Response put(int id, String json, String... headers) {
        return app.write("PUT", "/products/" + id, json, headers);
    }

    static void assertBare(ValidatableResponse answer) {
        answer.header("ETag", nullValue())
                .header("Last-Modified", nullValue())
                .header("Etagere-As-Of", nullValue())
                .header("Cache-Tag", nullValue())
                .header("Cache-Control", not(containsString("max-age")))
                .header("Cache-Control", not(containsString("public")));
    }

    static void assertProblem(ValidatableResponse answer, int status) {
        answer.statusCode(status)
                .contentType(startsWith("application/problem+json"))
                .body("status", equalTo(status));
        assertBare(answer);
    }

    String stamp(String group) {
        return get("/group-timestamps?group=" + group)
                .statusCode(200)
                .extract()
                .jsonPath()
                .getString("groups.'" + group + "'");
    }
}
