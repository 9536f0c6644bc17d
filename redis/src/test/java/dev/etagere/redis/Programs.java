package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import redis.embedded.core.ExecutableProvider;

/** Where the servers of the tests come from. */
final class Programs {
    private Programs() {}

    /** Comes with the tests. */
    static Path embedded() throws IOException {
        return ExecutableProvider.newJarResourceProvider().get().toPath();
    }

    /** Newer, but not everywhere: without it the test is skipped under its name, but for CI. */
    static Path installed() {
        return onThePath("redis-server")
                .orElseGet(() -> "true".equals(System.getenv("CI"))
                        ? fail("redis-server is not installed")
                        : abort("redis-server is not installed"));
    }

    /** Skipped under its name also on CI: not every system has it among its packages. */
    static Path valkey() {
        return onThePath("valkey-server").orElseGet(() -> abort("valkey-server is not installed"));
    }

    private static Optional<Path> onThePath(String name) {
        for (String place : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            Path program = Path.of(place, name);
            if (!place.isEmpty() && Files.isExecutable(program)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }
}
