package dev.etagere.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The way to a server as it is on bad days: connections end after a time or amid an answer, orderly or by a reset, are
 * slow, are accepted and then silent, or fall silent later. Until it is {@link #heal healed}; what is silent by then
 * stays so.
 */
final class FaultyNetwork implements AutoCloseable {
    private static final int MOST_BYTES = 200_000;
    private static final int MOST_MILLIS_LATE = 300;

    private final ServerSocket listening = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(FaultyNetwork::daemon);
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Map<Fault, Integer> met = new TreeMap<>();
    private final SplittableRandom random;
    private final int target;
    private final int shortest;
    private final int longest;
    private volatile boolean healed;

    private enum Fault {
        NONE,
        ENDS_AFTER_A_TIME,
        ENDS_AMID_AN_ANSWER,
        SLOW,
        SILENT,
        FALLS_SILENT
    }

    /**
     * @param target the port of the server
     * @param shortest how long a connection lives at least, in milliseconds
     * @param longest how long it does at most
     */
    FaultyNetwork(int target, int shortest, int longest, SplittableRandom random) throws IOException {
        this.target = target;
        this.shortest = shortest;
        this.longest = longest;
        this.random = random;
        daemon(this::accept).start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "network");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** From now on, new connections have no faults. */
    void heal() {
        healed = true;
    }

    /** How many connections have met which fault. */
    synchronized Map<Fault, Integer> met() {
        return Map.copyOf(met);
    }

    synchronized int connections() {
        return met.values().stream().mapToInt(Integer::intValue).sum();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                open.add(client);
                SplittableRandom own = random.split();
                Connection connection = new Connection(client, fault(own), own);
                daemon(connection::run).start();
            } catch (IOException e) {
                // Closed, or the client is gone already.
            }
        }
    }

    private synchronized Fault fault(SplittableRandom own) {
        Fault fault = healed ? Fault.NONE : fault(own.nextInt(100));
        met.merge(fault, 1, Integer::sum);
        return fault;
    }

    private static Fault fault(int percentile) {
        if (percentile < 55) {
            return Fault.ENDS_AFTER_A_TIME;
        }
        if (percentile < 75) {
            return Fault.ENDS_AMID_AN_ANSWER;
        }
        if (percentile < 92) {
            return Fault.SLOW;
        }
        return percentile < 96 ? Fault.SILENT : Fault.FALLS_SILENT;
    }

    private final class Connection {
        private final Socket client;
        private final Fault fault;
        private final SplittableRandom random;
        private final boolean resets;
        private final int bytes;

        Connection(Socket client, Fault fault, SplittableRandom random) {
            this.client = client;
            this.fault = fault;
            this.random = random;
            resets = random.nextBoolean();
            bytes = 1 + random.nextInt(MOST_BYTES);
        }

        void run() {
            try (client) {
                client.setTcpNoDelay(true);
                if (fault == Fault.SILENT) {
                    client.getInputStream().transferTo(OutputStream.nullOutputStream());
                    return;
                }
                relay();
            } catch (IOException e) {
                // One of the two is gone; so is the other then.
            } finally {
                open.remove(client);
            }
        }

        private void relay() throws IOException {
            try (Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
                server.setTcpNoDelay(true);
                open.add(server);
                if (fault == Fault.ENDS_AFTER_A_TIME || fault == Fault.SLOW) {
                    int life = shortest + random.nextInt(longest - shortest);
                    var unused = timer.schedule(() -> end(server), life, TimeUnit.MILLISECONDS);
                }
                daemon(() -> ask(server)).start();
                answer(server.getInputStream(), client.getOutputStream());
                end(server);
                open.remove(server);
            }
        }

        private void ask(Socket server) {
            try {
                client.getInputStream().transferTo(server.getOutputStream());
            } catch (IOException e) {
                // as above
            }
            end(server);
        }

        private void answer(InputStream in, OutputStream out) throws IOException {
            byte[] buffer = new byte[8192];
            long left = bytes;
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (fault == Fault.SLOW) {
                    pause(random.nextInt(MOST_MILLIS_LATE));
                }
                boolean limited = fault == Fault.ENDS_AMID_AN_ANSWER || fault == Fault.FALLS_SILENT;
                int passed = limited ? (int) Math.min(left, read) : read;
                out.write(buffer, 0, passed);
                left -= passed;
                if (left <= 0 && fault == Fault.ENDS_AMID_AN_ANSWER) {
                    return;
                }
            }
        }

        private void end(Socket server) {
            try {
                if (resets) {
                    client.setSoLinger(true, 0);
                }
                client.close();
                server.close();
            } catch (IOException e) {
                // It has ended.
            }
        }
    }

    private static void pause(int millis) throws IOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        timer.shutdownNow();
        for (Closeable socket : open) {
            socket.close();
        }
    }
}
