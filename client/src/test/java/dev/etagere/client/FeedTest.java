package dev.etagere.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What the feed says of a stored response")
class FeedTest {
    private static final long EPOCH = 0x99d6c72dc12148faL;
    private static final long SECOND = 1_000_000_000L;
    private static final URI PAGE = URI.create("http://shop/p/a");

    private final ManualClock clock = new ManualClock();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final ChangeDispatcher dispatcher = new ChangeDispatcher(executor);
    private final Feed feed = feed();
    private final Feed sure = feed("p:*");

    private Feed feed(String... published) {
        URI uri = URI.create("http://shop/group-timestamps");
        return new Feed(uri, Duration.ofSeconds(10), List.of(published), clock, dispatcher);
    }

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    private static Listing listing(long horizon, Map<String, Long> groups) {
        return new Listing(new Reach(EPOCH, 100 * SECOND).toString(), horizon, false, groups);
    }

    private static Listing delta(long asOf, Map<String, Long> groups) {
        return new Listing(new Reach(EPOCH, asOf).toString(), 0, false, groups);
    }

    private void list(Feed to, long horizon, Map<String, Long> groups) {
        to.replace(listing(horizon, groups), clock.getAsLong(), new Reach(EPOCH, 100 * SECOND));
    }

    private static Entry entry(long stamp, String... groups) {
        return Entries.governed(PAGE, EPOCH, stamp, groups);
    }

    private Verdict.Kind judge(long stamp, String... groups) {
        return feed.judge(entry(stamp, groups)).kind();
    }

    @Test
    void itIsCurrentIfNoGroupHasMovedPastIt() {
        list(feed, 0, Map.of("p:a", 50 * SECOND, "p:b", 60 * SECOND));
        assertEquals(Verdict.Kind.CURRENT, judge(60 * SECOND, "p:a", "p:b"));
        assertEquals(Verdict.Kind.MOVED, judge(60 * SECOND - 1, "p:a", "p:b"));
    }

