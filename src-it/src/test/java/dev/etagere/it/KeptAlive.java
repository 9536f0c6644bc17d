package dev.etagere.it;

import java.io.IOException;
import java.util.List;

/** A connection of one thread, made anew where the server has closed it. */
final class KeptAlive implements AutoCloseable {
    private final int port;
    private RawHttp http;

    KeptAlive(int port) {
        this.port = port;
    }

    Reply get(String path, List<String> fields) throws IOException {
        return send("GET", path, fields);
    }

    Reply send(String method, String path, List<String> fields) throws IOException {
        return exchange(method, RawHttp.request(method, path, fields.toArray(new String[0])));
    }

    /** With a body of ASCII. */
    Reply sendJson(String method, String path, List<String> fields, String json) throws IOException {
        StringBuilder request = new StringBuilder(method)
                .append(' ')
                .append(path)
                .append(" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ")
                .append(json.length())
                .append("\r\n");
        fields.forEach(field -> request.append(field).append("\r\n"));
        return exchange(method, request.append("\r\n").append(json).toString());
    }

    private Reply exchange(String method, String request) throws IOException {
        if (http == null) {
            http = new RawHttp(port);
        }
        http.write(request);
        Reply reply = http.read(method);
        if ("close".equalsIgnoreCase(reply.field("Connection"))) {
            close();
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        if (http != null) {
            http.close();
            http = null;
        }
    }
}
