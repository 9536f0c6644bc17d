package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertIterableEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptIndexTest {
    private static final int SLOTS = 1024;
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final SteppedClock clock = new SteppedClock();

    @TempDir
    Path directory;

    private GroupIndex open() {
        return open(SLOTS);
    }

    private GroupIndex open(int slots) {
        return new GroupIndex(
                EmbeddedLogs.kept(clock, new LogSettings(slots, 10, LEASE), IndexDirectory.lock(directory)), null);
    }

    /** As a killed process would leave it: without the state, and with the lock let go by the system. */
    private Path copyOfARunningIndex(Path to) throws IOException {
        Files.createDirectories(to);
        Files.copy(directory.resolve("high-water"), to.resolve("high-water"), StandardCopyOption.REPLACE_EXISTING);
        return to;
    }

    @Test
    void keepsEverythingAcrossACleanStop() {
        GroupIndex first = open();
        first.publish(Set.of("a"));
        Stamp a = first.touch("a");
        Stamp never = first.stamp("never");
        long epoch = first.epoch();
        PublishedGroups published = first.published();
        first.close();
        clock.step(Duration.ofHours(1));

        GroupIndex second = open();
        assertEquals(epoch, second.epoch());
        assertEquals(a, second.stamp("a"));
        assertEquals(never, second.stamp("never"));
        assertEquals(a, second.head());
        second.publish(Set.of("a"));
        assertEquals(published.epoch(), second.published().epoch());
        assertEquals(published.horizon(), second.published().horizon());
        assertIterableEquals(published.all(), second.published().all());
        assertIterableEquals(published.newestFirst(), second.published().newestFirst());
        second.close();
    }

    @Test
    void R15_aStopDuringAChangeIsNoCleanStop() {
        GroupIndex first = open();
        first.touch("a");
        long epoch = first.epoch();
        ChangeScope change = first.begin("a");
        first.close();
        assertThrows(IllegalStateException.class, change::close, "too late to be told");
        GroupIndex second = open();
        assertNotEquals(epoch, second.epoch());
        second.close();
    }

    @Test
    void noChangeBeginsOnceTheIndexIsClosed() {
        GroupIndex index = open();
        index.close();
        assertThrows(IllegalStateException.class, () -> index.begin("a"));
    }

    @Test
    void R16_stampsRiseThoughTheClockStepsBackAcrossTheStop() {
        GroupIndex first = open();
        clock.step(Duration.ofHours(1));
        long asOf = first.asOf();
        first.close();
        clock.step(Duration.ofHours(-5));
        GroupIndex second = open();
        assertTrue(second.touch("a").nanos() > asOf);
        second.close();
    }

    @Test
    void R05_anUncleanStopStartsANewEpoch(@TempDir Path other) throws IOException {
        GroupIndex first = open();
        long asOf = first.asOf();
        Stamp a = first.touch("a");
        copyOfARunningIndex(other);
        clock.step(Duration.ofHours(-5));
        EmbeddedLog after = EmbeddedLogs.kept(clock, new LogSettings(SLOTS, 10, LEASE), IndexDirectory.lock(other));
        assertNotEquals(first.epoch(), after.replica().era().epoch());
        assertTrue(after.replica().era().start() > Math.max(asOf, a.nanos()), "R16: above all that was given out");
        after.close();
        first.close();
    }

    @Test
    void R15_theMarkerIsGoneWhileTheIndexRuns() {
        open().close();
        GroupIndex index = open();
        assertTrue(Files.notExists(directory.resolve("state")));
        index.close();
        assertTrue(Files.exists(directory.resolve("state")));
    }

    @Test
    void R15_aDamagedStateIsANewEpoch() throws IOException {
        GroupIndex first = open();
        first.touch("a");
        long epoch = first.epoch();
        first.close();
        for (long at : new long[] {0, 5, 20, 70, 100, Files.size(directory.resolve("state")) - 1}) {
            byte[] whole = Files.readAllBytes(directory.resolve("state"));
            byte[] damaged = whole.clone();
            damaged[(int) at] ^= 0x40;
            Files.write(directory.resolve("state"), damaged);
            GroupIndex second = open();
            assertNotEquals(epoch, second.epoch(), "byte " + at);
            second.close();
            Files.write(directory.resolve("state"), whole);
        }
        try (FileChannel state = FileChannel.open(directory.resolve("state"), StandardOpenOption.WRITE)) {
            state.truncate(state.size() / 2);
        }
        GroupIndex second = open();
        assertNotEquals(epoch, second.epoch());
        second.close();
    }

    @Test
    void R04_anotherNumberOfSlotsIsANewEpoch() {
        GroupIndex first = open();
        long epoch = first.epoch();
        first.close();
        GroupIndex second = open(2 * SLOTS);
        assertNotEquals(epoch, second.epoch());
        second.close();
    }

    @Test
    void R16_reservesOnWhenTouchesRunAheadOfTheMark() {
        GroupIndex index = open();
        clock.step(IndexDirectory.RESERVE.multipliedBy(3));
        Stamp stamp = index.touch("a");
        assertTrue(stamp.nanos() >= clock.nanos());
        assertTrue(index.asOf() >= stamp.nanos());
        index.close();
    }

    @Test
    void aDamagedMarkIsReadAsLateAsItCanHaveBeen() throws IOException {
        open().close();
        Files.delete(directory.resolve("state"));
        Files.write(directory.resolve("high-water"), new byte[] {1, 2, 3});
        long written =
                Files.getLastModifiedTime(directory.resolve("high-water")).toMillis();
        GroupIndex index = open();
        assertTrue(index.head().toInstant().toEpochMilli() > written);
        index.close();
    }

    @Test
    void R15_aLockedDirectoryIsRefusedWithTheCure() {
        GroupIndex first = open();
        String message = assertThrows(IllegalStateException.class, this::open).getMessage();
        assertTrue(message.contains(directory.toString()) && message.contains("directory of its own"), message);
        first.close();
        open().close();
    }

    @Test
    void aDirectoryThatCannotBeWrittenIsRefusedWithTheCure() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        String message = assertThrows(IllegalStateException.class, () -> IndexDirectory.lock(file))
                .getMessage();
        assertTrue(message.contains(file.toString()) && message.contains("make it writable"), message);
    }

    @Test
    void R04_aNewRevisionMovesTheApplicationsGroupAndAKnownOneDoesNot() {
        GroupIndex first = open();
        assertTrue(first.outlivesProcess());
        first.revision("1.0");
        Stamp one = first.stamp(GroupIndex.APP);
        first.revision("1.0");
        assertEquals(one, first.stamp(GroupIndex.APP));
        first.close();

        GroupIndex second = open();
        second.revision("1.0");
        assertEquals(one, second.stamp(GroupIndex.APP));
        second.revision("1.1");
        assertTrue(second.stamp(GroupIndex.APP).compareTo(one) > 0);
        second.close();
    }

    @Test
    void asOfStandsStillWhereNothingMoreCanBeReserved() {
        IndexDirectory kept = IndexDirectory.lock(directory);
        EmbeddedLog log = EmbeddedLogs.kept(clock, new LogSettings(SLOTS, 10, LEASE), kept);
        clock.step(Duration.ofHours(1));
        long asOf = log.asOf();
        assertTrue(
                asOf <= clock.nanos() - Duration.ofHours(1).toNanos() + IndexDirectory.RESERVE.toNanos() + 1_000_000);
        log.touch(List.of("a"));
        assertTrue(log.asOf() > asOf);
        log.close();
    }
}
