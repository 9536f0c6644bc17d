package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.client.Follow;
import dev.etagere.it.ProductReader.Form;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Feed and client together, when all goes wrong between them.
 *
 * <p>{@code -Dfaults.changes=N} sets how much changes, {@code -Dfaults.subscribers=N} for how many,
 * {@code -Dfaults.scale=10} makes connections live for 1 to 5 seconds instead of 0.1 to 0.5, and
 * {@code -Dfaults.seed=S} sets which faults they meet.
 */
@Timeout(600)
class FeedFaultsIT {
    private static final List<Form> EACH = List.of(Form.values());
    private static final long SEED = Long.getLong("faults.seed", 4);
    private static final int SCALE = Integer.getInteger("faults.scale", 1);
    private static final int CHANGES = Integer.getInteger("faults.changes", 100_000);
    private static final int SUBSCRIBERS = Integer.getInteger("faults.subscribers", 100);
    private static final int GROUPS = 1000;
    private static final int BURST = 250;
    private static final int BURST_MILLIS = 40;

    private static final List<Follow> FORMS = List.of(
            Follow.POLL.every(Duration.ofMillis(200)),
            Follow.LONG_POLL.every(Duration.ofSeconds(2)),
            Follow.SSE.every(Duration.ofSeconds(1)));

    @TempDir
    Path directory;

    @Test
    void R21_whoeverFollowsMissesNothingHoweverTheConnectionsBreak() throws Exception {
        AtomicIntegerArray data = new AtomicIntegerArray(GROUPS);
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        List<Subscriber> subscribers = new ArrayList<>();
        try (FeedApp app = new FeedApp(Container.JETTY, Map.of("etagere.feed.heartbeat", "1"));
                FaultyNetwork network =
                        new FaultyNetwork(app.port(), 100 * SCALE, 500 * SCALE, new SplittableRandom(SEED))) {
            for (int i = 0; i < SUBSCRIBERS; i++) {
                subscribers.add(new Subscriber(http, network.port(), FORMS.get(i % FORMS.size()), data));
            }
            await(subscribers, subscriber -> subscriber.resets.get() > 0 ? 0 : 1);
            int known = sum(subscribers, subscriber -> subscriber.resets.get());
            change(app, data);
            int missing = sum(subscribers, Subscriber::missing);
            int broken = network.connections();
            network.heal();
            long begun = System.nanoTime();
            await(subscribers, Subscriber::missing);
            System.out.printf(
                    "%d changes of %d groups, %d subscribers, %d changes heard in %d calls, %d failures, %d resets on the"
                            + " way; %d connections: %s; %d missing at the end, none %d ms later; seed %d%n",
                    CHANGES,
                    GROUPS,
                    SUBSCRIBERS,
                    sum(subscribers, subscriber -> subscriber.heard.get()),
                    sum(subscribers, subscriber -> subscriber.calls.get()),
                    sum(subscribers, subscriber -> subscriber.failures.get()),
                    sum(subscribers, subscriber -> subscriber.resets.get()) - known,
                    network.connections(),
                    network.met(),
                    missing,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
                    SEED);
            assertTrue(missing > 0, "nobody was behind at the end, so this has proved nothing");
            assertTrue(broken > 5 * SUBSCRIBERS, () -> "only " + broken + " connections");
            assertTrue(
                    sum(subscribers, subscriber -> subscriber.resets.get()) - known <= SUBSCRIBERS / 10,
                    "after a reset all is read again, which hides what was missed");
        } finally {
            subscribers.forEach(Subscriber::close);
        }
    }

