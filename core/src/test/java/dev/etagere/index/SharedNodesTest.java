package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.feed.Cursor;
import dev.etagere.feed.Feed;
import dev.etagere.feed.GroupTimestamps;
import dev.etagere.feed.GroupVisibility;
import dev.etagere.feed.Interest;
import dev.etagere.index.shared.SharedSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Nodes of one shared log")
class SharedNodesTest {
    private static final Duration LEASE = Duration.ofSeconds(60);
    private static final Duration STALENESS = Duration.ofMillis(400);

    private final AtomicLong ahead = new AtomicLong();
    // Moves on as that of the system, and can be told to jump.
    private final InstantSource clock = () -> Instant.now().plusMillis(ahead.get());
    private final MemoryLog log =
            new MemoryLog(clock, new SharedSettings(1 << 10, 100, LEASE, STALENESS, Duration.ofMillis(200)));
    private final List<Node> nodes = new ArrayList<>();
    private final Node one = new Node();
    private final Node two = new Node();

    private final class Node {
        final MemoryLog.Connection connection = log.connect();
        final SharedTouchLog own =
                new SharedTouchLog(connection, Sources.of(clock), Repeater.onAThreadOfItsOwn("heartbeat"));
        final GroupIndex index = new GroupIndex(own, null);

        Node() {
            own.awaitLive();
            nodes.add(this);
        }

        Reading read(String... groups) {
            return index.vector(List.of(groups)).read(null);
        }
    }

    @AfterEach
    void close() {
        nodes.forEach(node -> {
            node.connection.heal();
            node.index.close();
        });
    }

