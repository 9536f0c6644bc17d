package dev.etagere.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A real server on a free port, in a directory of its own. */
final class RedisServer implements AutoCloseable {
    private static final int BUS = 10_000;

    final int port;
    private final Path program;
    private final Path directory;
    private final List<String> options;
    private final RedisClient client = RedisClient.create();
    private Process process;
    private RedisCommands<String, String> commands;

    RedisServer(Path program, String... options) throws Exception {
        this(freePort(), program, options);
    }

    private RedisServer(int port, Path program, String... options) throws Exception {
        this.port = port;
        this.program = program;
        this.options = List.of(options);
        directory = Files.createTempDirectory(Path.of("target"), "redis").toAbsolutePath();
        start();
    }

    static RedisServer onPort(int port, Path program, String... options) throws Exception {
        return new RedisServer(port, program, options);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** One with another free one for the bus, which lies ten thousand above it. */
    static int freePortOfACluster() throws IOException {
        while (true) {
            int port = freePort();
            try (ServerSocket bus = new ServerSocket(Math.min(port + BUS, 65_535))) {
                if (bus.getLocalPort() == port + BUS) {
                    return port;
                }
            } catch (IOException e) {
                // Somebody else's; the next one.
            }
        }
    }

    void start() throws Exception {
        List<String> line = new ArrayList<>(
                List.of(program.toString(), "--port", "" + port, "--bind", "127.0.0.1", "--dir", directory.toString()));
        line.addAll(Arrays.asList("--save", ""));
        line.addAll(options);
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile())
                .start();
        commands = connected(uri -> client.connect(uri).sync(), port, directory);
    }

    /** Asks until there is an answer; then there is a server behind the port. */
    static <T> T connected(Function<RedisURI, T> connecting, int port, Path directory) throws Exception {
        RedisURI uri = RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(port)
                .withTimeout(Duration.ofSeconds(20))
                .build();
        for (int i = 0; ; i++) {
            try {
                return connecting.apply(uri);
            } catch (RuntimeException e) {
                if (i == 100) {
                    throw new IOException(Files.readString(directory.resolve("log.txt")), e);
                }
                Thread.sleep(50);
            }
        }
    }

    RedisCommands<String, String> commands() {
        return commands;
    }

    void kill() throws Exception {
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }

    String uri(String rest) {
        return "redis://127.0.0.1:" + port + "/" + rest;
    }

    @Override
    public void close() {
        client.shutdown(0, 1, TimeUnit.SECONDS);
        process.destroyForcibly();
    }
}
