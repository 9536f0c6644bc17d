package dev.etagere.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Many readers of a stream on one thread. With a process of its own, the memory of the server is that of the server.
 */
final class ManyReaders implements AutoCloseable {
    private static final int KEPT = 400;
    private static final int WAVE = 250;

    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocate(8192);

    ManyReaders() throws IOException {}

    /**
     * Connects so many to that port, says so, and then tells of each text that it is given when all have received it.
     */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        try (ManyReaders readers = new ManyReaders()) {
            // In waves, since a listening socket queues a few hundred only.
            for (int made = 0; made < count; ) {
                for (int i = 0; i < WAVE && made < count; i++, made++) {
                    readers.connect(port, arguments[2]);
                }
                readers.awaitAll("retry: 3000");
            }
            System.out.println("connected");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (String wanted = in.readLine(); wanted != null; wanted = in.readLine()) {
                readers.awaitAll(wanted);
                System.out.println("all have it");
            }
        }
    }

    void connect(int port, String query) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.write(ByteBuffer.wrap(stream(query).getBytes(StandardCharsets.US_ASCII)));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Received());
    }

    private static String stream(String query) {
        return "GET /group-timestamps" + query + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n";
    }

    /** Reads until each has received that text, and not before what it read last. */
    void awaitAll(String wanted) throws IOException {
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        long missing = selector.keys().stream().filter(key -> !has(key, wanted)).count();
        while (missing > 0) {
            if (System.nanoTime() > patience) {
                throw new IOException(missing + " of " + selector.keys().size() + " have not received " + wanted);
            }
            selector.select(100);
            for (SelectionKey key : selector.selectedKeys()) {
                boolean had = has(key, wanted);
                read(key);
                missing -= !had && has(key, wanted) ? 1 : 0;
            }
            selector.selectedKeys().clear();
        }
    }

    private void read(SelectionKey key) throws IOException {
        Received received = (Received) key.attachment();
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
            throw new IOException("a stream ended after " + received.last);
        }
        received.last += StandardCharsets.US_ASCII.decode(buffer.flip());
        received.last = received.last.substring(Math.max(0, received.last.length() - KEPT));
    }

    private static boolean has(SelectionKey key, String wanted) {
        return ((Received) key.attachment()).last.contains(wanted);
    }

    /** The end of what one of them has received. */
    private static final class Received {
        private String last = "";
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
