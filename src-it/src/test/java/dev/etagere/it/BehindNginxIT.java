package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** P44: an nginx in front that compresses, and therefore weakens strong tags. */
@ParameterizedClass
@EnumSource(names = {"JETTY", "TOMCAT"})
class BehindNginxIT extends OnEveryContainer {
    private static final String POLICIES = """
            /weak/{id}
              Cache-Control: public, max-age=30
              Groups: pages
            /strong/{id}
              Cache-Control: public, max-age=30
              ETag: strong
              Groups: pages
            PUT /strong/{id}
              Touches: pages
            """;
    private static final String GZIP = "Accept-Encoding: gzip";

    @TempDir
    Path directory;

    @Override
    App newApp() {
        return new App(POLICIES).on("text", (request, response) -> {
            if (request.getMethod().equals("PUT")) {
                response.setStatus(204);
            } else {
                App.text(response, TestApp.BODY);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/weak/text", "/strong/text"})
    void P44_aTagThatNginxHasWeakenedStillMatches(String path) throws Exception {
        try (Nginx nginx = Nginx.before(port(), directory);
                RawHttp client = new RawHttp(nginx.port())) {
            Reply shown = client.send("GET", path, GZIP);
            assertEquals("gzip", shown.field("Content-Encoding"));
            String tag = shown.field("ETag");
            assertTrue(tag.startsWith("W/"), tag);
            int before = app.entered("text");
            Reply again = client.send("GET", path, GZIP, "If-None-Match: " + tag);
            assertEquals(304, again.status());
            assertEquals(before, app.entered("text"), "the handler was entered");
            assertNull(again.field("Content-Encoding"));
            assertNull(again.field("Content-Length"));
            assertEquals(tag.substring(2), again.field("ETag").replaceFirst("^W/", ""));
        }
    }

    @Test
    void P44_aTagThatNginxHasWeakenedNeverPassesIfMatch() throws Exception {
        try (Nginx nginx = Nginx.before(port(), directory);
                RawHttp client = new RawHttp(nginx.port())) {
            String weakened = client.send("GET", "/strong/text", GZIP).field("ETag");
            String strong = client.send("GET", "/strong/text").field("ETag");
            assertNotEquals(weakened, strong);
            Reply refused = client.send("PUT", "/strong/text", "If-Match: " + weakened);
            assertEquals(412, refused.status(), "C024: it no longer vouches for the bytes");
            Reply written = client.send("PUT", "/strong/text", "If-Match: " + strong);
            assertEquals(204, written.status());
        }
    }
}