    private static void eventually(BooleanSupplier condition, String what) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < end, what);
            Thread.sleep(2);
        }
    }

    private void eventuallyAlike(String... groups) throws InterruptedException {
        eventually(
                () -> {
                    Reading first = one.read(groups);
                    Reading second = two.read(groups);
                    return first != null && second != null && first.isSame(second);
                },
                "the nodes report the same");
    }

    @Test
    void reportTheSame() throws Exception {
        Stamp stamp = one.index.touch("a");
        two.index.touch("b");
        eventuallyAlike("a", "b", "never");
        assertEquals(stamp, two.index.stamp("a"));
        assertEquals(one.index.epoch(), two.index.epoch());
    }

    @Test
    void areJoinedByOneThatComesLate() {
        Stamp stamp = one.index.touch("a");
        ChangeScope scope = one.index.begin("b");
        Node late = new Node();
        assertTrue(late.index.live());
        assertEquals(stamp, late.index.stamp("a"));
        assertTrue(late.index.inFlux("b"));
        scope.close();
    }

    @Test
    void R10_keepInFluxWhatOneOfThemChanges() throws Exception {
        ChangeScope scope = one.index.begin("a");
        assertTrue(one.index.inFlux("a"), "at once where it was begun");
        eventually(() -> two.index.inFlux("a"), "and soon elsewhere");
        Stamp before = two.index.stamp("a");
        scope.close();
        assertFalse(one.index.inFlux("a"));
        eventually(() -> !two.index.inFlux("a"), "no flux any more");
        assertTrue(two.index.stamp("a").compareTo(before) > 0);
        eventuallyAlike("a");
    }

    @Test
    void R11_touchForAScopeWhoseOwnerIsGone() throws Exception {
        one.index.begin("a");
        eventually(() -> two.index.inFlux("a"), "in flux");
        Stamp before = two.index.stamp("a");
        one.connection.cut();
        ahead.addAndGet(LEASE.toMillis());
        eventually(() -> !two.index.inFlux("a"), "recovered by another node");
        assertTrue(two.index.stamp("a").compareTo(before) > 0, "and touched for");
    }

    @Test
    void R12_forbidTheCommitOfAScopeThatHasRunOut() throws Exception {
        ChangeScope scope = one.index.begin("a");
        scope.ensureActive();
        ahead.addAndGet(LEASE.toMillis());
        assertThrows(IllegalStateException.class, scope::ensureActive);
        eventually(() -> !two.index.inFlux("a"), "run out");
        Stamp expired = two.index.stamp("a");
        scope.close();
        eventually(() -> two.index.stamp("a").compareTo(expired) > 0, "a close after expiry still touches");
    }

    @Test
    void R12_forbidTheCommitOfAScopeThatTheLogDoesNotKnowAnyMore() {
        ChangeScope scope = one.index.begin("a");
        one.connection.cut();
        assertThrows(IndexUnavailableException.class, scope::ensureActive);
    }

    @Test
    void R18_raiseEveryStampWhenTheLogBeginsAnewAndRepeatTheirTouches() throws Exception {
        one.index.touch("a");
        Reading before = two.read("a", "other");
        log.startEpoch();
        eventually(() -> two.index.live() && two.index.epoch() != before.epoch(), "a new epoch");
        eventually(() -> one.index.epoch() == two.index.epoch() && one.index.live(), "on both");
        eventuallyAlike("a", "other");
        Reading after = Objects.requireNonNull(two.read("a", "other"));
        assertTrue(after.stamp(1) > before.newest());
        eventually(
                () -> {
                    Reading now = two.read("a", "other");
                    return now != null && now.stamp(0) > now.stamp(1);
                },
                "what was touched lately is touched again");
        assertTrue(one.index.statistics().epochs() > 0);
    }

    @Test
    void R18_beginTheirOpenScopesAgainWhenTheLogBeginsAnew() throws Exception {
        ChangeScope scope = one.index.begin("a");
        long before = one.index.epoch();
        log.wipe();
        eventually(() -> one.index.epoch() != before && one.index.live(), "a new epoch where it was begun");
        eventually(() -> two.index.epoch() != before && two.index.live() && two.index.inFlux("a"), "in flux again");
        scope.ensureActive();
        scope.close();
        eventually(() -> !two.index.inFlux("a"), "and ended");
    }

    @Test
    void R05_findTheirPlacesAnewInALogOfAnotherKey() throws Exception {
        GroupVector vector = one.index.vector(List.of("a"));
        one.index.touch("a");
        one.connection.cut();
        two.connection.cut();
        log.wipe();
        Node stranger = new Node();
        Stamp stamp = stranger.index.touch("a");
        one.connection.heal();
        two.connection.heal();
        eventually(() -> one.index.live() && two.index.live() && one.index.epoch() == stranger.index.epoch(), "loaded");
        eventuallyAlike("a", "b");
        assertTrue(one.index.stamp("a").compareTo(stamp) >= 0);
        Reading reading = vector.read(null);
        assertNotNull(reading);
        assertEquals(one.index.stampNanos("a"), reading.newest(), "also those that were resolved before");
    }

    @Test
    void R19_areNotLiveWithoutAHeartbeatAndAgainWithOne() throws Exception {
        one.connection.cut();
        long begin = System.nanoTime();
        eventually(() -> !one.index.live(), "not live");
        assertTrue(System.nanoTime() - begin < 2 * STALENESS.toNanos());
        assertTrue(two.index.live(), "the other one is");
        one.connection.heal();
        eventually(one.index::live, "live again");
    }

    @Test
    void R19_areNotLiveWhenNothingIsAnsweredAtAll() throws Exception {
        one.connection.fallSilent();
        eventually(() -> !one.index.live(), "not live");
    }

    @Test
    void R19_areNotLiveWhileTheCopyIsBehind() throws Exception {
        two.connection.deafen();
        Stamp stamp = one.index.touch("a");
        eventually(() -> !two.index.live(), "heartbeats come back, and yet it is not live");
        assertTrue(two.index.stamp("a").compareTo(stamp) < 0);
        assertTrue(two.index.statistics().lag() > 0);
        two.connection.heal();
        eventually(() -> two.index.live() && two.index.stamp("a").equals(stamp), "caught up");
    }

    @Test
    void R19_loadAnewWhenEntriesAreMissing() throws Exception {
        two.connection.cut();
        Stamp stamp = one.index.touch("a");
        log.trim();
        one.index.touch("b");
        two.connection.heal();
        eventually(() -> two.index.live() && two.index.stamp("a").equals(stamp), "loaded");
        assertTrue(two.index.statistics().gaps() > 0);
        eventuallyAlike("a", "b");
    }

    @Test
    void R19_loadAnewAfterAWhileWhereNothingTellsThatEntriesAreMissing() throws Exception {
        two.connection.cut();
        Stamp stamp = one.index.touch("a");
        log.trim();
        two.connection.heal();
        eventually(() -> two.index.live() && two.index.stamp("a").equals(stamp), "loaded");
        assertTrue(two.index.statistics().gaps() > 0);
    }

    @Test
    void R20_areAskedThroughToTheLogByWhoCannotWaitForTheCopy() {
        GroupVector vector = two.index.vector(List.of("a"));
        two.connection.deafen();
        Stamp stamp = one.index.touch("a");
        assertEquals(
                stamp.nanos(), Objects.requireNonNull(vector.readThrough(null)).newest());
        ChangeScope scope = one.index.begin("a");
        assertNull(vector.readThrough(null), "in flux");
        scope.discard();
        Reading reading = vector.readThrough(null);
        assertSame(reading, vector.readThrough(reading), "while nothing moves");
        two.connection.cut();
        assertNull(vector.readThrough(reading), "in doubt nothing");
    }

    @Test
    void R20_compareAWriteWithTheLogAndNotWithTheCopy() throws Exception {
        GroupVector vector = two.index.vector(List.of("a"));
        Reading read = Objects.requireNonNull(vector.read(null));
        two.connection.deafen();
        one.index.touch("a");
        ChangeScope scope = two.index.beginAlone(vector, List.of(), Duration.ofSeconds(1));
        assertNotNull(scope);
        assertFalse(scope.addUnlessMoved(vector, read, List.of("a")), "the copy did not know");
        scope.discard();
        two.connection.heal();
        eventuallyAlike("a");
        ChangeScope again = two.index.beginAlone(vector, List.of(), Duration.ofSeconds(1));
        assertTrue(again.addUnlessMoved(vector, Objects.requireNonNull(vector.read(null)), List.of("a")));
        again.close();
    }

    @Test
    void R20_letOneWriterCompareAtATime() {
        GroupVector vector = two.index.vector(List.of("a"));
        ChangeScope first = one.index.beginAlone(one.index.vector(List.of("a")), List.of(), Duration.ZERO);
        assertNull(two.index.beginAlone(vector, List.of(), Duration.ofMillis(50)));
        assertNull(two.index.beginBeside(List.of("a"), Duration.ofMillis(50)));
        assertNotNull(two.index.beginBeside(List.of("b"), Duration.ZERO));
        first.close();
        ChangeScope second = two.index.beginAlone(vector, List.of(), Duration.ofSeconds(1));
        assertNotNull(second);
        second.discard();
    }

    @Test
    void R07_doNotLoseATouchWhoseAnswerIsLost() throws Exception {
        one.connection.loseAnswers();
        assertThrows(IndexUnavailableException.class, () -> one.index.touch("a"));
        assertTrue(one.index.inFlux("a"), "nothing is confirmed here meanwhile");
        assertEquals(1, one.index.statistics().pending());
        one.connection.heal();
        eventually(() -> !one.index.inFlux("a"), "repeated");
        eventuallyAlike("a");
        assertEquals(0, one.index.statistics().pending());
    }

    @Test
    void R07_refuseAChangeBeforeItsCommitIfItCannotBeAnnounced() throws Exception {
        one.connection.cut();
        assertThrows(IndexUnavailableException.class, () -> one.index.begin("a"));
        one.connection.heal();
        eventually(() -> !one.index.inFlux("a"), "and leave no flux behind");
    }

    @Test
    void R07_keepInFluxWhatWasChangedUntilItsEndIsKnown() throws Exception {
        ChangeScope scope = one.index.begin("a");
        eventually(() -> two.index.inFlux("a"), "in flux");
        Stamp before = two.index.stamp("a");
        one.connection.cut();
        scope.close();
        assertTrue(one.index.inFlux("a") && two.index.inFlux("a"));
        one.connection.heal();
        eventually(() -> !one.index.inFlux("a") && !two.index.inFlux("a"), "ended");
        assertTrue(two.index.stamp("a").compareTo(before) > 0);
    }

    @Test
    void R07_touchEverythingIfMoreWaitsThanTheyRemember() throws Exception {
        one.connection.cut();
        for (int i = 0; i < 10_001; i++) {
            String group = "g" + i;
            assertThrows(IndexUnavailableException.class, () -> one.index.touch(group));
        }
        Stamp before = two.index.stamp("never");
        one.connection.heal();
        eventually(() -> two.index.stamp("never").compareTo(before) > 0, "everything moved");
        eventually(one.index::live, "live again");
        assertEquals(0, one.index.statistics().pending());
    }

    @Test
    void R04_moveTheApplicationWhenARolloutBeginsAndWhenItEnds() throws Exception {
        one.index.revision("1");
        two.index.revision("1");
        eventuallyAlike(GroupIndex.APP);
        Stamp before = one.index.stamp(GroupIndex.APP);
        Node next = new Node();
        next.index.revision("2");
        Stamp begun = next.index.stamp(GroupIndex.APP);
        assertTrue(begun.compareTo(before) > 0, "begun");
        Node more = new Node();
        more.index.revision("2");
        assertEquals(begun, more.index.stamp(GroupIndex.APP), "once");
        one.index.close();
        assertEquals(begun, more.index.stamp(GroupIndex.APP), "one of the old ones is left");
        two.index.close();
        eventually(() -> next.index.stamp(GroupIndex.APP).compareTo(begun) > 0, "ended");
    }

    @Test
    void R22_tellAWriterWhatToAskForThoughTheyDoNotShowItYet() {
        one.connection.deafen();
        Stamp stamp = one.index.touch("a");
        assertTrue(one.index.asOf() < stamp.nanos());
        assertEquals(stamp.nanos(), one.index.written());
    }

    @Test
    void R21_takeEachOthersCursors() {
        one.index.publish(Set.of("*"));
        two.index.publish(Set.of("*"));
        Feed first = Feed.polled(one.index, GroupVisibility.EVERYTHING);
        Feed second = Feed.polled(two.index, GroupVisibility.EVERYTHING);
        two.connection.deafen();
        one.index.touch("a");
        Cursor cursor = first.read(Interest.of(null, List.of())).cursor();
        var answer = second.since(cursor, Interest.of(null, List.of()));
        assertFalse(answer.reset(), "it is ahead of this node, and true all the same");
        assertTrue(answer.cursor().stamp().compareTo(cursor.stamp()) >= 0);
    }

    private static String changes(Node node, Cursor since) {
        Interest all = Interest.of(null, List.of());
        GroupTimestamps answer =
                Feed.polled(node.index, GroupVisibility.EVERYTHING).since(since, all);
        StringBuilder json = new StringBuilder();
        answer.json(1 << 10).forEachRemaining(piece -> json.append(new String(piece, StandardCharsets.UTF_8)));
        return json.toString();
    }

    @Test
    void R21_letAFollowerGoOnAtOneThatHasJoinedLate() throws Exception {
        one.index.publish(Set.of("*"));
        one.index.touch("before");
        Interest all = Interest.of(null, List.of());
        Cursor cursor =
                Feed.polled(one.index, GroupVisibility.EVERYTHING).read(all).cursor();
        one.index.touch("a");
        two.index.touch("b");
        Node late = new Node();
        late.index.publish(Set.of("*"));
        two.index.touch("c");
        eventually(() -> !changes(late, cursor).contains("reset"), "it has read back what was before");
        eventually(() -> changes(late, cursor).contains("\"c\""), "and reads on");
        assertTrue(changes(late, cursor).matches(".*\"a\".*\"b\".*\"c\".*"), changes(late, cursor));
        assertFalse(changes(late, cursor).contains("before"));
        assertNotNull(late.index.published().stamp("before"));
    }

    @Test
    void R21_letAFollowerGoOnAtOneThatHasLoadedAnewWhatIsLeft() throws Exception {
        two.index.publish(Set.of("*"));
        two.connection.cut();
        Stamp gone = one.index.touch("gone");
        log.trim();
        Stamp left = one.index.touch("left");
        two.connection.heal();
        eventually(() -> two.index.live() && two.index.stamp("left").equals(left), "loaded");
        long epoch = two.index.epoch();
        eventually(() -> two.index.published().stamp("left") != null, "read back");
        assertFalse(changes(two, new Cursor(epoch, new Stamp(left.nanos() - 1))).contains("reset"));
        assertTrue(changes(two, new Cursor(epoch, new Stamp(gone.nanos() - 1))).contains("reset"), "not so far");
    }

    @Test
    void tellTheirListenersInOrderWhateverNodeTouches() throws Exception {
        List<Stamp> heard = new ArrayList<>();
        two.index.listen((stamp, groups) -> {
            synchronized (heard) {
                heard.add(stamp);
            }
        });
        List<Stamp> touched = List.of(one.index.touch("a"), two.index.touch("b"), one.index.touchAll());
        eventually(
                () -> {
                    synchronized (heard) {
                        return heard.equals(touched);
                    }
                },
                "all of them");
    }

    @Test
    void doNotLetAnybodyWaitForALogThatDoesNotAnswer() {
        one.connection.fallSilent();
        for (int i = 0; i < 20; i++) {
            assertThrows(IndexUnavailableException.class, () -> one.index.begin("a"));
        }
        assertTrue(one.index.statistics().refusing());
        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThrows(IndexUnavailableException.class, () -> one.index.begin("a"));
        }
        assertTrue(System.nanoTime() - begin < Duration.ofSeconds(5).toNanos(), "not 100 budgets of 200 ms");
        assertTrue(
                one.index.statistics().pending() < 30, "what the log was never asked it need not be told the end of");
    }

    @Test
    void R19_aChangeOfAnEraThatIsOverBeforeItWasShownEndsToo() throws Exception {
        one.connection.beforeLoad(() -> {
            one.index.touch("a");
            one.index.touchAll();
            log.startEpoch();
        });
        log.startEpoch();
        eventually(() -> one.index.statistics().epochs() > 0, "the new era is shown");
        eventually(() -> !one.index.inFlux("a"), "the touch is over");
        eventually(() -> one.index.statistics().live(), "it confirms again");
    }
}