    @Test
    void R22_aGroupNeverHeardOfIsUnknownNotUnchanged() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a", "p:b"));
    }

    @Test
    void R22_aPublishedGroupThatIsNotListedHasNotChangedSinceTheHorizon() {
        list(sure, 55 * SECOND, Map.of("p:a", 60 * SECOND));
        assertEquals(Verdict.Kind.CURRENT, sure.judge(entry(55 * SECOND, "p:b")).kind());
        assertEquals(
                Verdict.Kind.UNKNOWN, sure.judge(entry(55 * SECOND - 1, "p:b")).kind());
        assertEquals(Verdict.Kind.UNKNOWN, sure.judge(entry(60 * SECOND, "q:b")).kind());
    }

    @Test
    void R22_theServerSaysWhichGroupsItLists() {
        feed.replace(listing(List.of("p:*")), clock.getAsLong(), new Reach(EPOCH, 100 * SECOND));
        assertEquals(Verdict.Kind.CURRENT, judge(55 * SECOND, "p:b"));
        assertEquals(Verdict.Kind.UNKNOWN, judge(55 * SECOND - 1, "p:b"));
        assertEquals(Verdict.Kind.UNKNOWN, judge(55 * SECOND, "q:b"));
        feed.update(delta(110 * SECOND, Map.of()), clock.getAsLong(), new Reach(EPOCH, 110 * SECOND));
        assertEquals(Verdict.Kind.CURRENT, judge(55 * SECOND, "p:b"));
        list(feed, 55 * SECOND, Map.of());
        assertEquals(Verdict.Kind.UNKNOWN, judge(55 * SECOND, "p:b"));
    }

    @Test
    void R22_whatTheUserHasSaidCountsWhateverTheServerSays() {
        Feed told = feed("q:*");
        told.replace(listing(List.of("p:*")), clock.getAsLong(), new Reach(EPOCH, 100 * SECOND));
        assertEquals(Verdict.Kind.UNKNOWN, told.judge(entry(55 * SECOND, "p:b")).kind());
        assertEquals(Verdict.Kind.CURRENT, told.judge(entry(55 * SECOND, "q:b")).kind());
    }

    private static Listing listing(List<String> published) {
        return new Listing(new Reach(EPOCH, 100 * SECOND).toString(), 55 * SECOND, false, published, Map.of());
    }

    @Test
    void R22_whatIsNoLongerListedMayHaveMovedUnseen() {
        list(feed, 0, Map.of("p:a", 50 * SECOND, "p:b", 60 * SECOND));
        list(feed, 55 * SECOND, Map.of("p:b", 70 * SECOND));
        assertEquals(Verdict.Kind.UNKNOWN, judge(80 * SECOND, "p:a"));
        assertEquals(Verdict.Kind.MOVED, judge(65 * SECOND, "p:b"));
    }

    @Test
    void R22_whatKnowsNoEpochKnowsNothing() {
        feed.replace(new Listing("opaque", 0, false, Map.of("p:a", 1L)), clock.getAsLong(), null);
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a"));
    }

    @Test
    void itsAgeIsCountedFromWhenItWasAskedFor() {
        long askedAt = clock.getAsLong();
        clock.step(Duration.ofSeconds(4)); // the answer takes its time
        feed.replace(listing(0, Map.of("p:a", 50 * SECOND)), askedAt, new Reach(EPOCH, 100 * SECOND));
        clock.step(Duration.ofSeconds(6));
        assertEquals(Verdict.Kind.CURRENT, judge(60 * SECOND, "p:a"));
        clock.step(Duration.ofMillis(1));
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a"));
    }

    @Test
    void aClockThatIsSetChangesNothing() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        clock.set(clock.instant().minusSeconds(1_000_000));
        assertEquals(Verdict.Kind.CURRENT, judge(60 * SECOND, "p:a"));
        clock.step(Duration.ofSeconds(11));
        clock.set(clock.instant().minusSeconds(11));
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a"));
    }

    @Test
    void anEventMakesItNoYounger() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        clock.step(Duration.ofSeconds(11));
        assertTrue(feed.event(delta(120 * SECOND, Map.of())));
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a"));
    }

    @Test
    void aConfirmationDoes() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        clock.step(Duration.ofSeconds(9));
        assertTrue(feed.confirm(clock.getAsLong(), new Reach(EPOCH, 109 * SECOND)));
        clock.step(Duration.ofSeconds(9));
        assertEquals(Verdict.Kind.CURRENT, judge(60 * SECOND, "p:a"));
    }

    @Test
    void R21_anotherEpochIsNeverAConfirmation() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        assertFalse(feed.confirm(clock.getAsLong(), new Reach(EPOCH + 1, 109 * SECOND)));
        assertFalse(feed.event(new Listing(new Reach(EPOCH + 1, 1).toString(), 0, false, Map.of())));
    }

    @Test
    void R21_aResetForgetsTheGroupsOfBefore() {
        list(feed, 0, Map.of("p:a", 50 * SECOND, "p:b", 50 * SECOND));
        Listing reset = new Listing(new Reach(EPOCH + 1, 9).toString(), 5, true, Map.of("p:a", 7L));
        feed.update(reset, clock.getAsLong(), new Reach(EPOCH + 1, 9));
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a"));
        Entry renewed = Entries.governed(PAGE, EPOCH + 1, 8, "p:a");
        assertEquals(Verdict.Kind.CURRENT, feed.judge(renewed).kind());
        Entry other = Entries.governed(PAGE, EPOCH + 1, 8, "p:b");
        assertEquals(Verdict.Kind.UNKNOWN, feed.judge(other).kind());
    }

    @Test
    void R21_inDoubtNothingIsTrustedAndAllIsReadAgain() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        feed.doubt();
        assertNull(feed.cursor());
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a"));
        feed.event(delta(120 * SECOND, Map.of()));
        assertEquals(Verdict.Kind.UNKNOWN, judge(60 * SECOND, "p:a"));
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        assertEquals(Verdict.Kind.CURRENT, judge(60 * SECOND, "p:a"));
    }

    @Test
    void R14_aStampNeverFalls() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        feed.event(delta(120 * SECOND, Map.of("p:a", 110 * SECOND)));
        feed.update(delta(115 * SECOND, Map.of("p:a", 105 * SECOND)), clock.getAsLong(), null);
        assertEquals(Verdict.Kind.MOVED, judge(107 * SECOND, "p:a"));
    }

    @Test
    void aNewRevisionOfTheApplicationMovesEverything() {
        list(feed, 0, Map.of("p:a", 50 * SECOND, "@app", 70 * SECOND));
        assertEquals(Verdict.Kind.MOVED, judge(60 * SECOND, "p:a"));
        assertEquals(Verdict.Kind.CURRENT, judge(70 * SECOND, "p:a"));
    }

    @Test
    void anotherServersGroupsAreNotGoverned() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        Entry elsewhere = Entries.governed(URI.create("http://other/p/a"), EPOCH + 1, 60 * SECOND, "p:a");
        assertEquals(Verdict.Kind.NOT_GOVERNED, feed.judge(elsewhere).kind());
    }

    @Test
    void itHasBeenStaleSinceItsGroupMovedAndNotSinceItCame() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        feed.update(delta(200 * SECOND, Map.of()), clock.getAsLong(), new Reach(EPOCH, 200 * SECOND));
        feed.update(
                delta(210 * SECOND, Map.of("p:a", 205 * SECOND)), clock.getAsLong(), new Reach(EPOCH, 210 * SECOND));
        clock.step(Duration.ofSeconds(3));
        // It had certainly not moved at 200, and it is 213 now.
        assertEquals(13_000, feed.judge(entry(60 * SECOND, "p:a")).staleMillis());
    }

    @Test
    void whatMovedTwiceMayHaveDoneSoRightAfterItCame() {
        list(feed, 0, Map.of("p:a", 50 * SECOND));
        for (long second = 200; second <= 210; second += 10) {
            feed.update(
                    delta(second * SECOND, Map.of("p:a", second * SECOND - 1)),
                    clock.getAsLong(),
                    new Reach(EPOCH, second * SECOND));
        }
        assertEquals(149_999, feed.judge(entry(60 * SECOND, "p:a")).staleMillis());
    }

    @Test
    void R22_whatMustBeReachedIsWhatHadBeenToldWhenTheCallerCame() {
        list(feed, 0, Map.of("p:a", 50 * SECOND, "p:b", 80 * SECOND));
        Feed.Mark mark = feed.mark();
        assertEquals(new Reach(EPOCH, 50 * SECOND), mark.least(Set.of("p:a")));
        assertNull(mark.least(Set.of("p:unknown")));
        feed.event(delta(120 * SECOND, Map.of("p:a", 110 * SECOND)));
        // What it was then is not kept; but it was no more than the highest stamp of then.
        assertEquals(new Reach(EPOCH, 80 * SECOND), mark.least(Set.of("p:a")));
        assertEquals(new Reach(EPOCH, 110 * SECOND), feed.mark().least(Set.of("p:a")));
    }
}
