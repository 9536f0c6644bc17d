package dev.etagere.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.feed.FeedEvent.Kind;
import dev.etagere.index.GroupIndex;
import dev.etagere.index.Stamp;
import dev.etagere.index.SteppedClock;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The feed")
class FeedTest {
    private static final Interest ALL = Interest.of(null, List.of());

    private final SteppedClock clock = new SteppedClock();
    private final GroupIndex index = GroupIndex.inMemory(clock);
    private final Feed feed = Feed.polled(index, GroupVisibility.EVERYTHING);

    FeedTest() {
        index.publish(Set.of("*"));
        step();
    }

    private void step() {
        clock.step(Duration.ofMillis(1));
    }

    static String json(GroupTimestamps timestamps, int size) {
        StringBuilder text = new StringBuilder();
        for (Iterator<byte[]> pieces = timestamps.json(size); pieces.hasNext(); ) {
            text.append(new String(pieces.next(), StandardCharsets.US_ASCII));
        }
        return text.toString();
    }

    private static String json(GroupTimestamps timestamps) {
        return json(timestamps, 1 << 14);
    }

    private Subscription subscription(Cursor from) {
        return subscription(from, ALL);
    }

    private Subscription subscription(Cursor from, Interest interest) {
        try (Feed pushed = new Feed(index, GroupVisibility.EVERYTHING, Runnable::run)) {
            return pushed.subscribe(interest, from, () -> {});
        }
    }

    @Nested
    @DisplayName("read whole")
    class ReadWhole {

        @Test
        void namesTheCursorTheHorizonAndTheGroupsByName() {
            Stamp one = index.touch("products", "product:1");
            GroupTimestamps read = feed.read(ALL);
            assertEquals(
                    "{\"cursor\":\"" + read.cursor() + "\",\"horizon\":\""
                            + index.published().horizon() + "\",\"published\":[\"*\"],\"groups\":{\"product:1\":\""
                            + one
                            + "\",\"products\":\"" + one + "\"}}",
                    json(read));
        }

        @Test
        void tellsWhichGroupsAreListedInAllThatIsWhole() {
            GroupIndex some = GroupIndex.inMemory(clock);
            assertFalse(json(Feed.polled(some, GroupVisibility.EVERYTHING).read(ALL))
                    .contains("published"));
            some.publish(Set.of("products", "product:*", "never\"any"));
            Feed told = Feed.polled(some, GroupVisibility.EVERYTHING);
            String member = "Z\",\"published\":[\"product:*\",\"products\"],\"groups\":{";
            assertTrue(json(told.read(ALL)).contains(member), json(told.read(ALL)));
            Cursor foreign = new Cursor(some.epoch() + 1, new Stamp(some.asOf()));
            assertTrue(json(told.since(foreign, ALL)).contains(member.replace("Z\",", "Z\",\"reset\":true,")));
            assertFalse(json(told.since(told.read(ALL).cursor(), ALL)).contains("published"));
            assertFalse(json(told.read(Interest.of(null, List.of("products")))).contains("published"));
            some.revision("2");
            assertTrue(json(told.read(ALL)).contains(member));
        }

        @Test
        void tellsNotWhichGroupsAreListedWhereOneMayBeHidden() {
            String listing = json(Feed.polled(index, (principal, group) -> true).read(ALL));
            assertFalse(listing.contains("published"), listing);
        }

        @Test
        void C104_theTagMovesWithWhichGroupsAreListedThoughTheClockStandsStill() {
            GroupIndex some = GroupIndex.inMemory(clock);
            Feed told = Feed.polled(some, GroupVisibility.EVERYTHING);
            some.publish(Set.of("a"));
            var before = told.read(ALL).etag();
            some.publish(Set.of("b"));
            assertNotEquals(before, told.read(ALL).etag());
        }

        @Test
        void R21_itsCursorLiesBelowEveryStampToComeThoughTheClockStepsBack() {
            Cursor cursor = feed.read(ALL).cursor();
            clock.step(Duration.ofHours(-1));
            assertTrue(index.touch("a").compareTo(cursor.stamp()) > 0);
        }

        @Test
        void isTheSameWhateverTheSizeOfItsPieces() {
            for (int i = 0; i < 100; i++) {
                index.touch("group:" + i);
            }
            GroupTimestamps read = feed.read(ALL);
            String whole = json(read);
            for (int size : new int[] {1, 10, 100, 1000, 10_000}) {
                assertEquals(whole, json(read, size));
            }
        }

