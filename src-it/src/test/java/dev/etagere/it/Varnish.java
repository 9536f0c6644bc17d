package dev.etagere.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real Varnish that pipes event streams and leaves the rest to its built-in rules. */
final class Varnish implements AutoCloseable {
    private static final String CONFIGURATION = """
            vcl 4.0;
            backend default { .host = "127.0.0.1"; .port = "%d"; }
            sub vcl_recv {
              if (req.http.Accept ~ "text/event-stream") {
                return (pipe);
              }
            }
            """;

    private final Process process;
    private final int port;

    private Varnish(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Varnish before(int upstream, Path directory) throws Exception {
        Path program = Programs.require("varnishd");
        IOException last = null;
        // Somebody else may take the port between our look and its start.
        for (int attempt = 0; attempt < 3; attempt++) {
            int port = freePort();
            Path configuration = directory.resolve("default.vcl");
            Files.writeString(configuration, CONFIGURATION.formatted(upstream));
            Process process = new ProcessBuilder(
                            program.toString(),
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
                            "malloc,16m")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("varnish.log").toFile())
                    .start();
            if (answers(process, port)) {
                return new Varnish(process, port);
            }
            process.destroy();
            last = new IOException("varnishd did not start: " + Files.readString(directory.resolve("varnish.log")));
        }
        throw last;
    }

    int port() {
        return port;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Compiles its configuration first, which takes a while. */
    private static boolean answers(Process process, int port) throws InterruptedException {
        for (int i = 0; i < 1200 && process.isAlive(); i++) {
            try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return probe.isConnected() && process.isAlive();
            } catch (IOException e) {
                Thread.sleep(25);
            }
        }
        return false;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
