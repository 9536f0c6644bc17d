package dev.etagere.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One connection, read strictly: what a lenient client would forgive is an error here. */
final class RawHttp implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private List<String> trailers = List.of();
    private boolean insideChunks;

    RawHttp(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000); // A server that hangs fails the test, and soon.
        in = new BufferedInputStream(socket.getInputStream());
    }

    static String request(String method, String path, String... lines) {
        StringBuilder request =
                new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
        for (String line : lines) {
            request.append(line).append("\r\n");
        }
        if (!method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS")) {
            request.append("Content-Length: 0\r\n");
        }
        return request.append("\r\n").toString();
    }

    void write(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    Reply send(String method, String path, String... lines) throws IOException {
        write(request(method, path, lines));
        return read(method);
    }

    /** Reads the answer to a request of that method. */
    Reply read(String method) throws IOException {
        Reply head = head();
        int status = head.status();
        boolean bodiless = method.equals("HEAD") || status == 100 || status == 204 || status == 304;
        return bodiless ? head : head.with(body(head));
    }

    /** Reads an answer as far as to its content. */
    Reply head() throws IOException {
        String statusLine = line();
        if (!statusLine.matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new IOException("no status line, so the connection is out of step: " + statusLine);
        }
        return new Reply(Integer.parseInt(statusLine.substring(9, 12)), fields(), new byte[0]);
    }

    private List<String> fields() throws IOException {
        List<String> fields = new ArrayList<>();
        for (String field = line(); !field.isEmpty(); field = line()) {
            fields.add(field);
        }
        return fields;
    }

    private byte[] body(Reply head) throws IOException {
        if ("chunked".equals(head.field("Transfer-Encoding"))) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(); chunk.length > 0; chunk = chunk()) {
                body.write(chunk);
            }
            return body.toByteArray();
        }
        String length = head.field("Content-Length");
        return length == null ? in.readAllBytes() : exactly(Integer.parseInt(length));
    }

    /** One chunk of an answer whose head was read; the last one is empty. */
    byte[] chunk() throws IOException {
        if (insideChunks) {
            // Not before: Jetty sends the end of a chunk together with the next one.
            line();
        }
        int size = Integer.parseInt(line(), 16);
        insideChunks = size > 0;
        if (size == 0) {
            trailers = fields();
        }
        return exactly(size);
    }

    /** What has come of an answer that ends with its connection, a byte at least; nothing at its end. */
    byte[] some() throws IOException {
        int first = in.read();
        if (first < 0) {
            return new byte[0];
        }
        byte[] bytes = new byte[1 + in.available()];
        bytes[0] = (byte) first;
        return Arrays.copyOf(bytes, 1 + in.readNBytes(bytes, 1, bytes.length - 1));
    }

    /** The trailer section of the last chunked answer. */
    List<String> trailers() {
        return List.copyOf(trailers);
    }

    private byte[] exactly(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("the body ends after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ends after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Whether nothing more is there: an answer was read to its end and nothing stands behind it. */
    boolean isSilent() throws IOException {
        return in.available() == 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