        @Test
        void C105_orderAndRepetitionOfTheGroupsAskedForDoNotMatter() {
            index.touch("a", "b");
            Interest one = Interest.of(null, List.of("a", "b"));
            Interest other = Interest.of(null, List.of("b", "a", "b"));
            assertEquals(feed.read(one).etag(), feed.read(other).etag());
            assertNotEquals(
                    feed.read(one).etag(),
                    feed.read(Interest.of(null, List.of("a"))).etag());
        }

        @Test
        void C104_theTagMovesWithTheGroupsAskedForOnly() {
            index.touch("a", "b");
            Interest asked = Interest.of(null, List.of("a"));
            var before = feed.read(asked).etag();
            index.touch("b");
            assertEquals(before, feed.read(asked).etag());
            index.touch("a");
            assertNotEquals(before, feed.read(asked).etag());
        }

        @Test
        void holdsNoTextOfAMillionGroups() {
            GroupIndex large = GroupIndex.inMemory(clock);
            large.publish(Set.of("*"));
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 1_000_000; i++) {
                names.add("product:" + i);
                if (names.size() == 10_000) {
                    large.touch(names);
                    names.clear();
                }
            }
            GroupTimestamps read =
                    Feed.polled(large, GroupVisibility.EVERYTHING).read(ALL);
            long bytes = 0;
            int longest = 0;
            long begun = System.nanoTime();
            for (Iterator<byte[]> pieces = read.json(1 << 14); pieces.hasNext(); ) {
                byte[] piece = pieces.next();
                bytes += piece.length;
                longest = Math.max(longest, piece.length);
            }
            System.out.println("a million groups: " + bytes + " bytes of JSON in "
                    + (System.nanoTime() - begun) / 1_000_000 + " ms, the longest piece " + longest);
            assertTrue(bytes > 40_000_000, () -> "it is short");
            assertTrue(longest < 17_000, "a piece of " + longest);
        }
    }

    @Nested
    @DisplayName("since a cursor")
    class SinceACursor {

        @Test
        void tellsOfWhatChangedAfterItAndOfNothingElse() {
            index.touch("a", "b");
            Cursor cursor = feed.read(ALL).cursor();
            assertTrue(feed.since(cursor, ALL).unchanged());
            assertTrue(json(feed.since(cursor, ALL)).endsWith("\"groups\":{}}"));
            step();
            Stamp b = index.touch("b");
            GroupTimestamps delta = feed.since(cursor, ALL);
            assertFalse(delta.unchanged());
            assertTrue(json(delta).endsWith("\"groups\":{\"b\":\"" + b + "\"}}"), json(delta));
            assertTrue(feed.since(delta.cursor(), ALL).unchanged());
        }

        @Test
        void leavesOutWhatIsUnknownUnlessItIsAReset() {
            index.touch("a");
            Cursor cursor = feed.read(ALL).cursor();
            Interest asked = Interest.of(null, List.of("a", "never"));
            assertTrue(json(feed.since(cursor, asked)).endsWith("\"groups\":{}}"));
            step();
            Stamp a = index.touch("a");
            assertTrue(json(feed.since(cursor, asked)).endsWith("\"groups\":{\"a\":\"" + a + "\"}}"));
            Cursor foreign = new Cursor(cursor.epoch() + 1, cursor.stamp());
            assertTrue(json(feed.since(foreign, asked))
                    .endsWith(",\"reset\":true,\"groups\":{\"a\":\"" + a + "\",\"never\":\"unknown\"}}"));
        }

        @Test
        void C106_isAResetForAnotherEpoch() {
            Cursor cursor = feed.read(ALL).cursor();
            assertTrue(feed.since(new Cursor(cursor.epoch() ^ 1, cursor.stamp()), ALL)
                    .reset());
        }

        @Test
        void C106_isAResetForACursorAheadOfTheLog() {
            Cursor cursor = feed.read(ALL).cursor();
            Stamp ahead = new Stamp(cursor.stamp().nanos() + 1);
            assertTrue(feed.since(new Cursor(cursor.epoch(), ahead), ALL).reset());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "2026-13-45T00:00:00.000000000Z",
                    "1969-12-31T23:59:59.000000000Z",
                    "9999-12-31T23:59:59.000000000Z",
                    "0"
                })
        void C106_isAResetForACursorThatNamesNoMoment(String moment) {
            Cursor cursor = Cursor.parse(feed.read(ALL).cursor().toString().substring(0, 17) + moment);
            assertNotNull(cursor);
            assertTrue(feed.since(cursor, ALL).reset());
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "nonsense", "0123456789abcdef", "0123456789ABCDEF.2026-01-01T00:00:00Z", "1.2"})
        void whatIsOfAnotherFormIsNoCursor(String text) {
            assertNull(Cursor.parse(text));
        }

        @Test
        void R21_isAResetWhereTheListReachesLessFarBack() {
            Cursor before = feed.read(ALL).cursor();
            step();
            index.publish(Set.of("more"));
            assertTrue(feed.since(before, ALL).reset());
            assertFalse(feed.since(feed.read(ALL).cursor(), ALL).reset());
        }

        @Test
        void R21_isAResetAfterTheApplicationMoved() {
            index.revision("1");
            index.touch("a");
            Cursor cursor = feed.read(ALL).cursor();
            step();
            index.revision("1");
            assertFalse(json(feed.since(cursor, ALL)).contains("reset"));
            index.revision("2");
            assertTrue(json(feed.since(cursor, ALL)).contains("\"reset\":true"));
            assertTrue(
                    Stamp.parse(json(feed.read(ALL)).replaceAll(".*\"a\":\"([^\"]*)\".*", "$1"))
                                    .compareTo(cursor.stamp())
                            > 0,
                    "what is made of it may be another now");
        }

        @Test
        void R21_isAResetAfterEverythingMoved() {
            index.touch("a");
            Cursor before = feed.read(ALL).cursor();
            step();
            Stamp all = index.touchAll();
            GroupTimestamps delta = feed.since(before, ALL);
            assertTrue(delta.reset());
            assertTrue(json(delta).endsWith("\"groups\":{\"a\":\"" + all + "\"}}"), json(delta));
        }
    }

    @Nested
    @DisplayName("to a caller who may not see everything")
    class ToACallerWhoMayNotSeeEverything {
        private final Set<String> shown = new HashSet<>(Set.of("a"));
        private final Feed partial = Feed.polled(index, (principal, group) -> shown.contains(group));

        @Test
        void hiddenAndUnknownLookTheSame() {
            Stamp stamp = index.touch("a", "hidden");
            assertTrue(json(partial.read(ALL)).endsWith("\"groups\":{\"a\":\"" + stamp + "\"}}"));
            String asked = json(partial.read(Interest.of(null, List.of("hidden", "never"))));
            assertTrue(asked.endsWith("\"groups\":{\"hidden\":\"unknown\",\"never\":\"unknown\"}}"), asked);
        }

        @Test
        void aChangeOfWhatIsHiddenChangesNothing() {
            index.touch("a", "hidden");
            var tag = partial.read(ALL).etag();
            var asked = partial.read(Interest.of(null, List.of("hidden"))).etag();
            Cursor cursor = partial.read(ALL).cursor();
            step();
            index.touch("hidden");
            assertEquals(tag, partial.read(ALL).etag());
            assertEquals(
                    asked, partial.read(Interest.of(null, List.of("hidden"))).etag());
            assertTrue(partial.since(cursor, ALL).unchanged());
        }

        @Test
        void C104_theTagTellsWhatHeMaySee() {
            index.touch("a", "b");
            var tag = partial.read(ALL).etag();
            shown.add("b");
            assertNotEquals(tag, partial.read(ALL).etag());
            shown.remove("b");
            assertEquals(tag, partial.read(ALL).etag());
        }

        @Test
        void C104_aViewStandsForAllThatHeMaySee() {
            AtomicReference<String> role = new AtomicReference<>("reader");
            Feed viewed = Feed.polled(index, new GroupVisibility() {
                @Override
                public boolean visible(Principal principal, String group) {
                    return role.get().equals("owner") || group.equals("a");
                }

                @Override
                public String view(Principal principal) {
                    return role.get();
                }
            });
            index.touch("a", "b");
            var tag = viewed.read(ALL).etag();
            index.touch("b");
            assertEquals(tag, viewed.read(ALL).etag(), "b is hidden");
            role.set("owner");
            assertNotEquals(tag, viewed.read(ALL).etag());
        }
    }

    @Nested
    @DisplayName("pushed to a subscriber")
    class PushedToASubscriber {

        @Test
        void beginsWithAResetForWhoHasNoCursor() {
            index.touch("a");
            Subscription subscription = subscription(null);
            FeedEvent first = subscription.next();
            assertEquals(Kind.RESET, first.kind());
            assertNull(subscription.next());
            step();
            Stamp b = index.touch("b");
            FeedEvent next = subscription.next();
            assertEquals(Kind.CHANGE, next.kind());
            assertTrue(next.id().stamp().compareTo(b) >= 0);
            assertEquals(1, next.groups().size());
        }

        @Test
        void R21_goesOnWhereTheReaderLeftOff() {
            Cursor cursor = feed.read(ALL).cursor();
            step();
            index.touch("a");
            FeedEvent next = subscription(cursor).next();
            assertEquals("a", next.groups().get(0).name());
            assertEquals(
                    Kind.RESET,
                    subscription(new Cursor(cursor.epoch() + 1, cursor.stamp()))
                            .next()
                            .kind());
            Stamp ahead = new Stamp(Long.MAX_VALUE);
            assertEquals(
                    Kind.RESET,
                    subscription(new Cursor(cursor.epoch(), ahead)).next().kind());
        }

        @Test
        void tellsALateReaderOfTheLastStampOnly() {
            Subscription subscription = subscription(feed.read(ALL).cursor());
            for (int i = 0; i < 10_000; i++) {
                step();
                index.touch("a");
            }
            FeedEvent event = subscription.next();
            assertEquals(
                    List.of(index.stamp("a")),
                    event.groups().stream().map(g -> g.stamp()).toList());
            assertNull(subscription.next());
        }

        @Test
        void R21_onlyTheLastEventOfABatchHasANewId() {
            Cursor cursor = feed.read(ALL).cursor();
            step();
            List<String> names = new ArrayList<>();
            for (int i = 0; i < 2500; i++) {
                names.add("group:" + i);
            }
            index.touch(names);
            Subscription subscription = subscription(cursor);
            Set<String> told = new HashSet<>();
            for (int size : new int[] {1000, 1000, 500}) {
                FeedEvent event = subscription.next();
                assertEquals(size, event.groups().size());
                event.groups().forEach(group -> told.add(group.name()));
                assertEquals(size != 500, event.id().equals(cursor));
            }
            assertEquals(Set.copyOf(names), told);
            assertNull(subscription.next());
        }

        @Test
        void R21_isAResetIfTheListHasDroppedWhatHeHasNotRead() {
            GroupIndex small = GroupIndex.open("embedded:small-feed?published=2&slots=1024");
            small.publish(Set.of("*"));
            try (Feed pushed = new Feed(small, GroupVisibility.EVERYTHING, Runnable::run)) {
                Cursor cursor = pushed.read(ALL).cursor();
                Subscription subscription = pushed.subscribe(ALL, cursor, () -> {});
                small.touch("a");
                small.touch("b");
                small.touch("c");
                FeedEvent event = subscription.next();
                assertEquals(Kind.RESET, event.kind());
                assertTrue(event.id().stamp().compareTo(small.head()) >= 0);
                assertNull(subscription.next());
                small.touch("d");
                assertEquals(Kind.CHANGE, subscription.next().kind());
            }
            small.close();
        }

        @Test
        void R21_isAResetWheneverEverythingMoved() {
            Subscription subscription = subscription(feed.read(ALL).cursor());
            step();
            index.touchAll();
            assertEquals(Kind.RESET, subscription.next().kind());
        }

        @Test
        void hearsOfTheGroupsAskedForOnly() {
            Subscription subscription = subscription(feed.read(ALL).cursor(), Interest.of(null, List.of("a")));
            step();
            index.touch("b");
            assertNull(subscription.next());
            index.touch("a", "b");
            assertEquals(1, subscription.next().groups().size());
        }

        @Test
        void R21_aHeartbeatTellsHowFarEverythingHasBeenTold() {
            Subscription subscription = subscription(feed.read(ALL).cursor());
            step();
            index.touch("a");
            assertEquals(Kind.CHANGE, subscription.heartbeat().kind(), "the change first");
            step();
            FeedEvent heartbeat = subscription.heartbeat();
            assertEquals(Kind.HEARTBEAT, heartbeat.kind());
            assertEquals(index.asOf(), heartbeat.id().stamp().nanos());
        }

        @Test
        void C107_isWrittenAsAnEventStream() {
            Subscription subscription = subscription(feed.read(ALL).cursor());
            step();
            Stamp a = index.touch("a\nb");
            FeedEvent event = subscription.next();
            assertEquals(
                    "id: " + event.id() + "\nevent: change\ndata: {\"groups\":{\"a%0Ab\":\"" + a + "\"}}\n\n",
                    new String(event.text(), StandardCharsets.US_ASCII));
        }
    }
}
