package dev.etagere.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.PublishedGroup;
import dev.etagere.index.Stamp;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A subscriber")
@Timeout(120)
class WakeUpTest {
    private static final Interest ALL = Interest.of(null, List.of());

    private final ExecutorService pool = Executors.newFixedThreadPool(2);
    private final GroupIndex index = GroupIndex.inMemory(InstantSource.system());
    private final Feed feed = new Feed(index, GroupVisibility.EVERYTHING, pool);

    WakeUpTest() {
        index.publish(Set.of("*"));
    }

    @AfterEach
    void stop() {
        feed.close();
        pool.shutdownNow();
    }

    @Test
    void R21_missesNothingWhoeverTouchesMeanwhile() throws Exception {
        int readers = 8;
        int writers = 4;
        int touches = 20_000;
        AtomicBoolean done = new AtomicBoolean();
        List<Map<String, Stamp>> told = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        AtomicInteger events = new AtomicInteger();
        for (int i = 0; i < readers; i++) {
            Map<String, Stamp> stamps = new ConcurrentHashMap<>();
            told.add(stamps);
            boolean reconnects = i % 2 == 0;
            threads.add(new Thread(() -> follow(stamps, reconnects, done, events)));
        }
        threads.forEach(Thread::start);
        List<Thread> writing = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            SplittableRandom random = new SplittableRandom(i);
            writing.add(new Thread(() -> {
                for (int n = 0; n < touches; n++) {
                    index.touch("g" + random.nextInt(500), "h" + random.nextInt(5));
                }
            }));
        }
        writing.forEach(Thread::start);
        for (Thread thread : writing) {
            thread.join();
        }
        done.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        for (Map<String, Stamp> stamps : told) {
            for (PublishedGroup group : index.published().all()) {
                assertEquals(group.stamp(), stamps.get(group.name()), group.name());
            }
        }
        System.out.println(
                touches * writers + " touches, " + readers + " subscribers, " + events + " events, 0 missed");
    }

    /** Reads only when woken, but for the look after subscribing: a wake-up that is lost is a change that is missed. */
    private void follow(Map<String, Stamp> stamps, boolean reconnects, AtomicBoolean done, AtomicInteger events) {
        Cursor cursor = null;
        boolean last = false;
        while (!last) {
            Semaphore wakeUps = new Semaphore(1);
            try (Subscription subscription = feed.subscribe(ALL, cursor, wakeUps::release)) {
                for (int reads = 0; !last && (!reconnects || reads < 50); reads++) {
                    last = done.get() && !wakeUps.tryAcquire(500, TimeUnit.MILLISECONDS);
                    if (!last && !done.get() && !wakeUps.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                        continue;
                    }
                    for (FeedEvent event = subscription.next(); event != null; event = subscription.next()) {
                        events.incrementAndGet();
                        cursor = event.id();
                        if (event.kind() == FeedEvent.Kind.RESET) {
                            index.published().all().forEach(group -> stamps.put(group.name(), group.stamp()));
                        }
                        event.groups().forEach(group -> stamps.put(group.name(), group.stamp()));
                    }
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    @Test
    void R21_isWokenByWhatHappensBetweenItsLookAndItsWait() throws Exception {
        for (int i = 0; i < 2000; i++) {
            CountDownLatch woken = new CountDownLatch(1);
            Cursor cursor = feed.read(ALL).cursor();
            try (Subscription subscription = feed.subscribe(ALL, cursor, woken::countDown)) {
                Thread touching = new Thread(() -> index.touch("a"));
                touching.start();
                if (subscription.next() == null) {
                    assertTrue(woken.await(10, TimeUnit.SECONDS), "round " + i + ": the wake-up is lost");
                }
                touching.join();
            }
        }
        assertEquals(0, feed.waiting());
    }

    @Test
    void holdsUpNoTouch() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        feed.onChange(() -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        for (int i = 0; i < 1000; i++) {
            index.touch("a");
        }
        release.countDown();
    }

    @Test
    void thatFailsKeepsNobodyElseFromBeingWoken() throws Exception {
        CountDownLatch woken = new CountDownLatch(1);
        feed.onChange(() -> {
            throw new IllegalStateException("meant by the test");
        });
        feed.onChange(woken::countDown);
        index.touch("a");
        assertTrue(woken.await(10, TimeUnit.SECONDS));
    }

    @Test
    void isNotWokenByWhatIsNotPublished() throws Exception {
        GroupIndex other = GroupIndex.inMemory(InstantSource.system());
        other.publish(Set.of("a"));
        AtomicInteger woken = new AtomicInteger();
        try (Feed quiet = new Feed(other, GroupVisibility.EVERYTHING, Runnable::run)) {
            quiet.onChange(woken::incrementAndGet);
            other.touch("a");
            int before = woken.get();
            other.touch("b");
            assertEquals(before, woken.get());
            other.touch("a");
            assertEquals(before + 1, woken.get());
        }
    }
}
