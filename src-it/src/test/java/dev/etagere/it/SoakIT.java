package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/**
 * P1 and P2 over HTTP: a 304 to a request that began after the commit returned never confirms the older body; where
 * nothing but a touch follows the commit, after the touch returned. On Jetty and Tomcat in this process, which is
 * touched up to a thousand times a second, and against the sample application in its own.
 *
 * <p>{@code -Dsoak.seconds=N} sets how long, {@code -Dsoak.seed=S} what is asked. A slow machine takes longer, until
 * each race was hit.
 */
class SoakIT {
    private static final int SECONDS = Integer.getInteger("soak.seconds", 5);
    private static final long SEED = Long.getLong("soak.seed", 1);
    private static final int CLIENTS = 4;
    private static final int WRITERS = 2;
    private static final int TOUCHES_PER_SECOND = 900;
    private static final double PATIENCE_SECONDS = 60;

    /** What cannot be known from outside of a process. */
    private static final Set<SoakTally.Race> FROM_OUTSIDE = EnumSet.complementOf(EnumSet.of(
            SoakTally.Race.LABEL_OVERTAKEN_IN_HANDLER,
            SoakTally.Race.BODY_NEWER_THAN_LABEL,
            SoakTally.Race.TOUCH_NEAR_304));

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final SoakTally total = new SoakTally();

    @Test
    void P1_P2_no304ConfirmsWhatACommitBeforeTheRequestHasReplaced() throws Exception {
        List<Handler> console = List.of(Logger.getLogger("").getHandlers());
        try {
            // Handlers fail on purpose, and the servers tell of each.
            console.forEach(handler -> handler.setLevel(Level.OFF));
            soak(Container.JETTY, SECONDS * 0.4);
            soak(Container.TOMCAT, SECONDS * 0.4);
            soakSample(SECONDS * 0.2);
        } finally {
            console.forEach(handler -> handler.setLevel(Level.INFO));
            System.out.println(total.line());
        }
    }

    private void soak(Container container, double seconds) throws Exception {
        SoakTally tally = new SoakTally();
        SoakApp app = new SoakApp();
        Container.Running server = container.start(app.filter(), app);
        try {
            List<SoakClient> clients = clients(SoakApp.targets(), app.ledger(), tally, false);
            List<Together.Task> writers = new ArrayList<>();
            Set<SoakTally.Race> races = EnumSet.allOf(SoakTally.Race.class);
            BooleanSupplier goOn = until(seconds, tally, races);
            for (int i = 0; i < WRITERS; i++) {
                SoakWriter writer = new SoakWriter(app, tally, random.split());
                writers.add(() -> writer.run(TOUCHES_PER_SECOND / WRITERS, goOn));
            }
            SplittableRandom choice = random.split();
            writers.add(() -> put(server.port(), choice, tally, goOn));
            run(server.port(), clients, writers, goOn);
            recheck(server.port(), clients);
            judge(container.name(), tally, seconds, races);
        } finally {
            server.stop().run();
        }
    }

    private void soakSample(double seconds) throws Exception {
        SoakTally tally = new SoakTally();
        SampleCatalogue catalogue = new SampleCatalogue();
        try (SampleProcess app = SampleProcess.start()) {
            catalogue.readFrom(app.port());
            List<SoakClient> clients = clients(SampleCatalogue.targets(), catalogue.ledger(), tally, true);
            List<Together.Task> writers = new ArrayList<>();
            BooleanSupplier goOn = until(seconds, tally, FROM_OUTSIDE);
            for (int i = 0; i < WRITERS; i++) {
                int writer = i;
                SplittableRandom choice = random.split();
                writers.add(() -> catalogue.write(app.port(), writer, WRITERS, tally, choice, goOn));
            }
            run(app.port(), clients, writers, goOn);
            catalogue.readFrom(app.port());
            recheck(app.port(), clients);
            judge("sample application", tally, seconds, FROM_OUTSIDE);
        }
    }

    private List<SoakClient> clients(List<SoakTarget> targets, Ledger ledger, SoakTally tally, boolean observes) {
        List<SoakClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new SoakClient(targets, ledger, tally, random.split(), observes));
        }
        return clients;
    }

    private static BooleanSupplier until(double seconds, SoakTally tally, Set<SoakTally.Race> races) {
        long start = System.nanoTime();
        return () -> {
            double elapsed = (System.nanoTime() - start) / 1e9;
            return elapsed < seconds || (elapsed < seconds + PATIENCE_SECONDS && !tally.hasHit(races, least(seconds)));
        };
    }

    private static long least(double seconds) {
        return 1 + (long) (seconds / 5);
    }

    private static void run(int port, List<SoakClient> clients, List<Together.Task> writers, BooleanSupplier goOn)
            throws Exception {
        List<Together.Task> tasks = new ArrayList<>(writers);
        clients.forEach(client -> tasks.add(() -> client.run(port, goOn)));
        Together.run(tasks);
    }

    private static void recheck(int port, List<SoakClient> clients) throws Exception {
        List<Together.Task> tasks = new ArrayList<>();
        clients.forEach(client -> tasks.add(() -> client.recheck(port)));
        Together.run(tasks);
    }

    /** Declared writes, whose handlers commit inside their scope. */
    private static void put(int port, SplittableRandom choice, SoakTally tally, BooleanSupplier goOn) throws Exception {
        try (KeptAlive http = new KeptAlive(port)) {
            while (goOn.getAsBoolean()) {
                int item = SoakApp.choose(choice);
                if (SoakApp.Regime.of(item) == SoakApp.Regime.PUT) {
                    String path = (choice.nextBoolean() ? "/item/" : "/async/") + item;
                    String tag =
                            choice.nextInt(3) == 0 ? http.get(path, List.of()).field("ETag") : null;
                    http.send("PUT", path, tag == null ? List.of() : List.of("If-Match: " + tag));
                    tally.touch();
                    Thread.sleep(choice.nextInt(10));
                }
            }
        }
    }

    private void judge(String where, SoakTally tally, double seconds, Set<SoakTally.Race> races) {
        System.out.println(where + ": " + tally);
        total.add(tally);
        assertEquals(List.of(), tally.shown(), "violations, seed " + SEED);
        assertTrue(tally.hasHit(races, least(seconds)), () -> "races were missed: " + tally);
        assertTrue(tally.confirmed() > tally.requests() / 50, () -> "hardly anything was confirmed: " + tally);
    }
}
