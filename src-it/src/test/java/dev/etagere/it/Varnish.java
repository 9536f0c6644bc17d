package dev.etagere.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real Varnish that pipes event streams and leaves the rest to its built-in rules. */
record Varnish(Listener listener) implements AutoCloseable {
    private static final String CONFIGURATION = """
            vcl 4.0;
            backend default { .host = "127.0.0.1"; .port = "%d"; }
            sub vcl_recv {
              if (req.http.Accept ~ "text/event-stream") {
                return (pipe);
              }
            }
            """;

    static Varnish before(int upstream, Path directory) throws Exception {
        String program = Programs.require("varnishd").toString();
        Path configuration = Files.writeString(directory.resolve("default.vcl"), CONFIGURATION.formatted(upstream));
        return new Varnish(Listener.start(
                directory.resolve("varnish.log"),
                (port, attempt) -> List.of(
                        program,
                        "-F",
                        "-n",
                        directory.resolve("work" + attempt).toString(),
                        "-j",
                        "none",
                        "-a",
                        "127.0.0.1:" + port,
                        "-f",
                        configuration.toString(),
                        "-s",
                        "malloc,16m")));
    }

    int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
