package dev.etagere.it;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that listens on a port of its own. */
record Listener(Process process, int port) implements AutoCloseable {
    private static final int ATTEMPTS = 3;
    private static final int PROBES = 1200;

    /** What starts it; may write its configuration before. */
    interface Command {
        List<String> at(int port, int attempt) throws IOException;
    }

    /** Waits until it answers: some compile their configuration first. */
    static Listener start(Path log, Command command) throws IOException, InterruptedException {
        IOException last = null;
        // Somebody else may take the port between our look and its start.
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = freePort();
            List<String> words = command.at(port, attempt);
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (answers(process, port)) {
                return new Listener(process, port);
            }
            process.destroy();
            last = new IOException(words.get(0) + " did not start: " + Files.readString(log));
        }
        throw last;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean answers(Process process, int port) throws InterruptedException {
        for (int i = 0; i < PROBES && process.isAlive(); i++) {
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
