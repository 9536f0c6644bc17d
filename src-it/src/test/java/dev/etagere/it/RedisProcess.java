package dev.etagere.it;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.core.ExecutableProvider;

/** A real Redis on a free port and in a directory of its own, which can be killed, stand still, and start again. */
final class RedisProcess implements AutoCloseable {
    private static final int PROBES = 400;

    private final Path program;
    private final List<String> options;
    private final Path directory;
    private final int port;
    private Process process;

    RedisProcess(Path program, String... options) throws Exception {
        this.program = program;
        this.options = List.of(options);
        directory = Files.createTempDirectory(Path.of("target"), "redis").toAbsolutePath();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        start();
    }

    /** The program that comes with the tests. */
    static Path embedded() throws IOException {
        return ExecutableProvider.newJarResourceProvider().get().toPath();
    }

    /** With what it had written down, if it was told to. */
    void start() throws Exception {
        List<String> line = new ArrayList<>(List.of(program.toString(), "--port", "" + port, "--bind", "127.0.0.1"));
        line.addAll(List.of("--dir", directory.toString(), "--save", "", "--repl-diskless-sync-delay", "0"));
        line.addAll(options);
        Path log = directory.resolve("log.txt");
        process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        for (int i = 0; !answers(); i++) {
            if (i == PROBES || !process.isAlive()) {
                throw new IOException(Files.readString(log));
            }
            Thread.sleep(10);
        }
    }

    private boolean answers() {
        try {
            return command("PING").equals("PONG");
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    /** By {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void standStill() throws Exception {
        signal("-STOP");
    }

    void goOn() throws Exception {
        signal("-CONT");
    }

    private void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", name, "" + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill " + name + " failed");
        }
    }

    /** The answer, if it is a line, a number or a text. Over a connection of its own, which is no client of ours. */
    String command(String... words) throws IOException {
        StringBuilder request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            request.append('$')
                    .append(word.length())
                    .append("\r\n")
                    .append(word)
                    .append("\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(20));
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.US_ASCII));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String first = line(in);
            return switch (first.charAt(0)) {
                case '+', ':' -> first.substring(1);
                case '$' -> new String(in.readNBytes(Integer.parseInt(first.substring(1))), StandardCharsets.UTF_8);
                default -> throw new IOException(first);
            };
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ends after: " + line);
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** A line of INFO, such as {@code role}. */
    String info(String name) throws IOException {
        for (String line : command("INFO").split("\r\n", -1)) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1);
            }
        }
        return "";
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
