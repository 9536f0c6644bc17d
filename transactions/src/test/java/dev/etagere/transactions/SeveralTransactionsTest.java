package dev.etagere.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import jakarta.transaction.Transaction;
import java.lang.ref.WeakReference;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Several transactions")
class SeveralTransactionsTest extends Fixture {
    private static final long SEED = 20261124;
    private static final int THREADS = 4;
    private static final int ROUNDS = 250;

    private final Stamp before = index.head();

    @Test
    void oneAfterTheOtherOnAThreadKeepTheirGroupsApart() throws Exception {
        MANAGER.begin();
        touches.touch("a");
        MANAGER.rollback();
        MANAGER.begin();
        touches.touch("b");
        MANAGER.commit();
        assertUnmoved(before, "a");
        Stamp second = index.stamp("b");
        MANAGER.begin();
        touches.touch("c");
        MANAGER.commit();
        assertUnmoved(second, "b");
        assertMoved(second, "c");
    }

    @Test
    void suspendedAndResumedKeepTheirGroupsApart() throws Exception {
        MANAGER.begin();
        shop.write("new");
        touches.touch("a");
        Transaction outer = MANAGER.suspend();
        touches.touch("c");
        assertMoved(before, "c");
        MANAGER.begin();
        touches.touch("b");
        MANAGER.commit();
        assertMoved(before, "b");
        assertUnmoved(before, "a");
        MANAGER.resume(outer);
        Stamp inner = index.stamp("b");
        MANAGER.commit();
        assertMoved(before, "a");
        assertUnmoved(inner, "b");
    }

    @Test
    void ofWhichTheInnerIsRolledBackKeepTheirGroupsApart() throws Exception {
        MANAGER.begin();
        touches.touch("a");
        Transaction outer = MANAGER.suspend();
        MANAGER.begin();
        touches.touch("b");
        MANAGER.rollback();
        MANAGER.resume(outer);
        MANAGER.commit();
        assertMoved(before, "a");
        assertUnmoved(before, "b");
    }

    @Test
    void oneMayBeWorkedOnByTwoThreads() throws Exception {
        MANAGER.begin();
        touches.touch("a");
        Transaction shared = MANAGER.suspend();
        Thread other = new Thread(() -> {
            try {
                MANAGER.resume(shared);
                touches.touch("b");
                MANAGER.suspend();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        other.start();
        other.join();
        MANAGER.resume(shared);
        assertEquals(before, index.head());
        MANAGER.commit();
        assertMoved(before, "a");
        assertMoved(before, "b");
    }

    @Test
    void twoBridgesInOneDoNotMeet() throws Exception {
        try (GroupIndex second = GroupIndex.inMemory(InstantSource.system())) {
            Stamp start = second.head();
            MANAGER.begin();
            touches.touch("a");
            new TransactionalTouches(second, REGISTRY).touch("b");
            MANAGER.commit();
            assertMoved(before, "a");
            assertUnmoved(before, "b");
            assertEquals(start, second.stamp("a"));
            assertTrue(second.stamp("b").compareTo(start) > 0);
        }
    }

    @Test
    void R10_atATimeMoveExactlyWhatTheyHaveCommitted() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                results.add(threads.submit(rounds("own:" + thread, new SplittableRandom(SEED + thread))));
            }
            int commits = 0;
            for (Future<Integer> result : results) {
                commits += result.get(60, TimeUnit.SECONDS);
            }
            assertTrue(commits > THREADS * ROUNDS / 4 && commits < THREADS * ROUNDS * 3 / 4, "commits: " + commits);
        } finally {
            threads.shutdownNow();
        }
        assertFalse(index.inFlux("shared"));
    }

    private Callable<Integer> rounds(String own, SplittableRandom random) {
        return () -> {
            int commits = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Stamp last = index.stamp(own);
                boolean commit = random.nextBoolean();
                MANAGER.begin();
                boolean[] inFlux = new boolean[1];
                enlist(Participant.onCommit(() -> inFlux[0] = index.inFlux(own) && index.inFlux("shared")));
                touches.touch(own);
                touches.touch("shared");
                if (commit) {
                    MANAGER.commit();
                    commits++;
                } else {
                    MANAGER.rollback();
                }
                String where = own + " in round " + round + " of seed " + SEED;
                assertEquals(commit, index.stamp(own).compareTo(last) > 0, where);
                assertEquals(commit, inFlux[0], where);
                assertFalse(index.inFlux(own), where);
            }
            return commits;
        };
    }

    @Test
    void leaveNothingInMemory() throws Exception {
        WeakReference<TransactionalTouches> bridge = new WeakReference<>(touchOnce());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (bridge.get() != null && System.nanoTime() < deadline) {
            System.gc();
            Thread.sleep(10);
        }
        assertNull(bridge.get());
    }

    private TransactionalTouches touchOnce() throws Exception {
        TransactionalTouches once = new TransactionalTouches(index, REGISTRY);
        MANAGER.begin();
        once.touch("a");
        MANAGER.commit();
        MANAGER.begin();
        once.touch("a");
        MANAGER.rollback();
        return once;
    }
}
