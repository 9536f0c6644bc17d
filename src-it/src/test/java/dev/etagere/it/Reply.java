package dev.etagere.it;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** An answer as it came over the wire. */
final class Reply {
    private final int status;
    private final List<String> lines;
    private final byte[] body;

    Reply(int status, List<String> lines, byte[] body) {
        this.status = status;
        this.lines = List.copyOf(lines);
        this.body = body.clone();
    }

    Reply with(byte[] content) {
        return new Reply(status, lines, content);
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body.clone();
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    /** The one value; {@code null} if there is none. */
    String field(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw new AssertionError(name + " is there more than once: " + all);
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /** The names in lower case. */
    List<String> names() {
        return lines.stream()
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(java.util.Locale.ROOT))
                .toList();
    }

    @Override
    public String toString() {
        return status + " " + lines + " " + Arrays.toString(body);
    }
}
