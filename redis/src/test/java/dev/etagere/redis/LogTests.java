package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.Entered;
import dev.etagere.index.shared.Entry;
import dev.etagere.index.shared.Entry.Kind;
import dev.etagere.index.shared.LogGroup;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Look;
import dev.etagere.index.shared.OtherKeyException;
import dev.etagere.index.shared.Seen;
import dev.etagere.index.shared.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every operation of the log does, and the rules that its scripts keep. */
abstract class LogTests extends RedisContract {

    // Epochs

    @Test
    void aLogThatIsNotThereBeginsWithTheKeyOffered() throws Exception {
        Snapshot snapshot = snapshot();
        assertEquals(KEY, snapshot.key());
        assertEquals(1, snapshot.ack().number());
        assertEquals(snapshot.start(), snapshot.floor());
        assertEquals(snapshot.start(), snapshot.last());
        assertEquals(64, snapshot.slots().length);
        assertEquals(List.of(), snapshot.scopes());
        Entry first = entries(0).get(0);
        assertEquals(new Entry(1, snapshot.start(), Kind.EPOCH, "", List.of()), first);
    }

    @Test
    void aSnapshotKeepsTheLogsKeyWhateverIsOffered() throws Exception {
        Snapshot first = snapshot();
        Snapshot second = of(() -> log.snapshot(OTHER));
        assertEquals(KEY, second.key());
        assertEquals(first.ack().epoch(), second.ack().epoch());
    }

    @Test
    void anotherKeyDoesNothingAndIsTold() throws Exception {
        Snapshot before = snapshot();
        fails(OtherKeyException.class, log.touch(OTHER, List.of(A)));
        fails(OtherKeyException.class, log.touchAll(OTHER));
        fails(OtherKeyException.class, log.heartbeat(OTHER, "n", "1", APP));
        fails(OtherKeyException.class, log.begin(OTHER, "s", LEASE, List.of(A)));
        fails(OtherKeyException.class, log.end(OTHER, "s", true, List.of(A)));
        assertEquals(before.ack().number(), snapshot().ack().number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "meta", "slots", "scopes", "due", "flux", "alone", "beside"})
    void R05_aKeyThatIsLostBeginsANewEpoch(String part) throws Exception {
        Ack before = touch(A);
        of(() -> log.claim(KEY, "s", LEASE, List.of("x"), List.of("y")));
        of(() -> log.begin(KEY, "s", LEASE, List.of(B)));
        Snapshot known = snapshot();
        server.commands().del(key(part));
        Snapshot after = snapshot();
        assertNotEquals(before.epoch(), after.ack().epoch());
        assertTrue(after.floor() > known.ack().stamp() || part.equals("meta"), known + " then " + after);
        assertTrue(after.floor() > before.stamp(), known + " then " + after);
        assertEquals(part.equals("scopes") ? 0 : 1, after.scopes().size());
        assertEquals(after.ack().epoch(), touch(A).epoch(), "and only once");
        boolean survives = !part.equals("scopes");
        assertEquals(survives, of(() -> log.look(KEY, List.of(B))).flux());
        assertEquals(!survives, of(() -> log.claim(KEY, "t", LEASE, List.of("y"), List.of())));
    }

    @Test
    void R05_slotsOfAnotherLengthBeginANewEpoch() throws Exception {
        Ack before = touch(A);
        server.commands().append(key("slots"), "x");
        assertNotEquals(before.epoch(), touch(A).epoch());
    }

    @Test
    void R05_anEntryThatNobodyHereMadeBeginsANewEpoch() throws Exception {
        Ack before = touch(A);
        server.commands().xadd(key("log"), Map.of("some", "thing"));
        Ack after = touch(A);
        assertNotEquals(before.epoch(), after.epoch());
        assertTrue(after.stamp() > before.stamp());
    }

    @Test
    void R05_flushallBeginsANewEpoch() throws Exception {
        Ack before = touch(A);
        server.commands().flushall();
        Ack after = touch(A);
        assertNotEquals(before.epoch(), after.epoch());
        assertEquals(2, after.number());
        assertTrue(after.stamp() > before.stamp());
    }

