package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts of representations: served by a handler of the application, and by the container's servlet for files. */
@ParameterizedClass
@EnumSource(names = {"JETTY", "TOMCAT"})
class RangeIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              Vary: Accept
              Groups: pages
            /strong/{id}
              Cache-Control: public, max-age=30
              Vary: Accept-Encoding
              ETag: strong
              Groups: strong:{id}
            /files/**
              Cache-Control: public, max-age=60
            /grouped/**
              Cache-Control: public, max-age=60
              Groups: files
            """;
    private static final String TEXT = "0123456789".repeat(10);
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final List<String> AS_THE_200 =
            List.of("ETag", "Last-Modified", "Cache-Control", "Vary", "Cache-Tag");

    @TempDir
    static Path files;

    @Override
    App newApp() {
        return new App(POLICIES).on("ranged", RangeIT::serve);
    }

    @Override
    Deployment newDeployment() throws IOException {
        for (String directory : List.of("files", "grouped")) {
            Files.createDirectories(files.resolve(directory));
            Path small = files.resolve(directory).resolve("small.txt");
            Files.writeString(small, TEXT);
            Files.setLastModifiedTime(small, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        }
        Files.write(files.resolve("files/large.bin"), large());
        return new Deployment(app.filter())
                .servlet("/page/*", app)
                .servlet("/strong/*", app)
                .files(files);
    }

    private static byte[] large() {
        byte[] large = new byte[3_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((i * 31) >> 3);
        }
        return large;
    }

    private static void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        byte[] text = TEXT.getBytes(StandardCharsets.US_ASCII);
        String range = request.getHeader("Range");
        Matcher wanted = ONE_RANGE.matcher(range == null ? "" : range);
        response.setHeader("Accept-Ranges", "bytes");
        if (!wanted.matches() || request.getMethod().equals("HEAD")) {
            response.setContentLength(text.length);
            response.getOutputStream().write(text);
            return;
        }
        int from = Integer.parseInt(wanted.group(1));
        int to = Math.min(Integer.parseInt(wanted.group(2)), text.length - 1);
        if (from >= text.length) {
            response.setHeader("Content-Range", "bytes */" + text.length);
            response.setStatus(416);
            return;
        }
        response.setStatus(206);
        response.setHeader("Content-Range", "bytes " + from + "-" + to + "/" + text.length);
        response.getOutputStream().write(text, from, to - from + 1);
    }

    private static void assertPart(Reply reply) {
        assertEquals(206, reply.status());
        assertEquals("34", reply.text());
        assertEquals("bytes 3-4/100", reply.field("Content-Range"));
    }

    private static void assertWhole(Reply reply) {
        assertEquals(200, reply.status());
        assertEquals(TEXT, reply.text());
        assertNull(reply.field("Content-Range"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/ranged", "/strong/ranged"})
    void C094_aPartCarriesWhatTheWholeCarries(String path) throws Exception {
        Reply whole = get(path);
        Reply part = get(path, "Range: bytes=3-4");
        assertPart(part);
        assertNotNull(part.field("Date"));
        for (String name : AS_THE_200) {
            assertNotNull(whole.field(name), name);
            assertEquals(whole.field(name), part.field(name), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"x\"", "W/\"x\"", "Sun, 06 Nov 1994 08:49:37 GMT", "nonsense", "*"})
    void C092_withoutARangeIfRangeIsIgnored(String condition) throws Exception {
        assertWhole(get("/strong/ranged", "If-Range: " + condition));
        String tag = get("/strong/ranged").field("ETag");
        assertEquals(
                304,
                get("/strong/ranged", "If-Range: " + condition, "If-None-Match: " + tag)
                        .status());
    }

    @Test
    void C093_aStrongTagThatIsCurrentLetsTheRangePass() throws Exception {
        app.on("moving", RangeIT::serve);
        String tag = get("/strong/moving").field("ETag");
        assertPart(get("/strong/moving", "Range: bytes=3-4", "If-Range: " + tag));
        app.index.touch("strong:moving");
        assertWhole(get("/strong/moving", "Range: bytes=3-4", "If-Range: " + tag));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"W/%s", "\"x\"", "\"x\", %s", "%s, \"x\"", "*", "Sun, 06 Nov 1994 08:49:37 GMT", "nonsense", ""})
    void C093_anythingElseBringsTheWhole(String form) throws Exception {
        String condition = form.replace("%s", get("/strong/ranged").field("ETag"));
        Reply reply = get("/strong/ranged", "Range: bytes=3-4", "If-Range: " + condition);
        assertWhole(reply);
        assertNotNull(reply.field("ETag"));
    }

    @Test
    void C093_theTagOfACompressedFormIsNotThatOfTheseBytes() throws Exception {
        String tag = get("/strong/ranged").field("ETag");
        String marked = tag.substring(0, tag.length() - 1) + "--gzip\"";
        assertWhole(get("/strong/ranged", "Range: bytes=3-4", "If-Range: " + marked));
    }

    @Test
    void C093_aWeakTagNeverLetsARangePass() throws Exception {
        String tag = get("/page/ranged").field("ETag");
        assertWhole(get("/page/ranged", "Range: bytes=3-4", "If-Range: " + tag));
        assertWhole(get("/page/ranged", "Range: bytes=3-4", "If-Range: " + tag.substring(2)));
    }

    @Test
    void C019_theOtherConditionsAreJudgedBeforeTheRange() throws Exception {
        Reply whole = get("/strong/ranged");
        String range = "Range: bytes=3-4";
        String tag = whole.field("ETag");
        int before = app.entered("ranged");
        assertEquals(304, get("/strong/ranged", range, "If-None-Match: " + tag).status());
        assertEquals(
                304,
                get("/strong/ranged", range, "If-None-Match: " + tag, "If-Range: \"x\"")
                        .status());
        assertEquals(
                304,
                get("/strong/ranged", range, "If-Modified-Since: " + whole.field("Last-Modified"))
                        .status());
        assertEquals(before, app.entered("ranged"));
        assertPart(get("/strong/ranged", range, "If-None-Match: \"x\""));
        assertPart(get("/strong/ranged", range, "If-Match: " + tag));
        assertPart(get("/strong/ranged", range, "If-Match: *"));
    }

    @Test
    void C059_aRangeThatCannotBeServedCarriesNothingOfOurs() throws Exception {
        for (String condition : List.of("X-No: condition", "If-None-Match: *", "If-Match: \"x\"")) {
            Reply reply = get("/strong/ranged", "Range: bytes=200-300", condition);
            assertEquals(416, reply.status());
            assertEquals("bytes */100", reply.field("Content-Range"));
            AS_THE_200.forEach(name -> assertNull(reply.field(name), name));
        }
        assertInStep();
    }

    @Test
    void C092_aHeadTakesNoNoticeOfARange() throws Exception {
        Reply reply = http.send("HEAD", "/strong/ranged", "Range: bytes=3-4");
        assertEquals(200, reply.status());
        assertEquals("100", reply.field("Content-Length"));
        assertEquals(get("/strong/ranged").field("ETag"), reply.field("ETag"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/small.txt", "/grouped/small.txt"})
    void C096_aFileKeepsTheValidatorsOfTheContainer(String path) throws Exception {
        Reply shown = get(path);
        assertWhole(shown);
        assertEquals("public, max-age=60", shown.field("Cache-Control"));
        assertEquals("Fri, 02 Jan 2026 03:04:05 GMT", shown.field("Last-Modified"));
        if (container == Container.TOMCAT) {
            assertEquals("W/\"100-1767323045000\"", shown.field("ETag"));
        } else {
            assertNull(shown.field("ETag"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/files/small.txt", "/grouped/small.txt"})
    void C096_theContainerRevalidatesItsFiles(String path) throws Exception {
        Reply shown = get(path);
        List<String> conditions = shown.field("ETag") == null
                ? List.of("If-Modified-Since: " + shown.field("Last-Modified"))
                : List.of(
                        "If-Modified-Since: " + shown.field("Last-Modified"), "If-None-Match: " + shown.field("ETag"));
        for (String condition : conditions) {
            for (String method : List.of("GET", "HEAD")) {
                Reply again = http.send(method, path, condition);
                assertEquals(304, again.status(), condition);
                assertNull(again.field("Content-Length"), "P58");
                assertNull(again.field("Content-Type"));
            }
        }
        assertWhole(get(path, "If-None-Match: \"x\""));
        assertWhole(get(path, "If-Modified-Since: Thu, 01 Jan 2026 03:04:05 GMT"));
        assertInStep();
    }

    @Test
    void C096_theContainerServesPartsOfItsFiles() throws Exception {
        assertPart(get("/files/small.txt", "Range: bytes=3-4"));
        assertPart(get("/grouped/small.txt", "Range: bytes=3-4"));
        String date = get("/files/small.txt").field("Last-Modified");
        assertPart(get("/files/small.txt", "Range: bytes=3-4", "If-Range: " + date));
        assertEquals(416, get("/files/small.txt", "Range: bytes=200-300").status());
        assertInStep();
    }

    @Test
    void C096_aFileThatHasChangedIsSeen() throws Exception {
        Path file = files.resolve("grouped/changing.txt");
        Files.writeString(file, "before");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:05Z")));
        Reply before = get("/grouped/changing.txt");
        Files.writeString(file, "behind");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-02T03:04:07Z")));
        List<String> lines = new ArrayList<>();
        lines.add("If-Modified-Since: " + before.field("Last-Modified"));
        if (before.field("ETag") != null) {
            lines.add("If-None-Match: " + before.field("ETag"));
        }
        for (String line : lines) {
            Reply after = get("/grouped/changing.txt", line);
            assertEquals("behind", after.text());
            assertNotEquals(before.field("Last-Modified"), after.field("Last-Modified"));
        }
    }

    @Test
    void C097_aLargeFilePassesThroughWhole() throws Exception {
        byte[] large = large();
        Reply whole = get("/files/large.bin");
        assertArrayEquals(large, whole.body());
        assertEquals("public, max-age=60", whole.field("Cache-Control"));
        Reply part = get("/files/large.bin", "Range: bytes=1000000-2999999");
        assertEquals(206, part.status());
        assertArrayEquals(Arrays.copyOfRange(large, 1_000_000, 3_000_000), part.body());
        assertTrue(http.isSilent());
        assertInStep();
    }
}
