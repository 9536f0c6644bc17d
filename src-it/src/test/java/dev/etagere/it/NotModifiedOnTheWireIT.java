package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a 304 is made of (RFC 9110 section 15.4.5), and what it leaves behind on the connection. */
@ParameterizedClass
@EnumSource(Container.class)
class NotModifiedOnTheWireIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              Vary: Accept, Accept-Encoding
              Groups: pages
            /own/{id}
              Cache-Control: public, max-age=30
              Vary: Accept, Accept-Encoding
              ETag: application
            """;
    private static final Set<String> OF_A_304 =
            Set.of("date", "etag", "last-modified", "cache-control", "vary", "cache-tag", "etagere-as-of", "server");
    private static final List<String> AS_THE_200 = List.of("ETag", "Last-Modified", "Cache-Control", "Cache-Tag");

    @Override
    App newApp() {
        return new App(POLICIES)
                .on("large", (request, response) -> App.text(response, "x".repeat(100_000)))
                .on("cookie", (request, response) -> {
                    response.addHeader("Set-Cookie", "a=b");
                    App.text(response, "page");
                })
                .on("described", NotModifiedOnTheWireIT::described);
    }

    @Override
    Deployment newDeployment() {
        return app.deployment().inFront(NotModifiedOnTheWireIT::sharing);
    }

    /** What stands in front in most applications: cross-origin sharing, security, the charset. */
    private static void sharing(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String origin = ((HttpServletRequest) request).getHeader("Origin");
        if (origin != null) {
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setHeader("Access-Control-Allow-Origin", origin);
            answer.addHeader("Vary", "Origin");
            answer.setHeader("X-Content-Type-Options", "nosniff");
            answer.setCharacterEncoding("UTF-8");
            answer.setContentType("text/html");
            answer.setLocale(Locale.GERMAN);
        }
        chain.doFilter(request, response);
    }

    private static void described(Object request, HttpServletResponse response) throws IOException {
        response.setHeader("Content-Location", "/page/described.txt");
        response.setHeader("Expires", "Fri, 01 Jan 2038 00:00:00 GMT");
        response.setHeader("Content-Language", "en");
        response.setHeader("ETag", "\"mine\"");
        response.setContentLength(4);
        App.text(response, "page");
    }

    /** Tomcat rewrites Vary where it compresses, so only the names count. */
    private static Set<String> vary(Reply reply) {
        Set<String> names = new TreeSet<>();
        for (String line : reply.all("Vary")) {
            for (String name : line.toLowerCase(Locale.ROOT).split(",", -1)) {
                assertTrue(names.add(name.strip()), () -> "twice: " + name);
            }
        }
        return names;
    }

    private static void assertBare(Reply reply) {
        assertEquals(304, reply.status());
        Set<String> others = new TreeSet<>(reply.names());
        others.removeAll(OF_A_304);
        assertEquals(Set.of(), others, () -> "a 304 does not need that: " + reply);
        assertEquals(new TreeSet<>(reply.names()).size(), reply.names().size(), () -> "one line each: " + reply);
        assertNotNull(reply.field("Date"), "C061");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void C050_anEarlyOneCarriesWhatThe200CarriesAndNothingElse(String method) throws Exception {
        Reply shown = get("/page/page");
        AS_THE_200.forEach(name -> assertNotNull(shown.field(name), name));
        int before = app.entered("page");
        Reply byTag = http.send(method, "/page/page", "If-None-Match: " + shown.field("ETag"));
        Reply byDate = http.send(method, "/page/page", "If-Modified-Since: " + shown.field("Last-Modified"));
        for (Reply reply : List.of(byTag, byDate)) {
            assertBare(reply);
            AS_THE_200.forEach(name -> assertEquals(shown.field(name), reply.field(name), name));
            assertEquals(Set.of("accept", "accept-encoding"), vary(shown));
            assertEquals(vary(shown), vary(reply), "P59");
        }
        assertEquals(before, app.entered("page"), "C099: the handler was entered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "large"})
    void C051_aLateOneCarriesNothingAboutTheBodyThatWasDropped(String name) throws Exception {
        Reply shown = get("/page/" + name);
        for (String method : List.of("GET", "HEAD", "GET")) {
            int before = app.entered(name);
            Reply late = http.send(method, "/page/" + name, "If-None-Match: *");
            assertEquals(before + 1, app.entered(name), "only the handler knows whether it exists");
            assertBare(late);
            // What the client has named is what CompressionHandler repeats, see CompressionIT.
            AS_THE_200.stream()
                    .filter(field -> !field.equals("ETag"))
                    .forEach(field -> assertEquals(shown.field(field), late.field(field), field));
            assertEquals(vary(shown), vary(late));
        }
        assertInStep();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void C050_aLateOneKeepsWhatTheHandlerSaidBesides(String method) throws Exception {
        Reply shown = get("/own/described");
        Reply late = http.send(method, "/own/described", "If-None-Match: " + shown.field("ETag"));
        assertEquals(304, late.status());
        for (String name : List.of("ETag", "Content-Location", "Expires", "Cache-Control")) {
            assertNotNull(shown.field(name), name);
            assertEquals(shown.field(name), late.field(name), name);
        }
        assertEquals(vary(shown), vary(late));
        for (String name : List.of("Content-Type", "Content-Language", "Content-Length", "Transfer-Encoding")) {
            assertNull(late.field(name), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag", "*"})
    void C057_whatTheFiltersInFrontHaveSetStaysAndWhatDescribesContentGoes(String condition) throws Exception {
        String origin = "Origin: https://elsewhere.example";
        Reply shown = get("/page/page", origin);
        String sent = condition.equals("tag") ? shown.field("ETag") : condition;
        for (String method : List.of("GET", "HEAD")) {
            Reply reply = http.send(method, "/page/page", origin, "If-None-Match: " + sent);
            assertEquals(304, reply.status());
            for (String name : List.of("Access-Control-Allow-Origin", "X-Content-Type-Options", "Cache-Control")) {
                assertNotNull(shown.field(name), name);
                assertEquals(shown.field(name), reply.field(name), name);
            }
            assertEquals(Set.of("accept", "accept-encoding", "origin"), vary(shown));
            assertEquals(vary(shown), vary(reply), "P41");
            for (String name : List.of("Content-Type", "Content-Language", "Content-Length")) {
                assertNull(reply.field(name), name);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"setStatus", "sendError"})
    void P58_oneThatTheHandlerMadeItselfHasNoContentLengthEither(String how) throws Exception {
        app.on("own304", (request, response) -> {
            response.setHeader("ETag", "\"mine\"");
            response.addHeader("Vary", "Accept-Language");
            response.setContentType("text/plain");
            response.setContentLength(10);
            if (how.equals("setStatus")) {
                response.setStatus(304);
            } else {
                response.sendError(304);
            }
        });
        Reply reply = get("/page/own304");
        assertEquals(304, reply.status());
        assertEquals("\"mine\"", reply.field("ETag"));
        assertTrue(vary(reply).contains("accept-language"), "P59");
        assertNull(reply.field("Content-Length"));
        assertNull(reply.field("Content-Type"), "C051");
        assertInStep();
    }

    @Test
    void P58_aWriteAnswered304ByItsHandlerStaysInStep() throws Exception {
        app.on("own304", (request, response) -> response.setStatus(304));
        assertEquals(304, http.send("POST", "/page/own304").status());
        assertInStep();
    }

    @Test
    void C053_pipelinedAnswersStayInStep() throws Exception {
        String tag = "If-None-Match: " + get("/page/page").field("ETag");
        String unchanged = RawHttp.request("GET", "/page/page", tag);
        String head = RawHttp.request("HEAD", "/page/page", tag);
        String late = RawHttp.request("GET", "/page/large", "If-None-Match: *");
        String full = RawHttp.request("GET", "/page/page");
        http.write(unchanged + unchanged + head + full + late + full + late + head + full);
        for (int status : new int[] {304, 304, -304, 200, 304, 200, 304, -304, 200}) {
            Reply reply = http.read(status < 0 ? "HEAD" : "GET");
            assertEquals(Math.abs(status), reply.status());
            assertEquals(status == 200 ? "page" : "", reply.text());
        }
        assertTrue(http.isSilent());
    }

    @Test
    void P54_keepAliveSurvives() throws Exception {
        String tag = "If-None-Match: " + get("/page/page").field("ETag");
        for (int i = 0; i < 200; i++) {
            Reply reply = http.send(i % 3 == 0 ? "HEAD" : "GET", "/page/page", tag);
            assertBare(reply);
        }
        assertInStep();
    }

    @Test
    void P18_theTagIsSpelledAsInThe200WhateverTheClientSent() throws Exception {
        String tag = get("/page/page").field("ETag");
        assertTrue(tag.startsWith("W/\""), tag);
        // CompressionHandler repeats what the client sent, see CompressionIT.
        if (container != Container.JETTY_COMPRESSION) {
            for (String sent : List.of(tag.substring(2), "\"x\", " + tag.substring(2), tag + " , W/\"y\"")) {
                Reply reply = get("/page/page", "If-None-Match: " + sent);
                assertEquals(304, reply.status());
                assertEquals(tag, reply.field("ETag"), "C054");
            }
        }
    }

    @Test
    void C055_itRenewsHowFarItReachesAndAddsNoCookie() throws Exception {
        Reply shown = get("/page/page");
        Thread.sleep(2);
        Reply reply = get("/page/page", "If-None-Match: " + shown.field("ETag"));
        assertNotEquals(shown.field("Etagere-As-Of"), reply.field("Etagere-As-Of"));
        assertEquals(List.of(), reply.all("Set-Cookie"));
    }

    @Test
    void C056_anOriginSendsNoAge() throws Exception {
        Reply shown = get("/page/page");
        assertNull(shown.field("Age"));
        assertNull(get("/page/page", "If-None-Match: " + shown.field("ETag")).field("Age"));
        assertNull(get("/page/page", "If-None-Match: *").field("Age"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "described", "cookie"})
    void C058_headHasTheFieldsOfGet(String name) throws Exception {
        Reply get = get("/page/" + name);
        Reply head = http.send("HEAD", "/page/" + name);
        assertEquals(200, head.status());
        List<String> passing = List.of("date", "etagere-as-of");
        assertEquals(without(get, passing), without(head, passing), "P08, P42");
    }

    private static List<String> without(Reply reply, List<String> names) {
        List<String> lines = new ArrayList<>();
        for (String name : new TreeSet<>(reply.names())) {
            if (!names.contains(name)) {
                lines.add(name + ": " + reply.all(name));
            }
        }
        return lines;
    }

    @Test
    void C099_itIsInTheAccessLogAndTheHandlerIsNotEntered() throws Exception {
        app.on("logged", (request, response) -> App.text(response, "logged"));
        String tag = get("/page/logged").field("ETag");
        get("/page/logged", "If-None-Match: " + tag);
        http.send("HEAD", "/page/logged", "If-None-Match: " + tag);
        List<String> expected = List.of("GET /page/logged 200", "GET /page/logged 304", "HEAD /page/logged 304");
        for (int i = 0; i < 500 && logged("/page/logged").size() < expected.size(); i++) {
            Thread.sleep(10); // It is written after the answer.
        }
        assertEquals(expected, logged("/page/logged"));
        assertEquals(1, app.entered("logged"));
    }

    private List<String> logged(String path) {
        synchronized (deployment.accessLog) {
            return deployment.accessLog.stream()
                    .filter(line -> line.contains(path))
                    .toList();
        }
    }

    @Test
    void P51_lastModifiedStaysWhereItIs() throws Exception {
        Reply shown = get("/page/page");
        String modified = shown.field("Last-Modified");
        for (int i = 0; i < 50; i++) {
            Reply reply = get("/page/page", "If-None-Match: " + shown.field("ETag"));
            assertEquals(modified, reply.field("Last-Modified"));
        }
    }
}