    @Test
    void R19_whoeverWaitsForEntriesHearsOfTheNewEpoch() throws Exception {
        Ack before = touch(A);
        entries(0);
        var reading = CompletableFuture.supplyAsync(() -> {
            try {
                return log.read(before.stamp(), Duration.ofSeconds(20));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        Thread.sleep(100);
        server.commands().del(key("meta"));
        touch(A);
        Entry first = reading.get(10, TimeUnit.SECONDS).get(0);
        assertEquals(Kind.EPOCH, first.kind());
        assertEquals(1, first.number());
    }

    @Test
    void whoeverDoesNotWaitIsToldWhatThereIsAndNothingIfThereIsNothing() throws Exception {
        Ack first = touch(A);
        entries(0);
        Ack second = touch(A);
        List<Entry> read = log.read(first.stamp(), Duration.ZERO);
        assertEquals(List.of(second.number()), read.stream().map(Entry::number).toList());
        assertEquals(List.of(), log.read(second.stamp(), Duration.ZERO));
    }

    @Test
    void anotherNumberOfSlotsIsAnotherKey() throws Exception {
        snapshot();
        LogKey more = new LogKey(KEY.k0(), KEY.k1(), 128);
        fails(OtherKeyException.class, log.touch(more, List.of(A)));
    }

    @Test
    void R18_aRestartBeginsANewEpochAboveAllStampsAlthoughEverythingWasKept() throws Exception {
        of(() -> log.begin(KEY, "s", LEASE, List.of(B)));
        Ack before = touch(A);
        server.kill();
        server.start();
        Snapshot after = snapshot();
        assertNotEquals(before.epoch(), after.ack().epoch());
        assertTrue(after.floor() > before.stamp());
        assertEquals(0, after.slots()[A.first()]);
        assertEquals(List.of(new Snapshot.OpenScope("s", List.of("b"))), after.scopes());
        assertEquals(KEY, after.key());
    }

    @Test
    void R18_aNewEpochStartsAheadOfTheClockByTheSkew() throws Exception {
        long now = System.currentTimeMillis();
        RedisLog ahead = open(server.uri(index + "?slots=64&skew=60000"));
        Snapshot snapshot = of(() -> ahead.snapshot(KEY));
        assertTrue(snapshot.start() / 1_000_000 >= now + 60_000 - 1);
        assertTrue(of(() -> ahead.touch(KEY, List.of(A))).stamp() > snapshot.start());
    }

    // Stamps

    @Test
    void R03_stampsRiseStrictlyThoughTheClockStepsBack() throws Exception {
        snapshot();
        server.commands().xadd(key("log"), new io.lettuce.core.XAddArgs().id("4000000000000-5"), Map.of("n", "2"));
        server.commands().hset(key("meta"), Map.of("last", "4000000000000-5"));
        Ack first = touch(A);
        Ack second = touch(A);
        Ack beat = heartbeat("n", "");
        assertEquals("4000000000000-6", Ids.id(first.stamp()));
        assertEquals("4000000000000-7", Ids.id(second.stamp()));
        assertEquals(second.stamp(), beat.stamp());
        assertEquals(first.epoch(), beat.epoch());
    }

    @Test
    void R03_aMillisecondThatHasUsedUpItsMillionIsAGap() throws Exception {
        Ack before = touch(A);
        server.commands().xadd(key("log"), new io.lettuce.core.XAddArgs().id("4000000000000-999999"), Map.of("n", "3"));
        server.commands().hset(key("meta"), Map.of("last", "4000000000000-999999"));
        Ack after = touch(A);
        assertNotEquals(before.epoch(), after.epoch());
        assertEquals("4000000000001-1", Ids.id(after.stamp()));
        assertEquals(2, after.number());
    }

    @Test
    void R03_anEntryThatIsNoStampIsForgottenWithItsEpoch() throws Exception {
        Ack before = touch(A);
        server.commands().xadd(key("log"), new io.lettuce.core.XAddArgs().id("9999999999999-5"), Map.of("n", "3"));
        Ack after = touch(A);
        assertNotEquals(before.epoch(), after.epoch());
        assertTrue(after.stamp() > before.stamp());
    }

    @Test
    void R03_numbersHaveNoGapsAndStampsRise() throws Exception {
        Snapshot start = snapshot();
        List<CompletionStage<Ack>> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            all.add(log.touch(KEY, List.of(A)));
        }
        for (var one : all) {
            get(one);
        }
        long number = start.ack().number();
        long last = start.last();
        for (Entry entry : entries(start.last())) {
            assertEquals(++number, entry.number());
            assertTrue(entry.stamp() > last);
            last = entry.stamp();
        }
        assertEquals(501, number);
    }

    @Test
    void R16_everyLaterStampIsAboveTheAsOfThatWasTold() throws Exception {
        for (int i = 0; i < 50; i++) {
            Ack told = i % 2 == 0
                    ? heartbeat("n", "")
                    : of(() -> log.look(KEY, List.of(A))).ack();
            assertTrue(touch(A).stamp() > told.stamp());
        }
    }

    @Test
    void aTrimmedLogShowsByItsNumbers() throws Exception {
        RedisLog small = open(server.uri(index + "?slots=64&skew=0&log=100"));
        Snapshot start = of(() -> small.snapshot(KEY));
        for (int i = 0; i < 500; i++) {
            of(() -> small.touch(KEY, List.of(A)));
        }
        assertTrue(entries(start.last()).get(0).number() > 2);
    }

    @Test
    void aTouchOfNothingMovesNothing() throws Exception {
        Ack before = touch(A);
        assertEquals(before.number(), touch().number());
    }

    @Test
    void touchAllMovesTheFloor() throws Exception {
        touch(A);
        Ack all = of(() -> log.touchAll(KEY));
        assertEquals(all.stamp(), snapshot().floor());
        assertEquals(List.of(all.stamp()), of(() -> log.look(KEY, List.of(A))).stamps());
    }

    @Test
    void aLookTellsTheSmallerSlotAndAtLeastTheFloor() throws Exception {
        Snapshot start = snapshot();
        Ack a = touch(A);
        Ack b = touch(B);
        Look look = of(() -> log.look(KEY, List.of(A, B, AB, APP)));
        assertEquals(List.of(a.stamp(), b.stamp(), a.stamp(), start.floor()), look.stamps());
        assertFalse(look.flux());
        assertEquals(start.start(), look.start());
    }

    // Scopes

    @Test
    void R11_aLeaseThatRunsOutTouchesAndRemovesInOneStepAndOnce() throws Exception {
        Ack begun = of(() -> log.begin(KEY, "s", SHORT, List.of(A, B)));
        pause();
        assertTrue(of(() -> log.look(KEY, List.of(A))).flux(), "until somebody has recovered it");
        assertTrue(heartbeat("n", "").number() == begun.number() + 1);
        assertEquals(begun.number() + 1, heartbeat("m", "").number());
        Entry entry = entries(begun.stamp()).get(0);
        assertEquals(Kind.EXPIRE, entry.kind());
        assertEquals("s", entry.scope());
        assertEquals(List.of("a", "b"), entry.groups());
        Look look = of(() -> log.look(KEY, List.of(A, B)));
        assertFalse(look.flux());
        assertEquals(List.of(entry.stamp(), entry.stamp()), look.stamps());
    }

    @Test
    void R11_whoeverMeetsADeadScopeRecoversIt() throws Exception {
        Snapshot start = snapshot();
        of(() -> log.begin(KEY, "s", SHORT, List.of(A)));
        pause();
        assertFalse(of(() -> log.isOpen(KEY, "s")));
        of(() -> log.begin(KEY, "t", SHORT, List.of(A)));
        pause();
        assertFalse(of(() ->
                        log.enterUnlessMoved(KEY, "t", new Seen(start.ack().epoch(), List.of(), List.of()), List.of(A)))
                .open());
        of(() -> log.begin(KEY, "u", SHORT, List.of(A)));
        pause();
        of(() -> log.begin(KEY, "u", LEASE, List.of(A)));
        List<Kind> kinds = entries(start.last()).stream().map(Entry::kind).toList();
        assertEquals(
                List.of(Kind.BEGIN, Kind.EXPIRE, Kind.BEGIN, Kind.EXPIRE, Kind.BEGIN, Kind.EXPIRE, Kind.BEGIN), kinds);
        assertTrue(of(() -> log.isOpen(KEY, "u")));
    }

    @Test
    void R11_aHundredDeadScopesAreRecoveredAtOnceAndTheRestNextTime() throws Exception {
        Ack last = touch(A);
        for (int i = 0; i < 130; i++) {
            int id = i;
            last = of(() -> log.begin(KEY, "s" + id, SHORT, List.of(A)));
        }
        pause();
        assertEquals(last.number() + 100, heartbeat("n", "").number());
        assertEquals(last.number() + 130, heartbeat("n", "").number());
    }

    @Test
    void R11_aDeadScopeOfAnotherKeyMovesEverything() throws Exception {
        of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        server.commands().del(key("meta"));
        Snapshot fresh = of(() -> log.snapshot(OTHER));
        assertEquals(OTHER, fresh.key());
        Ack ended = of(() -> log.end(OTHER, "s", true, List.of()));
        assertTrue(of(() -> log.look(OTHER, List.of(B))).stamps().get(0)
                > fresh.ack().stamp());
        assertEquals(fresh.ack().number() + 2, ended.number());
    }

    @Test
    void R12_anEndAfterTheLeaseTouchesStill() throws Exception {
        of(() -> log.begin(KEY, "s", SHORT, List.of(A)));
        pause();
        Ack expired = heartbeat("n", "");
        Ack ended = of(() -> log.end(KEY, "s", true, List.of(A)));
        assertEquals(expired.number() + 1, ended.number());
        assertEquals(List.of(ended.stamp()), of(() -> log.look(KEY, List.of(A))).stamps());
    }

    @Test
    void R10_anEndMovesAndClearsInOneStep() throws Exception {
        Ack begun = of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        assertTrue(of(() -> log.look(KEY, List.of(A))).flux());
        Ack ended = of(() -> log.end(KEY, "s", true, List.of(A, B)));
        Entry entry = entries(begun.stamp()).get(0);
        assertEquals(new Entry(ended.number(), ended.stamp(), Kind.END, "s", List.of("a", "b")), entry);
        assertFalse(of(() -> log.look(KEY, List.of(A))).flux());
        assertFalse(of(() -> log.isOpen(KEY, "s")));
    }

    @Test
    void R10_fluxIsCounted() throws Exception {
        of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        of(() -> log.begin(KEY, "t", LEASE, List.of(A)));
        of(() -> log.end(KEY, "s", true, List.of()));
        assertTrue(of(() -> log.look(KEY, List.of(A))).flux());
        of(() -> log.end(KEY, "t", true, List.of()));
        assertFalse(of(() -> log.look(KEY, List.of(A))).flux());
    }

    @Test
    void aDiscardMovesNothing() throws Exception {
        Ack a = touch(A);
        Ack begun = of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        of(() -> log.end(KEY, "s", false, List.of(A)));
        assertEquals(Kind.DISCARD, entries(begun.stamp()).get(0).kind());
        Look look = of(() -> log.look(KEY, List.of(A)));
        assertEquals(List.of(a.stamp()), look.stamps());
        assertFalse(look.flux());
        Ack again = of(() -> log.end(KEY, "s", false, List.of(A)));
        assertEquals(look.ack().number(), again.number());
    }

    @Test
    void repeatingABeginDoesNothingMore() throws Exception {
        Ack first = of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        assertEquals(
                first.number(), of(() -> log.begin(KEY, "s", LEASE, List.of(A))).number());
        Ack more = of(() -> log.begin(KEY, "s", LEASE, List.of(A, B)));
        assertEquals(List.of("b"), entries(first.stamp()).get(0).groups());
        of(() -> log.end(KEY, "s", true, List.of()));
        assertFalse(of(() -> log.look(KEY, List.of(A, B))).flux());
        assertEquals(first.number() + 1, more.number());
    }

    @Test
    void claimsExcludeEachOther() throws Exception {
        assertTrue(claim("s", List.of("x"), List.of("y")));
        assertTrue(claim("s", List.of("x"), List.of("y")), "again");
        assertFalse(claim("t", List.of("x"), List.of()));
        assertFalse(claim("t", List.of(), List.of("x")));
        assertFalse(claim("t", List.of("y"), List.of()));
        assertFalse(claim("t", List.of("z"), List.of("x")), "all or none");
        assertTrue(claim("u", List.of("z"), List.of("y")));
        of(() -> log.end(KEY, "s", true, List.of()));
        assertTrue(claim("t", List.of("x"), List.of()));
        assertFalse(claim("v", List.of("y"), List.of()), "u is still beside it");
        of(() -> log.end(KEY, "u", false, List.of()));
        assertTrue(claim("v", List.of("y"), List.of()));
    }

    @Test
    void R11_claimsOfADeadScopeAreGivenBack() throws Exception {
        assertTrue(of(() -> log.claim(KEY, "s", SHORT, List.of("x"), List.of("y"))));
        pause();
        assertTrue(claim("t", List.of("x", "y"), List.of()));
    }

    private boolean claim(String scope, List<String> alone, List<String> beside) throws Exception {
        return of(() -> log.claim(KEY, scope, LEASE, alone, beside));
    }

    @Test
    void R20_aWriteEntersOnlyIfNothingOfWhatItSawHasMoved() throws Exception {
        Ack a = touch(A);
        Seen seen = new Seen(a.epoch(), List.of(A), List.of(a.stamp()));
        assertFalse(enter("s", seen).open(), "not open");
        of(() -> log.claim(KEY, "s", LEASE, List.of(), List.of()));
        assertFalse(
                enter("s", new Seen(a.epoch() + 1, List.of(A), List.of(a.stamp())))
                        .open(),
                "another epoch");
        assertFalse(
                enter("s", new Seen(a.epoch(), List.of(A), List.of(a.stamp() - 1)))
                        .open(),
                "another stamp");
        of(() -> log.begin(KEY, "t", LEASE, List.of(A)));
        assertFalse(enter("s", seen).open(), "in the flux of another");
        of(() -> log.end(KEY, "t", false, List.of()));
        Entered entered = enter("s", seen);
        assertTrue(entered.open());
        assertTrue(of(() -> log.look(KEY, List.of(B))).flux());
        assertTrue(enter("s", seen).open(), "repeating it does nothing more");
        of(() -> log.begin(KEY, "s", LEASE, List.of(A)));
        assertTrue(enter("s", seen).open(), "its own flux is none");
        touch(A);
        assertFalse(enter("s", seen).open(), "moved");
        touch(A, B);
        of(() -> log.touchAll(KEY));
        long floor = snapshot().floor();
        assertTrue(enter("s", new Seen(a.epoch(), List.of(A), List.of(floor))).open(), "the floor is a stamp, too");
    }

    private Entered enter(String scope, Seen seen) throws Exception {
        return of(() -> log.enterUnlessMoved(KEY, scope, seen, List.of(B)));
    }

    // Revisions

    @Test
    void R04_aRevisionSeenFirstTouchesAndTheEndOfARolloutToo() throws Exception {
        long first = heartbeat("n1", "1").number();
        assertEquals(first, heartbeat("n1", "1").number(), "known");
        assertEquals(first, heartbeat("n2", "1").number(), "of the same revision");
        assertEquals(first, heartbeat("n3", "").number(), "takes no part");
        long rollout = heartbeat("n4", "2").number();
        assertEquals(first + 1, rollout);
        assertEquals(rollout, heartbeat("n4", "2").number());
        assertEquals(rollout, heartbeat("n1", "1").number());
        assertEquals(rollout, of(() -> log.leave(KEY, "n1", "1", APP)).number(), "n2 is still there");
        Ack over = of(() -> log.leave(KEY, "n2", "1", APP));
        assertEquals(rollout + 1, over.number());
        assertEquals(List.of("@app"), entries(over.stamp() - 1).get(0).groups());
        assertEquals(over.number(), of(() -> log.leave(KEY, "n4", "2", APP)).number(), "nobody remains");
        assertEquals(over.number(), heartbeat("n5", "2").number(), "nothing else has run since");
        of(() -> log.leave(KEY, "n5", "2", APP));
        assertEquals(over.number() + 1, heartbeat("n6", "3").number());
    }

    @Test
    void R04_theLastNodeOfARevisionMayFallSilent() throws Exception {
        heartbeat("n1", "1");
        long rollout = heartbeat("n2", "2").number();
        server.commands().zadd(key("nodes"), System.currentTimeMillis() - 11_000.0, "n1|1");
        assertEquals(rollout + 1, heartbeat("n2", "2").number());
        assertEquals(rollout + 1, heartbeat("n2", "2").number());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void R04_whoeverComesAfterAMixedFleetHasDiedTouches(String revision) throws Exception {
        heartbeat("n1", "1");
        long rollout = heartbeat("n2", "2").number();
        server.commands().del(key("nodes"));
        assertEquals(rollout + 1, heartbeat("n3", revision).number());
    }

    // All of it

    @Test
    void R19_aSnapshotEqualsTheReplayOfAllEntries() throws Exception {
        long seed = 20261126;
        SplittableRandom random = new SplittableRandom(seed);
        Snapshot start = snapshot();
        List<LogGroup> groups = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            groups.add(new LogGroup("g" + i, random.nextInt(64), random.nextInt(64)));
        }
        for (int i = 0; i < 600; i++) {
            randomStep(random, groups);
        }
        Snapshot end = snapshot();
        long[] slots = start.slots().clone();
        long floor = start.floor();
        long number = 1;
        Map<String, Set<String>> scopes = new HashMap<>();
        for (Entry entry : entries(start.last())) {
            assertEquals(++number, entry.number());
            switch (entry.kind()) {
                case TOUCH_ALL -> floor = entry.stamp();
                case BEGIN ->
                    scopes.computeIfAbsent(entry.scope(), id -> new HashSet<>()).addAll(entry.groups());
                case DISCARD -> scopes.remove(entry.scope());
                case TOUCH, END, EXPIRE -> {
                    scopes.remove(entry.scope());
                    for (String name : entry.groups()) {
                        LogGroup group = name.equals("@app") ? APP : groups.get(Integer.parseInt(name.substring(1)));
                        slots[group.first()] = entry.stamp();
                        slots[group.second()] = entry.stamp();
                    }
                }
                case EPOCH -> throw new AssertionError("a new epoch, seed " + seed);
            }
        }
        assertEquals(end.floor(), floor, "seed " + seed);
        assertEquals(end.ack().number(), number, "seed " + seed);
        org.junit.jupiter.api.Assertions.assertArrayEquals(end.slots(), slots, "seed " + seed);
        Map<String, Set<String>> open = new HashMap<>();
        end.scopes().forEach(scope -> open.put(scope.id(), new HashSet<>(scope.groups())));
        assertEquals(open, scopes, "seed " + seed);
        Set<String> held = new TreeSet<>();
        open.values().forEach(held::addAll);
        for (LogGroup group : groups) {
            assertEquals(
                    held.contains(group.name()),
                    of(() -> log.look(KEY, List.of(group))).flux(),
                    "seed " + seed);
        }
    }

    private void randomStep(SplittableRandom random, List<LogGroup> all) throws Exception {
        List<LogGroup> some = new ArrayList<>();
        all.forEach(group -> {
            if (random.nextInt(4) == 0) {
                some.add(group);
            }
        });
        String scope = "s" + random.nextInt(6);
        var lease = random.nextBoolean() ? SHORT : LEASE;
        switch (random.nextInt(9)) {
            case 0, 1 -> of(() -> log.touch(KEY, some));
            case 2, 3 -> of(() -> log.begin(KEY, scope, lease, some));
            case 4 -> of(() -> log.end(KEY, scope, true, some));
            case 5 -> of(() -> log.end(KEY, scope, false, some));
            case 6 -> heartbeat("n" + random.nextInt(2), "" + random.nextInt(2));
            case 7 -> {
                Look look = of(() -> log.look(KEY, some));
                of(() -> log.enterUnlessMoved(KEY, scope, new Seen(look.ack().epoch(), some, look.stamps()), some));
            }
            default -> {
                if (random.nextInt(10) == 0) {
                    of(() -> log.touchAll(KEY));
                } else {
                    of(() -> log.claim(KEY, scope, lease, List.of(some.toString()), List.of()));
                }
            }
        }
    }

    @Test
    void placesThatAreNoneOfTheKeyAreRefusedBeforeAnythingIsDone() throws Exception {
        snapshot();
        assertThrows(IllegalArgumentException.class, () -> log.touch(KEY, List.of(new LogGroup("x", 0, 64))));
        assertThrows(IllegalArgumentException.class, () -> log.touch(KEY, List.of(new LogGroup("x y", 0, 1))));
        assertThrows(IllegalArgumentException.class, () -> log.heartbeat(KEY, "a|b", "", APP));
    }
}
