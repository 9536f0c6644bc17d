package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression lies outside the filter, and marks or weakens the tags that pass through it. */
@ParameterizedClass
@EnumSource(Container.class)
class CompressionIT extends OnEveryContainer {
    private static final String POLICIES = """
            /weak/{id}
              Cache-Control: public, max-age=30
              Vary: Accept, Accept-Encoding
              Groups: pages
            /strong/{id}
              Cache-Control: public, max-age=30
              Vary: Accept-Encoding
              ETag: strong
              Groups: strong:{id}
            PUT DELETE /strong/{id}
              Touches: strong:{id}
            /own/{id}
              ETag: application
            """;
    private static final String GZIP = "Accept-Encoding: gzip";
    private static final String BODY = TestApp.BODY;

    @Override
    App newApp() {
        return new App(POLICIES)
                .on("text", (request, response) -> {
                    if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
                        App.text(response, BODY);
                    } else {
                        response.setStatus(204);
                    }
                })
                .on("tagged", (request, response) -> {
                    response.setHeader("ETag", "\"v1\"");
                    App.text(response, BODY);
                });
    }

    private static boolean isCompressed(Reply reply) throws IOException {
        boolean compressed = "gzip".equals(reply.field("Content-Encoding"));
        byte[] body = reply.body();
        if (compressed) {
            body = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
        }
        assertEquals(BODY, new String(body, StandardCharsets.UTF_8));
        return compressed;
    }

    /** The server compresses, and does not shrink from the strength of the tag as Tomcat does. */
    private boolean compresses(String path) {
        return container.compresses() && !(container == Container.TOMCAT_GZIP && path.startsWith("/strong"));
    }

    private static void assertVaries(Reply reply) {
        String vary = reply.field("Vary");
        assertTrue(vary != null && vary.toLowerCase(Locale.ROOT).contains("accept-encoding"), () -> "P24: " + reply);
    }

    private static String bare(String tag) {
        return tag.replace("--gzip", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/weak/text", "/strong/text"})
    void P21_theTagGotUnderGzipRevalidatesUnderGzip(String path) throws Exception {
        Reply shown = get(path, GZIP);
        assertEquals(compresses(path), isCompressed(shown));
        assertVaries(shown);
        String tag = shown.field("ETag");
        assertEquals(compresses(path) && container.isJetty(), tag.endsWith("--gzip\""), "P55: " + tag);
        int before = app.entered("text");
        Reply again = get(path, GZIP, "If-None-Match: " + tag);
        assertEquals(304, again.status());
        assertEquals(tag, again.field("ETag"), "C089");
        assertVaries(again);
        for (String name : List.of("Content-Encoding", "Content-Length", "Content-Type", "Transfer-Encoding")) {
            assertNull(again.field(name), name);
        }
        Reply head = http.send("HEAD", path, GZIP, "If-None-Match: " + tag);
        assertEquals(304, head.status());
        assertEquals(bare(tag), bare(head.field("ETag")), "Jetty does not compress a HEAD, so the suffix may be gone");
        assertEquals(before, app.entered("text"), "the handler was entered");
        assertEquals(200, get(path, GZIP).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/weak/text", "/strong/text"})
    void C089_theTagGotUnderGzipRevalidatesWithoutItToo(String path) throws Exception {
        String tag = get(path, GZIP).field("ETag");
        assertEquals(304, get(path, "If-None-Match: " + tag).status());
        String plain = get(path).field("ETag");
        assertEquals(304, get(path, GZIP, "If-None-Match: " + plain).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-gzip", "--gzip", ";gzip", "-br"})
    void P55_theSuffixOfAnyCompressorInFrontRevalidatesAndIsEchoed(String suffix) throws Exception {
        String tag = get("/weak/text").field("ETag");
        String marked = tag.substring(0, tag.length() - 1) + suffix + '"';
        Reply again = get("/weak/text", "If-None-Match: " + marked);
        assertEquals(304, again.status());
        // Jetty's handlers take their own suffix off every request, and do not put it back where they do not compress.
        boolean lost = suffix.equals("--gzip") && container.isJetty() && container.compresses();
        assertEquals(lost ? tag : marked, again.field("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x--gzip\"", "W/\"x--gzip\"", "\"--gzip\"", "\"x-gzip\", \"y--gzip\"", "\"gzip\""})
    void P22_anUnknownTagThatEndsInASuffixIsA200(String unknown) throws Exception {
        for (String path : List.of("/weak/text", "/strong/text")) {
            Reply reply = get(path, GZIP, "If-None-Match: " + unknown);
            assertEquals(200, reply.status());
            assertEquals(compresses(path), isCompressed(reply));
            assertEquals(200, get(path, "If-None-Match: " + unknown).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE"})
    void P23_theTagGotUnderGzipPassesIfMatchOnAWrite(String method) throws Exception {
        for (String line : List.of(GZIP, "X-No: gzip")) {
            String tag = get("/strong/text", GZIP).field("ETag");
            assertEquals(
                    412,
                    http.send(method, "/strong/text", line, "If-Match: \"x--gzip\"")
                            .status());
            assertEquals(
                    204,
                    http.send(method, "/strong/text", line, "If-Match: " + tag).status(),
                    "C090: " + tag);
            assertEquals(
                    412,
                    http.send(method, "/strong/text", line, "If-Match: " + tag).status(),
                    "once only");
        }
    }

    @Test
    void P26_aStrongTagSwitchesTomcatsCompressionOffAndAWeakOneDoesNot() throws Exception {
        assertEquals(container.compresses(), isCompressed(get("/weak/text", GZIP)));
        assertEquals(
                container.compresses() && container != Container.TOMCAT_GZIP, isCompressed(get("/strong/text", GZIP)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/weak/text", "/own/tagged"})
    void P60_aLateAnswerToAWildcardIsBareUnderGzipToo(String path) throws Exception {
        String tag = get(path, GZIP).field("ETag");
        Reply late = get(path, GZIP, "If-None-Match: *");
        assertEquals(304, late.status());
        assertNull(late.field("Content-Encoding"));
        assertNull(late.field("Content-Length"));
        assertNull(late.field("Transfer-Encoding"));
        if (container == Container.JETTY_COMPRESSION) {
            // container-facts 28: it copies the condition. Once this fails it is mended, and the README may say so.
            assertEquals("*", late.field("ETag"));
        } else {
            assertEquals(bare(tag), bare(late.field("ETag")));
        }
        assertEquals(200, get(path, GZIP).status());
    }

    @Test
    void P60_aListUnderGzipIsAnsweredByTheOneTag() throws Exception {
        String tag = get("/weak/text", GZIP).field("ETag");
        String list = "\"x\", " + tag + " , W/\"y--gzip\"";
        Reply again = get("/weak/text", GZIP, "If-None-Match: " + list);
        assertEquals(304, again.status());
        if (container == Container.JETTY_COMPRESSION) {
            // The same fault: caches that take this for a tag can only miss.
            assertEquals(list, again.field("ETag"));
            assertEquals(304, get("/weak/text", GZIP, "If-None-Match: " + list).status(), "matched as a list");
        } else {
            assertEquals(tag, again.field("ETag"));
        }
    }

    @Test
    void P60_aDateUnderGzip() throws Exception {
        Reply shown = get("/weak/text", GZIP);
        assertNotNull(shown.field("Last-Modified"));
        Reply again = get("/weak/text", GZIP, "If-Modified-Since: " + shown.field("Last-Modified"));
        assertEquals(304, again.status());
        if (container == Container.JETTY_COMPRESSION) {
            assertNull(again.field("ETag"), "container-facts 28: it is lost");
        } else {
            assertEquals(bare(shown.field("ETag")), bare(again.field("ETag")));
        }
    }

    @Test
    void C053_pipelinedUnderGzip() throws Exception {
        String tag = "If-None-Match: " + get("/weak/text", GZIP).field("ETag");
        String unchanged = RawHttp.request("GET", "/weak/text", GZIP, tag);
        String late = RawHttp.request("GET", "/weak/text", GZIP, "If-None-Match: *");
        String full = RawHttp.request("GET", "/weak/text", GZIP);
        http.write(unchanged + late + full + late + unchanged + full);
        for (int status : new int[] {304, 304, 200, 304, 304, 200}) {
            Reply reply = http.read("GET");
            assertEquals(status, reply.status());
            assertEquals(status == 200 && container.compresses(), "gzip".equals(reply.field("Content-Encoding")));
        }
        assertTrue(http.isSilent());
    }
}
