package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Snapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** By a clock that stands still unless it is told to go on: whether a copy is live is no matter of luck here. */
@DisplayName("A copy of a shared log")
class LivenessTest {
    private static final long EPOCH = 7;
    private static final long LEASE = Duration.ofSeconds(1).toNanos();

    private long now = 1_000;
    private final Replica replica = new Replica(new Slots(new SipHash(1, 2), new long[16]), new Era(EPOCH, 0), 0, 0);
    private final LogCopy copy = new LogCopy(replica, new Published(10, EPOCH, 0), new Holds(replica.table()));
    private final Liveness liveness = new Liveness(() -> now, Duration.ofNanos(LEASE));

    @BeforeEach
    void load() {
        load(5);
    }

    private void load(long number) {
        Ack ack = ack(number);
        LogKey key = new LogKey(1, 2, 16);
        copy.install(new Snapshot(key, 0, 0, ack.stamp(), ack, new long[16], List.of()), copy.beginLoad());
        liveness.settle(copy);
    }

    private static Ack ack(long number) {
        return new Ack(EPOCH, number * 100, number);
    }

    private static Entry entry(long number) {
        return new Entry(number, number * 100, Entry.Kind.TOUCH, "", List.of("a"));
    }

    private void show(long number) {
        assertTrue(copy.isNext(entry(number)));
        copy.apply(entry(number));
        liveness.settle(copy);
    }

    @Test
    void R19_isNotLiveBeforeAHeartbeat() {
        assertFalse(liveness.isLive());
    }

    @Test
    void R19_isLiveForALeaseFromTheMomentTheHeartbeatWasSent() {
        long sentAt = now;
        now += LEASE / 2;
        liveness.answered(sentAt, ack(5), copy);
        assertTrue(liveness.isLive());
        now = sentAt + LEASE;
        assertTrue(liveness.isLive());
        now++;
        assertFalse(liveness.isLive());
    }

    @Test
    void R19_isNotLiveByAHeartbeatThatTookLongerThanTheLease() {
        long sentAt = now;
        now += LEASE + 1;
        liveness.answered(sentAt, ack(5), copy);
        assertFalse(liveness.isLive());
    }

    @Test
    void R19_isLiveAsLongAsTheLatestHeartbeatSaysInWhateverOrderTheyComeBack() {
        liveness.answered(now + LEASE, ack(5), copy);
        liveness.answered(now, ack(5), copy);
        now += 2 * LEASE;
        assertTrue(liveness.isLive());
    }

    @Test
    void R19_isNotLiveWhileItIsBehindWhatTheHeartbeatTold() {
        liveness.answered(now, ack(7), copy);
        assertFalse(liveness.isLive());
        show(6);
        assertFalse(liveness.isLive());
        assertEquals(1, copy.behind(ack(7)));
        show(7);
        assertTrue(liveness.isLive(), "by the heartbeat that has waited for it");
    }

    @Test
    void R19_isNotLiveAnyLongerThanItsLeaseIfItFallsBehind() {
        liveness.answered(now, ack(5), copy);
        for (long beat = 1; beat < 10; beat++) {
            now += LEASE / 4;
            liveness.answered(now, ack(6), copy);
            assertEquals(beat <= 4, liveness.isLive(), "after heartbeat " + beat);
        }
    }

    @Test
    void R19_isNotLiveByAHeartbeatOfAnotherEpoch() {
        liveness.answered(now, new Ack(EPOCH + 1, 100, 1), copy);
        assertFalse(liveness.isLive());
    }

    @Test
    void R19_isNotLiveWhileItHasToBeLoadedAnew() {
        copy.doubt();
        liveness.answered(now, ack(5), copy);
        assertFalse(liveness.isLive());
        load(5);
        assertTrue(liveness.isLive());
    }

    @Test
    void R19_isLiveAfterADoubtOnlyByAHeartbeatThatComesAfterIt() {
        liveness.answered(now, ack(5), copy);
        liveness.answered(now, ack(6), copy);
        liveness.doubt();
        show(6);
        assertFalse(liveness.isLive());
        liveness.answered(now, ack(6), copy);
        assertTrue(liveness.isLive());
    }

    @Test
    void R19_takesNoEntryButTheOneThatFollows() {
        assertFalse(copy.isNext(entry(5)));
        assertTrue(copy.isNext(entry(6)));
        assertFalse(copy.isNext(entry(7)), "one is missing");
        assertFalse(copy.isNext(new Entry(6, 600, Entry.Kind.EPOCH, "", List.of())), "it has to be loaded");
        copy.doubt();
        assertFalse(copy.isNext(entry(6)));
    }
}
