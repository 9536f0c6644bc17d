package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * R25: our fields are set when the server commits, neither later, or they are lost, nor earlier, or an error that comes
 * in between carries them. Around the size of the buffer, whatever is written, and around a declared length.
 */
@ParameterizedClass
@EnumSource(Container.class)
class MomentOfTheCommitIT extends OnEveryContainer {
    private static final String POLICIES = """
            /page/{id}
              Cache-Control: public, max-age=30
              Groups: pages
            """;

    @Override
    App newApp() {
        return new App(POLICIES)
                .on("filled", MomentOfTheCommitIT::fill)
                .on("filledThenGone", (request, response) -> {
                    fill(request, response);
                    response.setStatus(410);
                })
                .on("filledThenThrown", (request, response) -> {
                    fill(request, response);
                    throw new IllegalStateException("meant by the test");
                })
                .on("filledThenSent", (request, response) -> {
                    fill(request, response);
                    if (!response.isCommitted()) {
                        response.sendError(409);
                    }
                });
    }

    /** As many bytes as the buffer takes, and some more or less. */
    private static void fill(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int bytes = response.getBufferSize() + Integer.parseInt(request.getParameter("and"));
        response.setContentType("text/plain;charset=UTF-8");
        switch (request.getParameter("with")) {
            case "bytes" -> response.getOutputStream().write(new byte[bytes]);
            case "chunks" -> {
                for (int left = bytes; left > 0; left -= 1000) {
                    response.getOutputStream().write(new byte[Math.min(left, 1000)]);
                }
            }
            case "octets" -> {
                for (int i = 0; i < bytes; i++) {
                    response.getOutputStream().write('x');
                }
            }
            case "1" -> write(response.getWriter(), "x", 1, bytes);
            case "2" -> write(response.getWriter(), "\u00e9", 2, bytes);
            case "3" -> write(response.getWriter(), "\u20ac", 3, bytes);
            default -> write(response.getWriter(), "\ud83d\ude00", 4, bytes);
        }
    }

    private static void write(PrintWriter writer, String unit, int size, int bytes) {
        writer.write(unit.repeat(bytes / size) + "x".repeat(bytes % size));
    }

    private static List<Object[]> around() {
        List<Object[]> cases = new ArrayList<>();
        for (String with : List.of("bytes", "chunks", "octets", "1", "2", "3", "4")) {
            for (int and : new int[] {-1, 0, 1, 1000}) {
                cases.add(new Object[] {with, and});
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("around")
    void R25_aroundTheSizeOfTheBufferNoLabelIsLost(String with, int and) throws Exception {
        String query = "?with=" + with + "&and=" + and;
        Reply shown = get("/page/filled" + query);
        assertEquals(200, shown.status());
        assertNotNull(shown.field("ETag"));
        assertEquals(0, (shown.body().length - and) % 1024, "the buffer is a round number, so nothing is missing");
        assertEquals(304, get("/page/filled" + query, "If-None-Match: *").status());
        assertEquals(
                shown.field("ETag"), http.send("HEAD", "/page/filled" + query).field("ETag"));
        assertInStep();
    }

    @ParameterizedTest
    @MethodSource("around")
    void R25_aroundTheSizeOfTheBufferNoErrorIsLabelled(String with, int and) throws Exception {
        String query = "?with=" + with + "&and=" + and;
        for (String name : List.of("filledThenGone", "filledThenSent", "filledThenThrown")) {
            try (RawHttp once = newConnection()) {
                once.write(RawHttp.request("GET", "/page/" + name + query));
                assertLabelledOnlyIf200(once.head(), name);
            }
        }
    }

    private static void assertLabelledOnlyIf200(Reply head, String name) {
        if (head.status() == 200) {
            assertNotNull(head.field("ETag"), () -> name + " is out, so it is labelled: " + head);
        } else {
            assertNull(head.field("ETag"), () -> name + ": " + head);
            assertNull(head.field("Etagere-As-Of"), name);
            assertNotEquals("public, max-age=30", head.field("Cache-Control"), name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "beforeAsHeader", "after", "tooLong", "closed"})
    void R25_aroundADeclaredLengthNoErrorIsLabelled(String when) throws Exception {
        for (String end : List.of("throw", "sendError", "setStatus")) {
            app.on("sized", (request, response) -> {
                writeSized(response, when);
                fail(response, end);
            });
            try (RawHttp once = newConnection()) {
                once.write(RawHttp.request("GET", "/page/sized"));
                assertLabelledOnlyIf200(once.head(), when + " then " + end);
            }
        }
    }

    private static void writeSized(HttpServletResponse response, String when) throws IOException {
        byte[] page = "page".getBytes(StandardCharsets.US_ASCII);
        switch (when) {
            case "before" -> response.setContentLength(4);
            case "beforeAsHeader" -> response.setHeader("Content-Length", "4");
            case "tooLong" -> response.setContentLengthLong(5);
            default -> {}
        }
        response.getOutputStream().write(page);
        if (when.equals("after")) {
            response.setContentLength(4);
        }
        if (when.equals("closed")) {
            response.getOutputStream().close();
        }
    }

    private static void fail(HttpServletResponse response, String how) throws IOException {
        switch (how) {
            case "throw" -> throw new IllegalStateException("meant by the test");
            case "sendError" -> {
                if (!response.isCommitted()) {
                    response.sendError(500);
                }
            }
            default -> response.setStatus(500);
        }
    }

    @Test
    void R25_anEmptyAnswerIsLabelledAtTheEnd() throws Exception {
        app.on("empty", (request, response) -> {});
        Reply reply = get("/page/empty");
        assertNotNull(reply.field("ETag"));
        assertTrue(reply.body().length == 0);
        assertEquals(304, get("/page/empty", "If-None-Match: *").status());
        assertInStep();
    }
}
