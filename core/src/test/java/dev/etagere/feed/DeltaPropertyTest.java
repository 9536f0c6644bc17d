package dev.etagere.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.feed.FeedEvent.Kind;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.SteppedClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What a reader makes of the deltas that he gets, against one who remembers every touch: whatever he believes to be
 * unchanged up to his cursor has not changed.
 */
@DisplayName("Deltas")
class DeltaPropertyTest {
    private static final int RUNS = 300;
    private static final Pattern GROUP = Pattern.compile("\"(g\\d+)\":\"([^\"]+)\"");
    private static final AtomicLong INDEXES = new AtomicLong();

    /** What was touched, and when, without any bound. */
    private static final class Oracle {
        final Map<String, Long> stamps = new HashMap<>();

        void touched(long stamp, Set<String> groups) {
            groups.stream().filter(group -> group.startsWith("g")).forEach(group -> stamps.put(group, stamp));
        }

        void allTouched(long stamp) {
            stamps.replaceAll((group, before) -> stamp);
        }
    }

    /** One who keeps the group stamps that he is told of. */
    private static final class Reader {
        final Interest interest;
        final Map<String, Long> told = new HashMap<>();
        Cursor cursor;
        long horizon;
        Subscription subscription;

        Reader(Interest interest) {
            this.interest = interest;
        }

        void read(GroupTimestamps timestamps, int size) {
            String json = FeedTest.json(timestamps, size);
            if (timestamps.reset() || cursor == null) {
                told.clear();
                Matcher at = Pattern.compile("\"horizon\":\"([^\"]+)\"").matcher(json);
                assertTrue(at.find());
                horizon = dev.etagere.index.Stamp.parse(at.group(1)).nanos();
            }
            Matcher group = GROUP.matcher(json);
            while (group.find()) {
                if (!group.group(2).equals("unknown")) {
                    told.put(
                            group.group(1),
                            dev.etagere.index.Stamp.parse(group.group(2)).nanos());
                }
            }
            cursor = timestamps.cursor();
        }

        /** Whatever changed up to the cursor, after the horizon, is known; and nothing was made up. */
        void check(Oracle oracle, String where) {
            oracle.stamps.forEach((group, stamp) -> {
                boolean asked = interest.groups().isEmpty() || interest.groups().contains(group);
                if (asked && stamp > horizon && stamp <= cursor.stamp().nanos()) {
                    assertEquals(stamp, told.get(group), where + ": " + group);
                }
            });
            told.forEach(
                    (group, stamp) -> assertTrue(stamp <= oracle.stamps.getOrDefault(group, 0L), where + ": " + group));
        }
    }

    @Test
    void R21_leaveNothingOutThatANaiveOracleKnowsOf() {
        long deltas = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            deltas += run(seed);
        }
        System.out.println(deltas + " deltas without a miss");
    }

    private static long run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        SteppedClock clock = new SteppedClock();
        GroupIndex index = random.nextBoolean()
                ? GroupIndex.inMemory(clock)
                : GroupIndex.open("embedded:delta-" + INDEXES.incrementAndGet() + "?slots=1024&published="
                        + (5 + random.nextInt(40)));
        index.publish(Set.of("g*"));
        Oracle oracle = new Oracle();
        index.listen((stamp, groups) -> {
            if (groups.isEmpty()) {
                oracle.allTouched(stamp.nanos());
            } else {
                oracle.touched(stamp.nanos(), groups);
            }
        });
        try (Feed feed = new Feed(index, GroupVisibility.EVERYTHING, task -> {})) {
            List<Reader> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Set<String> groups = new TreeSet<>();
                for (int n = i == 0 ? 0 : random.nextInt(6); n > 0; n--) {
                    groups.add("g" + random.nextInt(40));
                }
                readers.add(new Reader(Interest.of(null, groups)));
            }
            long deltas = 0;
            for (int step = 0; step < 200; step++) {
                change(index, clock, random);
                if (random.nextInt(4) == 0) {
                    Reader reader = readers.get(random.nextInt(readers.size()));
                    follow(reader, feed, random);
                    reader.check(oracle, "seed " + seed + ", step " + step);
                    deltas++;
                }
            }
            return deltas;
        } finally {
            index.close();
        }
    }

    private static void change(GroupIndex index, SteppedClock clock, SplittableRandom random) {
        clock.step(Duration.ofMillis(random.nextInt(5) - 1));
        List<String> groups = new ArrayList<>();
        for (int n = random.nextInt(4); n >= 0; n--) {
            groups.add((random.nextInt(8) == 0 ? "other" : "g") + random.nextInt(40));
        }
        if (random.nextInt(60) == 0) {
            index.touchAll();
        } else {
            index.touch(groups);
        }
    }

    private static void follow(Reader reader, Feed feed, SplittableRandom random) {
        if (reader.cursor == null || random.nextInt(20) == 0) {
            reader.cursor = null;
            reader.subscription = null;
            reader.read(feed.read(reader.interest), 1 + random.nextInt(200));
        } else if (random.nextBoolean()) {
            reader.subscription = null;
            reader.read(feed.since(reader.cursor, reader.interest), 1 + random.nextInt(200));
        } else {
            push(reader, feed);
        }
    }

    private static void push(Reader reader, Feed feed) {
        if (reader.subscription == null) {
            reader.subscription = feed.subscribe(reader.interest, reader.cursor, () -> {});
        }
        for (FeedEvent event = reader.subscription.heartbeat();
                event.kind() != Kind.HEARTBEAT;
                event = reader.subscription.heartbeat()) {
            if (event.kind() == Kind.RESET) {
                reader.cursor = null;
                reader.read(feed.read(reader.interest), 100);
            } else {
                event.groups()
                        .forEach(group ->
                                reader.told.put(group.name(), group.stamp().nanos()));
                reader.cursor = event.id();
            }
        }
    }
}
