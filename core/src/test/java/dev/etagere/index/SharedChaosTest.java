package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.SharedSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Three nodes, readers and writers on each, while their ways to the log are cut, lose answers, fall silent, and the log
 * forgets. An oracle knows what was committed when.
 */
@DisplayName("Whatever happens to the ways to a shared log")
class SharedChaosTest {
    private static final Duration RUN = Duration.ofSeconds(4);
    private static final Duration STALENESS = Duration.ofMillis(200);
    private static final int GROUPS = 4;

    private final InstantSource clock = Instant::now;
    private final MemoryLog log = new MemoryLog(
            clock, new SharedSettings(1 << 6, 100, Duration.ofSeconds(30), STALENESS, Duration.ofMillis(50)));
    private final List<MemoryLog.Connection> connections = new ArrayList<>();
    private final List<GroupIndex> nodes = new ArrayList<>();
    private final List<Subject> subjects = new ArrayList<>();
    private final Queue<String> lies = new ConcurrentLinkedQueue<>();
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong changes = new AtomicLong();

    private void write(GroupIndex node, Subject subject) {
        try {
            ChangeScope scope = node.begin(subject.group);
            synchronized (subject) {
                int version = subject.commit();
                subject.owe(System.nanoTime(), version);
            }
            scope.close();
            changes.incrementAndGet();
        } catch (IndexUnavailableException e) {
            refused.incrementAndGet();
        }
    }

    private void read(GroupIndex node, Subject subject, boolean bounded) {
        GroupVector vector = node.vector(List.of(subject.group, GroupIndex.APP));
        long begin = System.nanoTime();
        if (!node.live()) {
            return;
        }
        Reading reading = vector.read(null);
        if (reading == null) {
            return;
        }
        String label = Subject.label(reading);
        Integer kept = subject.copies.get(label);
        if (kept == null) {
            // The handler runs after the stamps were read.
            subject.copies.merge(label, subject.version, Math::min);
            return;
        }
        confirmed.incrementAndGet();
        int due =
                subject.due(begin - STALENESS.toNanos() - Duration.ofMillis(20).toNanos());
        if (bounded && kept < due) {
            lies.add(subject.group + ": version " + kept + " confirmed, and " + due + " was there "
                    + STALENESS.toMillis() + " ms before");
        }
    }

    private void harm(SplittableRandom random, boolean forgets) throws InterruptedException {
        MemoryLog.Connection way = connections.get(random.nextInt(connections.size()));
        switch (random.nextInt(forgets ? 7 : 4)) {
            case 0 -> way.cut();
            case 1 -> way.loseAnswers();
            case 2 -> way.fallSilent();
            case 3 -> way.deafen();
            case 4 -> log.trim();
            case 5 -> log.startEpoch();
            default -> log.wipe();
        }
        Thread.sleep(random.nextInt(2 * (int) STALENESS.toMillis()));
        way.heal();
    }

    private void run(long seed, boolean forgets) throws Exception {
        for (int i = 0; i < 3; i++) {
            MemoryLog.Connection connection = log.connect();
            SharedTouchLog own =
                    new SharedTouchLog(connection, Sources.of(clock), Repeater.onAThreadOfItsOwn("heartbeat"));
            own.awaitLive();
            connections.add(connection);
            nodes.add(new GroupIndex(own, null));
        }
        for (int i = 0; i < GROUPS; i++) {
            subjects.add(new Subject("g" + i));
        }
        SplittableRandom random = new SplittableRandom(seed);
        long end = System.nanoTime() + RUN.toNanos();
        List<Thread> threads = new ArrayList<>();
        for (GroupIndex node : nodes) {
            SplittableRandom writer = random.split();
            threads.add(new Thread(() -> {
                while (System.nanoTime() < end) {
                    write(node, subjects.get(writer.nextInt(GROUPS)));
                    pause(writer.nextInt(4));
                }
            }));
            SplittableRandom reader = random.split();
            threads.add(new Thread(() -> {
                while (System.nanoTime() < end) {
                    read(node, subjects.get(reader.nextInt(GROUPS)), !forgets);
                    Thread.onSpinWait();
                }
            }));
        }
        threads.forEach(Thread::start);
        while (System.nanoTime() < end) {
            harm(random, forgets);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        rest(seed);
    }

    /** P1: nothing that would be confirmed now is older than the data. */
    private void rest(long seed) throws InterruptedException {
        connections.forEach(MemoryLog.Connection::heal);
        long longest = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!nodes.stream().allMatch(node -> node.live() && node.statistics().pending() == 0)
                || subjects.stream().anyMatch(subject -> nodes.get(0).inFlux(subject.group))) {
            assertTrue(System.nanoTime() < longest, "at rest, seed " + seed);
            Thread.sleep(10);
        }
        Thread.sleep(STALENESS.toMillis());
        for (Subject subject : subjects) {
            for (GroupIndex node : nodes) {
                Reading reading =
                        node.vector(List.of(subject.group, GroupIndex.APP)).read(null);
                assertTrue(reading != null, "quiet");
                Integer kept = subject.copies.get(Subject.label(reading));
                if (kept != null && kept < subject.version) {
                    lies.add(subject.group + ": at rest " + kept + " would be confirmed, and it is " + subject.version);
                }
            }
        }
        nodes.forEach(GroupIndex::close);
        assertEquals(List.of(), List.copyOf(lies), "seed " + seed);
        assertTrue(confirmed.get() > 1000 && changes.get() > 50 && refused.get() > 0, "it was tried");
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void R20_nothingOlderThanTheLeaseIsConfirmed() throws Exception {
        run(1, false);
    }

    @Test
    void R18_nothingIsStaleForEverThoughTheLogForgets() throws Exception {
        run(2, true);
    }
}