    /** The data first, then the touch, as a writer does. */
    private static void change(FeedApp app, AtomicIntegerArray data) throws InterruptedException {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < CHANGES; i++) {
            int group = random.nextInt(GROUPS);
            data.incrementAndGet(group);
            app.index.touch("product:" + group);
            if (i % BURST == 0) {
                Thread.sleep(BURST_MILLIS);
            }
        }
    }

    private static int sum(List<Subscriber> subscribers, ToIntFunction<Subscriber> what) {
        return subscribers.stream().mapToInt(what).sum();
    }

    private static void await(List<Subscriber> subscribers, ToIntFunction<Subscriber> what)
            throws InterruptedException {
        int left = 600;
        while (sum(subscribers, what) > 0) {
            left--;
            assertTrue(
                    left > 0,
                    () -> "seed " + SEED + ", missed by "
                            + subscribers.stream()
                                    .filter(one -> what.applyAsInt(one) > 0)
                                    .toList());
            Thread.sleep(50);
        }
    }

    private enum Ending {
        KILL,
        STOP
    }

    @ParameterizedTest
    @CsvSource({"KILL, false", "STOP, false", "KILL, true", "STOP, true"})
    void P1_aClientShowsNothingOldAcrossARestartAndRecoversByItself(Ending ending, boolean kept) throws Exception {
        int port = fixedPort();
        Prices prices = new Prices();
        List<Answers> answers = answers(prices);
        List<ProductReader> readers = new ArrayList<>();
        SampleProcess app = start(port, kept, "1");
        try {
            prices.readFrom(port);
            for (int i = 0; i < answers.size(); i++) {
                readers.add(new ProductReader(port, EACH.get(i), answers.get(i)));
            }
            PriceWriter first = new PriceWriter(port, prices, SEED);
            awaitHits(answers);
            end(app, ending);
            long ended = System.nanoTime();
            first.stop();
            if (!kept) {
                Thread.sleep(Form.SSE.bound.plusMillis(200).toMillis());
                prices.anyMayReturn();
            }
            for (int i = 0; !kept && i < answers.size(); i++) {
                Form form = EACH.get(i);
                long asked = answers.get(i).lastAsked() - ended;
                assertTrue(asked <= form.bound.toNanos(), () -> form + " answers after " + asked + " ns of silence");
            }
            app = start(port, kept, "1");
            long back = System.nanoTime();
            answers.forEach(one -> one.from(back));
            prices.readFrom(port);
            PriceWriter second = new PriceWriter(port, prices, SEED + 1);
            awaitHits(answers);
            second.stop();
            long rest = System.nanoTime();
            for (Answers one : answers) {
                one.awaitRest(rest);
            }
            System.out.printf(
                    "%s, index %s, %d writes before, %d after; %s%n",
                    ending, kept ? "kept" : "new", first.written.get(), second.written.get(), answers);
        } finally {
            close(readers);
            app.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"2, 20", "1, 0"})
    void R21_anotherRevisionOnAKeptIndexIsFetchedAnewAndTheSameOneIsNot(String revision, int fetched) throws Exception {
        int port = fixedPort();
        Prices prices = new Prices();
        List<Answers> answers = answers(prices);
        List<ProductReader> readers = new ArrayList<>();
        SampleProcess app = start(port, true, "1");
        try {
            prices.readFrom(port);
            for (int i = 0; i < answers.size(); i++) {
                readers.add(new ProductReader(port, EACH.get(i), answers.get(i)));
            }
            long begun = System.nanoTime();
            for (Answers one : answers) {
                one.awaitRest(begun);
            }
            List<Long> before = received(readers);
            app.stop();
            app = start(port, true, revision);
            // By then what was known before the stop counts no more, whatever it was.
            Thread.sleep(Form.LONG_POLL.bound.toMillis());
            long back = System.nanoTime();
            for (Answers one : answers) {
                one.awaitRest(back);
            }
            List<Long> after = received(readers);
            for (int i = 0; i < readers.size(); i++) {
                assertEquals(before.get(i) + fetched, after.get(i), EACH.get(i) + ": bodies received");
            }
        } finally {
            close(readers);
            app.close();
        }
    }

    private static List<Long> received(List<ProductReader> readers) {
        return readers.stream()
                .map(reader ->
                        reader.statistics().misses() + reader.statistics().changed())
                .toList();
    }

    @Test
    void P1_aClientThatWasStoppedShowsNothingOldAfterwardsAndHoldsUpNobodyMeanwhile() throws Exception {
        Prices prices = new Prices();
        List<Answers> answers = answers(prices);
        List<Process> processes = new ArrayList<>();
        try (SampleProcess app = SampleProcess.startForSeconds(Map.of());
                SampleProcess storefront = SampleProcess.startStorefront(app.port());
                KeptAlive shop = new KeptAlive(app.port());
                KeptAlive front = new KeptAlive(storefront.port())) {
            prices.readFrom(app.port());
            for (int i = 0; i < answers.size(); i++) {
                processes.add(reader(app.port(), EACH.get(i), answers.get(i)));
            }
            processes.add(storefront.process());
            int apart = ProductReader.PRODUCTS + 1;
            PriceWriter writer = new PriceWriter(app.port(), prices, SEED);
            awaitHits(answers);
            awaitPrice(
                    front,
                    apart,
                    Prices.in(shop.get("/products/" + apart, List.of()).text()));
            signal("STOP", processes);
            long price = PriceWriter.put(shop, prices, apart);
            int before = writer.written.getAndSet(0);
            writer.slowestNanos.set(0);
            Thread.sleep(Form.LONG_POLL.bound.plusMillis(500).toMillis());
            int meanwhile = writer.written.get();
            long slowest = TimeUnit.NANOSECONDS.toMillis(writer.slowestNanos.get());
            long continued = System.nanoTime();
            answers.forEach(one -> one.from(continued));
            signal("CONT", processes);
            awaitPrice(front, apart, price);
            long shown = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - continued);
            awaitHits(answers);
            writer.stop();
            long rest = System.nanoTime();
            for (Answers one : answers) {
                one.awaitRest(rest);
            }
            System.out.printf(
                    "%d writes before the stop, %d meanwhile, the slowest took %d ms; the storefront shows what"
                            + " changed meanwhile after %d ms; %s%n",
                    before, meanwhile, slowest, shown, answers);
            assertTrue(meanwhile > 50 && slowest < 3000, () -> meanwhile + " writes, " + slowest + " ms");
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static void awaitPrice(KeptAlive front, int id, long price) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (true) {
            Reply reply = front.get("/products/" + id, List.of());
            if (Prices.in(reply.text()) == price && "Etagere; hit".equals(reply.field("Cache-Status"))) {
                return;
            }
            assertFalse(System.nanoTime() - deadline > 0, () -> "it shows " + reply.text());
            Thread.sleep(1);
        }
    }

    private static Process reader(int port, Form form, Answers answers) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ProductReader.class.getName(),
                        Integer.toString(port),
                        form.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread listening = new Thread(() -> listen(process, answers), "listening");
        listening.setDaemon(true);
        listening.start();
        return process;
    }

    private static void listen(Process process, Answers answers) {
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                answers.accept(ProductReader.Answer.parse(line));
            }
        } catch (IOException e) {
            // It has been ended.
        }
    }

    private static void signal(String name, List<Process> processes) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        assertEquals(0, new ProcessBuilder(command).inheritIO().start().waitFor());
    }

    private static List<Answers> answers(Prices prices) {
        List<Answers> answers = new ArrayList<>();
        for (Form form : Form.values()) {
            answers.add(new Answers(form, prices));
        }
        return answers;
    }

    private static void awaitHits(List<Answers> answers) throws InterruptedException {
        for (Answers one : answers) {
            one.awaitHits(100);
        }
    }

    private static void end(SampleProcess app, Ending ending) throws InterruptedException {
        switch (ending) {
            case KILL -> app.kill();
            case STOP -> app.stop();
        }
    }

    private static void close(List<ProductReader> readers) throws InterruptedException {
        for (ProductReader reader : readers) {
            reader.stop();
        }
    }

    private SampleProcess start(int port, boolean kept, String revision) throws Exception {
        List<String> options = new ArrayList<>(List.of("--port", Integer.toString(port), "--revision", revision));
        if (kept) {
            options.addAll(List.of(
                    "--index",
                    "embedded:" + directory.resolve("index"),
                    "--db",
                    "jdbc:h2:" + directory.resolve("shop") + ";WRITE_DELAY=0"));
        }
        return SampleProcess.startForSeconds(Map.of(), options.toArray(new String[0]));
    }

    /** One that is free, and that no outgoing connection is given while the server is away. */
    private static int fixedPort() throws IOException {
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < 100; i++) {
            int port = 20_000 + random.nextInt(10_000);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getByName(null))) {
                return free.getLocalPort();
            } catch (IOException e) {
                // It is in use.
            }
        }
        throw new IOException("no port is free");
    }
}
