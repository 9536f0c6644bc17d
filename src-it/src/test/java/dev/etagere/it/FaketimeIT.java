package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * R16, R17 under clocks that are wrong: the sample application runs under libfaketime, and while clients write, read
 * and send back the dates that they were given, its clock steps both ways. Each run has two lives, with a stop or a
 * kill and a step of the clock between them.
 *
 * <p>{@code -Dfaketime.runs=N} sets the number of runs, {@code -Dfaketime.seed=S} what happens in them.
 */
class FaketimeIT {
    private static final int RUNS = Integer.getInteger("faketime.runs", 10);
    private static final long SEED = Long.getLong("faketime.seed", 17);
    private static final int CLIENTS = 3;
    private static final int STEPS = 8;
    private static final int REQUESTS_PER_STEP = 60;

    /** How far a clock may be off where we cannot look at both at once. */
    private static final Duration TOLERANCE = Duration.ofSeconds(60);

    private static final List<Duration> SIZES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofHours(1),
            Duration.ofDays(1),
            Duration.ofDays(365));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SoakTally tally = new SoakTally();
    private Duration offset;
    private Duration highestOffset;
    private int forward;
    private int back;
    private int lost;
    private long survived;

    @TempDir
    Path directory;

    @Test
    void R16_R17_noStepOfTheClockMakesA304Lie() throws Exception {
        Path library = library();
        for (int run = 0; run < RUNS; run++) {
            runOnce(library, directory.resolve("run" + run), SIZES.get(run % SIZES.size()), run % 2 == 0);
        }
        System.out.printf(
                "%d runs with the clock stepping %d times forward and %d back, %s, %d labels survived a clean stop,"
                        + " %d writes lost by the database, seed %d%n",
                RUNS, forward, back, tally.line(), survived, lost, SEED);
        assertTrue(forward > 0 && back > 0, "the clock has to step both ways");
        assertTrue(tally.hits(SoakTally.Race.DATE_CONFIRMED) > 0, () -> "no date was confirmed: " + tally);
        assertTrue(tally.confirmed() > tally.hits(SoakTally.Race.DATE_CONFIRMED), () -> "no tag was: " + tally);
    }

    private void runOnce(Path library, Path kept, Duration size, boolean clean) throws Exception {
        Files.createDirectories(kept);
        SampleCatalogue catalogue = new SampleCatalogue();
        List<SoakClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new SoakClient(SampleCatalogue.targets(), catalogue.ledger(), tally, random.split(), true));
        }
        offset = Duration.ZERO;
        highestOffset = size.negated();
        step(kept, random.nextBoolean() ? size : size.negated());
        Instant end;
        try (SampleProcess app = start(library, kept)) {
            assertThatTheClockIsOff(app);
            catalogue.readFrom(app.port());
            end = live(app, kept, size, catalogue, clients);
            if (clean) {
                app.stop();
            } else {
                app.kill();
            }
        }
        step(kept, random.nextBoolean() ? size : size.negated());
        try (SampleProcess app = start(library, kept)) {
            lost += catalogue.readFrom(app.port());
            long before = tally.confirmed();
            recheck(app, clients);
            survived += tally.confirmed() - before;
            assertTrue(clean == tally.confirmed() > before, "labels survive a clean stop and nothing else");
            assertTrue(!date(app).isBefore(end), "the log's clock stepped back over a restart");
            live(app, kept, size, catalogue, clients);
        }
    }

    private SampleProcess start(Path library, Path kept) throws Exception {
        // Left to itself, the library takes the monotonic deadlines of the virtual machine for times of day, and every
        // timed wait returns at once: the process spins.
        Map<String, String> environment = Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", clock(kept).toString(),
                "FAKETIME_NO_CACHE", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "DONT_FAKE_MONOTONIC", "1",
                "NO_FAKE_STAT", "1");
        return SampleProcess.startForSeconds(
                environment,
                "--index",
                "embedded:" + kept.resolve("index"),
                "--db",
                "jdbc:h2:" + kept.resolve("catalogue") + ";WRITE_DELAY=0");
    }

    /** Until the clock has stepped often enough, with requests between the steps. Returns the log's time at the end. */
    private Instant live(
            SampleProcess app, Path kept, Duration size, SampleCatalogue catalogue, List<SoakClient> clients)
            throws Exception {
        Steps steps = new Steps(kept, size);
        List<Together.Task> tasks = new ArrayList<>();
        SplittableRandom choice = random.split();
        tasks.add(steps::run);
        tasks.add(() -> catalogue.write(app.port(), 0, 1, tally, choice, steps::goOn));
        clients.forEach(client -> tasks.add(() -> client.run(app.port(), steps::goOn)));
        Together.run(tasks);
        lost += catalogue.readFrom(app.port());
        recheck(app, clients);
        Instant end = date(app);
        assertTrue(
                !end.isBefore(Instant.now().plus(highestOffset).minus(TOLERANCE)),
                "the log's time " + end + " does not follow a clock that was " + highestOffset + " ahead");
        return end;
    }

    private void recheck(SampleProcess app, List<SoakClient> clients) throws Exception {
        for (SoakClient client : clients) {
            client.recheck(app.port());
        }
        assertEquals(List.of(), tally.shown(), "violations, seed " + SEED);
    }

    /** Steps the clock again and again, both ways. */
    private final class Steps {
        private final Path kept;
        private final Duration size;
        private volatile boolean done;

        Steps(Path kept, Duration size) {
            this.kept = kept;
            this.size = size;
        }

        boolean goOn() {
            return !done;
        }

        void run() throws Exception {
            try {
                for (int i = 0; i < STEPS; i++) {
                    long next = tally.requests() + REQUESTS_PER_STEP;
                    Thread.sleep(150 + random.nextInt(300));
                    while (tally.requests() < next) {
                        Thread.sleep(1);
                    }
                    step(kept, i % 2 == 0 ? size : size.negated());
                }
            } finally {
                done = true;
            }
        }
    }

    private static Path clock(Path kept) {
        return kept.resolve("clock");
    }

    /** Moves the clock of the running application, in one step: it reads the file whenever it asks for the time. */
    private void step(Path kept, Duration by) throws IOException {
        offset = offset.plus(by);
        highestOffset = offset.compareTo(highestOffset) > 0 ? offset : highestOffset;
        forward += by.isNegative() ? 0 : 1;
        back += by.isNegative() ? 1 : 0;
        Path beside = kept.resolve("clock.new");
        Files.writeString(beside, "%+d%n".formatted(offset.toSeconds()));
        Files.move(beside, clock(kept), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void assertThatTheClockIsOff(SampleProcess app) throws IOException {
        Duration off = Duration.between(Instant.now().plus(offset), date(app));
        assertTrue(off.abs().compareTo(TOLERANCE) < 0, "faketime has no effect: " + off + " off from " + offset);
    }

    private static Instant date(SampleProcess app) throws IOException {
        try (KeptAlive http = new KeptAlive(app.port())) {
            String date = http.get("/products/1", List.of()).field("Date");
            return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        }
    }

    /** Of Debian's package faketime. */
    private static Path library() throws IOException {
        Path libraries = Path.of("/usr/lib");
        if (Files.isDirectory(libraries)) {
            try (DirectoryStream<Path> machines = Files.newDirectoryStream(libraries, "*-linux-gnu*")) {
                for (Path machine : machines) {
                    Path library = machine.resolve("faketime").resolve("libfaketimeMT.so.1");
                    if (Files.exists(library)) {
                        return library;
                    }
                }
            }
        }
        String missing = "FaketimeIT needs libfaketime; on Debian: apt-get install faketime";
        return "true".equals(System.getenv("CI")) ? fail(missing) : Assumptions.abort(missing);
    }
}
