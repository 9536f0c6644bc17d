package dev.etagere.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real nginx that compresses what comes from a server behind it. */
final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            pid nginx.pid;
            error_log error.log;
            events {}
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              gzip on;
              gzip_min_length 1;
              gzip_proxied any;
              gzip_types *;
              gzip_vary on;
              server {
                listen 127.0.0.1:%d;
                location / {
                  proxy_pass http://127.0.0.1:%d;
                  proxy_http_version 1.1;
                }
              }
            }
            """;

    private final Process process;
    private final int port;

    private Nginx(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static Nginx before(int upstream, Path directory) throws Exception {
        Path program = Programs.require("nginx");
        IOException last = null;
        // Somebody else may take the port between our look and its start.
        for (int attempt = 0; attempt < 3; attempt++) {
            int port = freePort();
            Path configuration = directory.resolve("nginx.conf");
            Files.writeString(configuration, CONFIGURATION.formatted(port, upstream));
            Process process = new ProcessBuilder(
                            program.toString(), "-p", directory.toString(), "-c", "nginx.conf", "-e", "error.log")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output.log").toFile())
                    .start();
            if (answers(process, port)) {
                return new Nginx(process, port);
            }
            process.destroy();
            last = new IOException("nginx did not start: " + Files.readString(directory.resolve("output.log")));
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

    private static boolean answers(Process process, int port) throws InterruptedException {
        for (int i = 0; i < 200 && process.isAlive(); i++) {
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
    }
}
