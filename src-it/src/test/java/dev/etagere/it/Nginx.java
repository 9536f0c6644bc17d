package dev.etagere.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real nginx that compresses what comes from a server behind it. */
record Nginx(Listener listener) implements AutoCloseable {
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

    static Nginx before(int upstream, Path directory) throws Exception {
        String program = Programs.require("nginx").toString();
        return new Nginx(Listener.start(directory.resolve("output.log"), (port, attempt) -> {
            Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.formatted(port, upstream));
            return List.of(program, "-p", directory.toString(), "-c", "nginx.conf", "-e", "error.log");
        }));
    }

    int port() {
        return listener.port();
    }

    @Override
    public void close() {
        listener.close();
    }
}
