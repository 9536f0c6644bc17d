package dev.etagere.it;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to a server, which is harmed when a test says so. On a {@link FaultyNetwork} each connection meets a fault by
 * chance; here all have the same one at the same time.
 */
final class Way implements AutoCloseable {
    private final ServerSocket listening = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    private final ScheduledExecutorService late = Executors.newSingleThreadScheduledExecutor(Way::daemon);
    private final List<Lane> lanes = new ArrayList<>();
    private int target;
    private boolean cut;
    private boolean silent;
    private volatile int millisLate;

    Way(int target) throws IOException {
        this.target = target;
        daemon(this::accept).start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "way");
        thread.setDaemon(true);
        return thread;
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Whoever is on it is thrown off. */
    synchronized void leadTo(int port) {
        target = port;
        end();
    }

    /** Connections end, and new ones do as soon as they are made. */
    synchronized void cut() {
        cut = true;
        end();
    }

    /** Connections stay and nothing comes through any more, and new ones are made and hear nothing. */
    synchronized void fallSilent() {
        silent = true;
        lanes.forEach(lane -> lane.silent = true);
    }

    /** Every answer comes so much later. */
    synchronized void slowDown(int millis) {
        millisLate = millis;
    }

    /** New connections are good; what was silent stays so, as where the other end has forgotten it. */
    synchronized void heal() {
        cut = false;
        silent = false;
        millisLate = 0;
    }

    private void end() {
        lanes.forEach(Lane::close);
        lanes.clear();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                enter(listening.accept());
            } catch (IOException e) {
                // Closed, or the client is gone already.
            }
        }
    }

    private synchronized void enter(Socket client) throws IOException {
        Lane lane = new Lane(client, target, silent);
        if (cut) {
            lane.close();
        } else {
            lanes.add(lane);
            daemon(lane::run).start();
        }
    }

    private final class Lane implements Closeable {
        private final Socket client;
        private final Socket server = new Socket();
        private final int port;
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile boolean silent;
        private long lastDue = System.nanoTime();

        Lane(Socket client, int port, boolean silent) throws IOException {
            this.client = client;
            this.port = port;
            this.silent = silent;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void run() {
            try {
                if (!silent) {
                    server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    daemon(this::answer).start();
                }
                InputStream in = client.getInputStream();
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!silent) {
                        server.getOutputStream().write(buffer, 0, read);
                    }
                }
            } catch (IOException e) {
                // One of the two is gone; so is the other then.
            } finally {
                close();
            }
        }

        private void answer() {
            try {
                InputStream in = server.getInputStream();
                byte[] buffer = new byte[8192];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    pass(Arrays.copyOf(buffer, read));
                }
            } catch (IOException e) {
                // as above
            }
            if (!silent) {
                close();
            }
        }

        /** In the order in which they came, also when they begin or cease to be late. */
        private void pass(byte[] bytes) throws IOException {
            long now = System.nanoTime();
            long due = now + TimeUnit.MILLISECONDS.toNanos(millisLate);
            if (due == now && underWay.get() == 0) {
                write(bytes);
                return;
            }
            underWay.incrementAndGet();
            lastDue = Math.max(lastDue, due);
            var unused = late.schedule(
                    () -> {
                        try {
                            write(bytes);
                            underWay.decrementAndGet();
                        } catch (IOException e) {
                            close();
                        }
                    },
                    lastDue - now,
                    TimeUnit.NANOSECONDS);
        }

        private void write(byte[] bytes) throws IOException {
            if (!silent) {
                OutputStream out = client.getOutputStream();
                out.write(bytes);
                out.flush();
            }
        }

        @Override
        public void close() {
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                // It has ended.
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        listening.close();
        late.shutdownNow();
        end();
    }
}
