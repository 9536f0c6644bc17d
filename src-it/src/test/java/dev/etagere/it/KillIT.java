package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a crash may not leave behind: a label that is still confirmed, although the database has lost, or gained, what
 * it was given for. The sample application is killed while clients write and read, with a kept index and a database in
 * a file; in between it is stopped. After each start, labels from its whole past are asked about.
 *
 * <p>A write on its way at the kill may be there or not, and one that was acknowledged may be lost if the database says
 * so before it has written (H2 does, unless told {@code WRITE_DELAY=0}); readers may have been given either state under
 * a label. So nothing is presumed about the data: a 304 is compared with what is served now.
 *
 * <p>{@code -Dkill.rounds=N} sets the number of kills, {@code -Dkill.seed=S} what happens between them.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("kill.rounds", 20);
    private static final long SEED = Long.getLong("kill.seed", 15);
    private static final int LABELS = 1_000;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Journal journal = new Journal();
    private final CommittedProducts committed = new CommittedProducts();
    private final List<String> lies = new ArrayList<>();
    private List<Journal.Label> atRest = List.of();
    private int tags;
    private int dates;
    private int survived;
    private int kills;
    private int killsAmidWrites;
    private int lost;

    @TempDir
    Path directory;

    /** How a run of the application ends. */
    private enum Ending {
        KILL,
        STOP_AT_REST,
        STOP_WHILE_WRITING,
        STOP_BROKEN_OFF
    }

    private static final List<Ending> ENDINGS = List.of(
            Ending.KILL,
            Ending.KILL,
            Ending.KILL,
            Ending.STOP_AT_REST,
            Ending.KILL,
            Ending.KILL,
            Ending.KILL,
            Ending.STOP_WHILE_WRITING,
            Ending.KILL,
            Ending.KILL,
            Ending.KILL,
            Ending.STOP_BROKEN_OFF);

    @Test
    void R15_aKillLeavesNoLabelBehindAndACleanStopAll() throws Exception {
        try {
            run();
        } finally {
            System.out.printf("%d kills, %d labels re-checked, %d stale%n", kills, tags, lies.size());
            System.out.printf(
                    "%d dates re-checked, %d labels survived a clean stop, %d of %d writes lost by the database,"
                            + " %d kills amid a write, seed %d%n",
                    dates, survived, lost, committed.acknowledged(), killsAmidWrites, SEED);
        }
        assertTrue(survived > 0, "no label survived a clean stop, so this has proved nothing");
        assertTrue(killsAmidWrites > kills / 2, killsAmidWrites + " of " + kills + " kills came amid a write");
    }

    private void run() throws Exception {
        Ending last = null;
        for (int round = 0; kills < KILLS; round++) {
            Ending ending = ENDINGS.get(round % ENDINGS.size());
            try (SampleProcess app = start()) {
                recheck(app, last);
                CatalogueLoad load = CatalogueLoad.start(app.port(), journal, committed, random.nextLong());
                await(load);
                end(app, load, ending);
            }
            last = ending;
        }
        try (SampleProcess app = start()) {
            recheck(app, last);
        }
    }

    private SampleProcess start() throws Exception {
        return SampleProcess.startForSeconds(
                Map.of(),
                "--index",
                "embedded:" + directory.resolve("index"),
                "--db",
                "jdbc:h2:" + directory.resolve("catalogue") + ";WRITE_DELAY=0");
    }

    /** Until there are labels enough, and then for so much to have happened, however fast the machine is. */
    private void await(CatalogueLoad load) throws InterruptedException {
        int answers = load.answers() + 50 + random.nextInt(400);
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (load.answers() < answers || journal.tags() < LABELS) {
            assertTrue(System.nanoTime() < deadline, () -> load.answers() + " answers, " + journal.tags() + " labels");
            Thread.sleep(1);
        }
    }

    private void end(SampleProcess app, CatalogueLoad load, Ending ending) throws Exception {
        atRest = List.of();
        switch (ending) {
            case KILL -> app.kill();
            case STOP_AT_REST -> {
                load.stop();
                atRest = labelsNow(app);
                app.stop();
            }
            case STOP_WHILE_WRITING -> app.stop();
            case STOP_BROKEN_OFF -> app.stopAndKill(Duration.ofMillis(random.nextInt(400)));
        }
        load.stop();
        int unanswered = committed.unanswered();
        if (ending == Ending.KILL) {
            kills++;
            killsAmidWrites += unanswered > 0 ? 1 : 0;
        }
    }

    private static List<Journal.Label> labelsNow(SampleProcess app) throws Exception {
        List<Journal.Label> labels = new ArrayList<>();
        try (KeptAlive http = new KeptAlive(app.port())) {
            for (Journal.Target target : CatalogueLoad.targets()) {
                labels.add(Journal.Label.of(target, http.get(target.path(), target.fields())));
            }
        }
        return labels;
    }

    private void recheck(SampleProcess app, Ending last) throws Exception {
        lost += committed.lostBy(app.port());
        Recheck past = recheck(app, journal.some(LABELS));
        if (last != null) {
            assertTrue(past.tags() >= LABELS, "only " + past.tags() + " labels re-checked");
        }
        if (last == Ending.KILL) {
            assertEquals(0, past.confirmedTags() + past.confirmedDates(), "labels that survived a kill");
        }
        Recheck rest = recheck(app, atRest);
        assertEquals(atRest.size(), rest.confirmedTags(), "labels that survived a clean stop");
        survived += rest.confirmedTags();
    }

    private Recheck recheck(SampleProcess app, List<Journal.Label> labels) throws Exception {
        Recheck recheck = Recheck.of(app.port(), labels);
        tags += recheck.tags();
        dates += recheck.dates();
        lies.addAll(recheck.lies());
        assertEquals(List.of(), lies, "a 304 that lies, seed " + SEED);
        return recheck;
    }
}
