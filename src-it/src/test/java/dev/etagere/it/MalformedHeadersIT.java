package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions as nobody should send them: never a 5xx, never a 304, and an answer at once. */
@ParameterizedClass
@EnumSource(Container.class)
class MalformedHeadersIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              ETag: strong
              Groups: pages
            PUT /page/{id}
              Touches: others
            /mine/{id}
              ETag: application
            /search/{id}
              Groups: found:{query.q}
            """;
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final long SEED = 20_260_806;

    @Override
    App newApp() {
        return new App(POLICIES)
                .on("item", (request, response) -> {
                    if (request.getMethod().equals("PUT")) {
                        response.setStatus(204);
                    } else {
                        App.text(response, "item");
                    }
                })
                .on("comma", (request, response) -> {
                    response.setHeader("ETag", "\"a,b\"");
                    App.text(response, "comma");
                });
    }

    /** The default of 8 kB would keep the long ones from us. */
    @Override
    Deployment newDeployment() {
        return app.deployment().headerBytes(128 * 1024);
    }

    private static List<String> crafted() {
        return List.of(
                "\"".repeat(7000),
                "\"a".repeat(3500),
                "W/".repeat(3500),
                "W/\"".repeat(2300),
                "\"" + "W/\"\",".repeat(1000),
                "\"" + " ".repeat(7000) + "\"",
                "\"a\"" + " ".repeat(7000) + "\"b\"",
                "\"a\"" + " \t".repeat(3500) + ",x",
                "x" + " ,".repeat(3500),
                "\"a\", ".repeat(1100) + "\"",
                "\\\"".repeat(3500),
                "*".repeat(7000),
                "*" + ",".repeat(7000) + "*",
                "\"a\"".repeat(30_000),
                "\"a\",".repeat(10_000),
                "\"" + "a".repeat(100_000));
    }

    private Reply answeredAtOnce(String method, String path, String... lines) throws IOException {
        long start = System.nanoTime();
        Reply reply = http.send(method, path, lines);
        assertTrue(System.nanoTime() - start < AT_ONCE.toNanos(), "C034: that took too long");
        return reply;
    }

    @ParameterizedTest
    @MethodSource("crafted")
    void P01_craftedListsAreAnsweredAtOnceAndNameNothing(String list) throws Exception {
        for (String method : List.of("GET", "HEAD")) {
            assertEquals(
                    200,
                    answeredAtOnce(method, "/page/item", "If-None-Match: " + list)
                            .status());
            assertEquals(
                    412,
                    answeredAtOnce(method, "/page/item", "If-Match: " + list).status(),
                    "C031");
        }
        int before = app.entered("item");
        assertEquals(
                412, answeredAtOnce("PUT", "/page/item", "If-Match: " + list).status());
        assertEquals(
                412,
                answeredAtOnce("PUT", "/page/item", "If-None-Match: " + list).status());
        assertEquals(before, app.entered("item"));
        assertInStep();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", " ", "\t", ", ", " \t,"})
    void P02_longRunsOfBlanksAndCommasAreAnEmptyList(String unit) throws Exception {
        String blanks = unit.repeat(50_000 / unit.length());
        assertEquals(
                200,
                answeredAtOnce("GET", "/page/item", "If-None-Match: " + blanks).status(),
                "C032");
        assertEquals(
                412, answeredAtOnce("PUT", "/page/item", "If-Match: " + blanks).status(), "C032");
        String tag = get("/page/item").field("ETag");
        String around = unit.repeat(3500) + tag + unit.repeat(3500);
        assertEquals(
                around.length() <= 8192 || unit.isBlank() ? 304 : 200,
                answeredAtOnce("GET", "/page/item", "If-None-Match: " + around).status(),
                "C026");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s \"x\"",
                "\"x\" %s",
                "%s,*",
                "*, %s",
                "*,",
                "w/%s",
                "'x', %s",
                "%s;q=1",
                "x%s",
                "%sx",
                "\"%s\"",
                "W/ %s"
            })
    void C029_oneBadMemberSpoilsTheList(String form) throws Exception {
        String list = form.formatted(get("/page/item").field("ETag"));
        assertEquals(200, get("/page/item", "If-None-Match: " + list).status(), list);
        assertEquals(412, http.send("PUT", "/page/item", "If-Match: " + list).status(), "C030: " + list);
        assertEquals(
                412, http.send("PUT", "/page/item", "If-None-Match: " + list).status(), "C031: " + list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"*\"", "W/\"*\"", "\"\"", "\"W/\""})
    void C029_anAsteriskInQuotesIsATagLikeAnyOther(String tag) throws Exception {
        assertEquals(200, get("/page/item", "If-None-Match: " + tag).status());
        assertEquals(412, http.send("PUT", "/page/item", "If-Match: " + tag).status());
        assertEquals(
                204, http.send("PUT", "/page/item", "If-None-Match: " + tag).status());
    }

    @Test
    void P19_neitherAPartOfTheTagNorAnotherCaseMatches() throws Exception {
        String tag = get("/page/item").field("ETag");
        String opaque = tag.substring(1, tag.length() - 1);
        for (String other : List.of(
                opaque.substring(1),
                opaque.substring(0, opaque.length() - 1),
                "x" + opaque,
                opaque + "x",
                opaque.toUpperCase(Locale.ROOT),
                opaque + "," + opaque)) {
            assertEquals(
                    200, get("/page/item", "If-None-Match: \"" + other + '"').status(), "C025: " + other);
            assertEquals(
                    412,
                    http.send("PUT", "/page/item", "If-Match: \"" + other + '"').status(),
                    other);
        }
        assertEquals(304, get("/page/item", "If-None-Match: W/" + tag).status(), "C023");
        assertEquals(412, http.send("PUT", "/page/item", "If-Match: W/" + tag).status(), "C024");
    }

    @Test
    void P39_commasInsideTheQuotesBelongToTheTag() throws Exception {
        for (String list : List.of("\"a,b\"", "W/\"a,b\"", "\"a\", \"a,b\"", "\"x,\",\"a,b\" , \",y\"")) {
            assertEquals(304, get("/mine/comma", "If-None-Match: " + list).status(), "C028: " + list);
        }
        for (String list : List.of("\"a\", \"b\"", "\"a\",b\"", "\"a, b\"", "\"b\"", "a,b")) {
            assertEquals(200, get("/mine/comma", "If-None-Match: " + list).status(), "C028: " + list);
        }
    }

    @Test
    void C027_severalFieldLinesAreOneList() throws Exception {
        String tag = get("/page/item").field("ETag");
        String none = "If-None-Match: ";
        assertEquals(304, get("/page/item", none + "\"x\"", none + tag).status());
        assertEquals(304, get("/page/item", none + tag, none + "W/\"y\"", none).status());
        assertEquals(200, get("/page/item", none + "\"x\"", none + "\"y\"").status());
        assertEquals(200, get("/page/item", none + "*", none + tag).status(), "C029: * stands alone or not at all");
        assertEquals(200, get("/page/item", none + tag, none + "\"").status());
        String half = tag.substring(0, 10);
        assertEquals(
                200, get("/page/item", none + half, none + tag.substring(10)).status());
        assertEquals(
                204,
                http.send("PUT", "/page/item", "If-Match: \"x\"", "If-Match: " + tag)
                        .status());
        assertEquals(
                412,
                http.send("PUT", "/page/item", "If-Match: " + tag, "If-Match: x")
                        .status());
    }

    @Test
    void C035_fieldNamesKnowNoCase() throws Exception {
        Reply shown = get("/page/item");
        for (String name : List.of("if-none-match", "IF-NONE-MATCH", "iF-nOnE-mAtCh")) {
            assertEquals(
                    304, get("/page/item", name + ": " + shown.field("ETag")).status());
        }
        assertEquals(
                304,
                get("/page/item", "if-modified-since:" + shown.field("Last-Modified"))
                        .status());
        assertEquals(412, http.send("PUT", "/page/item", "IF-MATCH: \"x\"").status());
    }

    @Test
    void C033_octetsAbove7FBelongToTags() throws Exception {
        String tag = get("/page/item").field("ETag");
        for (String foreign : List.of("\"\u00e9\"", "W/\"\u0080\u00ff\"", "\"\u00c3\u00a9\"")) {
            assertEquals(200, get("/page/item", "If-None-Match: " + foreign).status());
            assertEquals(
                    304,
                    get("/page/item", "If-None-Match: " + foreign + ", " + tag).status());
            assertEquals(
                    412, http.send("PUT", "/page/item", "If-Match: " + foreign).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\"\0\"", "%s\0", "\"a\rb\"", "%s\r", "\"\u007f\"", "\"\u0001\"", "\"x\",\r\n %s"})
    void C033_controlsAreRefusedOrNameNothing(String form) throws Exception {
        String value = form.formatted(get("/page/item").field("ETag"));
        for (String name : List.of("If-None-Match", "If-Modified-Since", "If-Match")) {
            try (RawHttp once = newConnection()) {
                int status = once.send("GET", "/page/item", name + ": " + value).status();
                // A folded line may be read as blanks (RFC 9112 section 5.2), and then it names the tag.
                boolean unfolded = value.contains("\n") && name.equals("If-None-Match");
                assertTrue(Set.of(200, 400, 412).contains(status) || (unfolded && status == 304), name + " " + status);
            }
        }
    }

    @Test
    void P17_theObsoleteFormsOfOurOwnDateAreConfirmed() throws Exception {
        String fixed = get("/page/item").field("Last-Modified");
        Dates date = Dates.of(fixed);
        for (String form : List.of(fixed, date.rfc850(), date.asctime(), " \t" + fixed + " ")) {
            assertEquals(304, get("/page/item", "If-Modified-Since: " + form).status(), "C036: " + form);
            assertEquals(
                    304,
                    http.send("HEAD", "/page/item", "If-Modified-Since: " + form)
                            .status(),
                    form);
            assertEquals(
                    204,
                    http.send("PUT", "/page/item", "If-Unmodified-Since: " + form)
                            .status(),
                    form);
        }
        for (String old : List.of(
                "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994")) {
            assertEquals(
                    412,
                    http.send("PUT", "/page/item", "If-Unmodified-Since: " + old)
                            .status(),
                    "C036: " + old);
            assertEquals(412, get("/page/item", "If-Unmodified-Since: " + old).status(), "C014: " + old);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "",
                "yesterday",
                "1795363249384",
                "99999999999999999999999999",
                "%sx",
                "%s, %s",
                "%s,",
                "\"%s\"",
                "Sun, 06 Nov 1994 08:49:37 PST",
                "Sun, 06 Nov 1994 08:49:37 +0100",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 30 Feb 2020 08:49:37 GMT",
                "Sun, 06 Nov 1994 25:00:00 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "So, 06 Nov 1994 08:49:37 GMT",
                "Sun, 06 NOV 1994 08:49:37 GMT",
                "Sun, 06 Nov 10000 08:49:37 GMT",
                "1994-11-06T08:49:37Z"
            })
    void P15_whatIsNoDateIsIgnored(String form) throws Exception {
        String value = form.replace("%s", get("/page/item").field("Last-Modified"));
        assertEquals(200, get("/page/item", "If-Modified-Since: " + value).status(), "P09, C039");
        assertEquals(200, get("/page/item", "If-Unmodified-Since: " + value).status());
        assertEquals(
                204,
                http.send("PUT", "/page/item", "If-Unmodified-Since: " + value).status());
        assertEquals(
                200, get("/page/item", "Range: bytes=0-0", "If-Range: " + value).status());
        assertInStep();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sat, 31 Dec 2016 23:59:60 GMT",
                "Fri, 31 Dec 9999 23:59:59 GMT",
                "Mon, 01 Jan 0001 00:00:00 GMT",
                "Sat, 01 Jan 0000 00:00:00 GMT",
                "Thu, 01 Jan 1970 00:00:00 GMT"
            })
    void C041_datesAtTheEdgeOfTimeAreNo5xx(String edge) throws Exception {
        assertEquals(200, get("/page/item", "If-Modified-Since: " + edge).status());
        int unmodified = get("/page/item", "If-Unmodified-Since: " + edge).status();
        assertEquals(edge.contains("9999") ? 200 : 412, unmodified);
    }

    @Test
    void P16_severalDatesAreNoDate() throws Exception {
        String date = get("/page/item").field("Last-Modified");
        String old = "Sun, 06 Nov 1994 08:49:37 GMT";
        for (String name : List.of("If-Modified-Since", "If-Unmodified-Since")) {
            for (List<String> two : List.of(List.of(date, date), List.of(date, old), List.of(old, date))) {
                Reply reply = get("/page/item", name + ": " + two.get(0), name + ": " + two.get(1));
                assertEquals(200, reply.status(), () -> "C040: " + name + " " + two);
                assertEquals(
                        200,
                        get("/page/item", name + ": " + String.join(", ", two)).status());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "", "0.0", "zzzzzzzzzzzzzzzz.2026-11-22T10:00:00Z", "0123456789abcdef.", "é.é"})
    void C031_aMinimumThatNobodyCanReadRunsTheHandler(String minimum) throws Exception {
        String tag = get("/page/item").field("ETag");
        Reply reply = get("/page/item", "If-None-Match: " + tag, "Etagere-Min-As-Of: " + minimum);
        assertEquals(200, reply.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=%zz", "q=%", "q=%e9", "q", "q=", "=", "&&", "q=a&q=b", "q=%00", "%71=a", "q=a+b%2B%20"})
    void C098_aQueryThatNobodyCanDecodeIsNo5xx(String query) throws Exception {
        app.on("found", (request, response) -> App.text(response, "found"));
        try (RawHttp once = newConnection()) {
            int status = once.send("GET", "/search/found?" + query).status();
            assertTrue(status == 200 || status == 400, query + " is answered " + status);
        }
    }

    @Test
    void C034_randomConditionsAreNeverA5xxAndNeverA304() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        String alphabet = "\"\"\"\",,,  \tW/wA*;=-gzip\\'0123:GMTSunNov\u00e9";
        List<String> names =
                List.of("If-None-Match", "If-Match", "If-Modified-Since", "If-Unmodified-Since", "If-Range");
        for (int batch = 0; batch < 10; batch++) {
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                String name = names.get(random.nextInt(names.size()));
                StringBuilder value = new StringBuilder();
                for (int length = random.nextInt(40); length > 0; length--) {
                    value.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                String sent = value.toString().strip().equals("*") ? "**" : value.toString(); // * is no nonsense.
                requests.append(RawHttp.request("GET", "/page/item", "Range: bytes=0-1", name + ": " + sent));
            }
            http.write(requests.toString());
            for (int i = 0; i < 50; i++) {
                int status = http.read("GET").status();
                assertTrue(status == 200 || status == 412, "seed " + SEED + ", batch " + batch + ": " + status);
            }
        }
    }
}
