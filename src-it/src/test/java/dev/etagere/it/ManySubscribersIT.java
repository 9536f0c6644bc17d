package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.Stamp;
import java.io.BufferedReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many subscribers on one node, and one who takes nothing. */
@Timeout(300)
class ManySubscribersIT {
    private static final int SUBSCRIBERS = 10_000;
    private static final Map<String, String> SETTINGS = Map.of(
            "etagere.feed.subscribers-per-caller", "20000",
            "etagere.feed.heartbeat", "600",
            "etagere.feed.life", "3600");

    @ParameterizedTest
    @EnumSource(
            value = Container.class,
            names = {"JETTY", "TOMCAT"})
    void C107_tenThousandSubscribersNeedAFixedNumberOfThreads(Container container) throws Exception {
        try (FeedApp app = new FeedApp(container, SETTINGS)) {
            int threadsBefore = threads();
            long heapBefore = heap();
            Process process = readers(app.port(), app.cursor());
            try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
                assertEquals("connected", said.readLine());
                int threads = threads();
                long heap = heap();
                for (int i = 0; i < 5; i++) {
                    long begun = System.nanoTime();
                    Stamp stamp = app.index.touch("products");
                    long touched = System.nanoTime() - begun;
                    var told = process.outputWriter(StandardCharsets.US_ASCII);
                    told.write("\"products\":\"" + stamp + "\n");
                    told.flush();
                    assertEquals("all have it", said.readLine());
                    System.out.printf(
                            "%s: a touch takes %d us, all %d have it after %d ms%n",
                            container, touched / 1000, SUBSCRIBERS, (System.nanoTime() - begun) / 1_000_000);
                }
                System.out.printf(
                        "%s: %d subscribers; %d threads before, %d with them; %d bytes of heap for each, the server's"
                                + " own included%n",
                        container, SUBSCRIBERS, threadsBefore, threads, (heap - heapBefore) / SUBSCRIBERS);
                assertTrue(threads - threadsBefore < 250, "threads: " + threadsBefore + ", then " + threads);
            } finally {
                process.destroy();
            }
        }
    }

    private static Process readers(int port, String cursor) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of("target", "test-classes").toString(),
                        ManyReaders.class.getName(),
                        Integer.toString(port),
                        Integer.toString(SUBSCRIBERS),
                        "?since=" + cursor)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @ParameterizedTest
    @EnumSource(
            value = Container.class,
            names = {"JETTY", "TOMCAT"})
    void R21_aReaderWhoStallsCostsBoundedMemoryAndGetsTheLastStamps(Container container) throws Exception {
        try (FeedApp app = new FeedApp(container, SETTINGS);
                ManyReaders stalled = new ManyReaders();
                RawHttp other = new RawHttp(app.port())) {
            String query = "?since=" + app.cursor();
            stalled.connect(app.port(), query);
            stalled.awaitAll("retry: 3000");
            other.write(FeedApp.stream(query));
            Reply head = other.head();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 900; i++) {
                names.add("product:" + i);
            }
            touch(app, names, 100);
            long before = heap();
            touch(app, names, 500);
            long after = heap();
            // 25 MB have been made for whoever reads; what was kept for the one who does not would show.
            assertTrue(after - before < 8 << 20, () -> (after - before) + " bytes more");
            Stamp last = app.index.touch("products");
            FeedApp.readUntil(other, head, "\"products\":\"" + last);
            stalled.awaitAll("\"products\":\"" + last);
            System.out.println(container + ": 600 rounds of 900 groups, " + (after - before) / 1024
                    + " KiB more while a reader took nothing");
        }
    }

    private static void touch(FeedApp app, List<String> names, int rounds) throws InterruptedException {
        for (int i = 0; i < rounds; i++) {
            app.index.touch(names);
            Thread.sleep(2);
        }
    }
}
