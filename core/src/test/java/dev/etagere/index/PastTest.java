package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.shared.Entry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What was changed before a node came")
class PastTest {
    private static final long START = 1_000;

    private final Published published = new Published(3, 7, 0);
    private final List<Entry> log = new ArrayList<>(List.of(new Entry(1, START, Entry.Kind.EPOCH, "", List.of())));

    PastTest() {
        published.publish(List.of("a", "b", "c", "d"), 2_000);
    }

    private void log(Entry.Kind kind, String... groups) {
        long number = last().number() + 1;
        log.add(new Entry(number, START + 10 * number, kind, "", List.of(groups)));
    }

    private Entry last() {
        return log.get(log.size() - 1);
    }

    private Past past() {
        return past(last().number(), last().stamp());
    }

    private Past past(long last, long stamp) {
        return new Past(published.picture(), START, last, stamp, 3);
    }

    /** Reads it entry by entry, and returns what is listed then. */
    private PublishedGroups read(Past past) {
        for (int i = 0; !past.isComplete(); i++) {
            past.read(log.subList(i, i + 1));
            assertFalse(past.isLost());
        }
        return past.merged(published.picture());
    }

    @Test
    void R21_reachesBackToTheStartOfItsEpoch() {
        log(Entry.Kind.TOUCH, "a", "other");
        log(Entry.Kind.BEGIN, "b");
        log(Entry.Kind.END, "b");
        log(Entry.Kind.EXPIRE, "a");
        log(Entry.Kind.DISCARD);
        PublishedGroups read = read(past());
        assertEquals(new Stamp(START), read.horizon());
        assertEquals(new Stamp(START + 40), read.stamp("b"));
        assertEquals(new Stamp(START + 50), read.stamp("a"));
        assertEquals(2, read.size());
    }

    @Test
    void R21_reachesBackToJustBeforeTheFirstEntryThatIsLeft() {
        log(Entry.Kind.TOUCH, "a");
        log(Entry.Kind.TOUCH, "b");
        log(Entry.Kind.TOUCH, "c");
        Past past = past();
        log.remove(0);
        log.remove(0);
        PublishedGroups read = read(past);
        assertEquals(new Stamp(START + 29), read.horizon());
        assertNull(read.stamp("a"));
        assertEquals(new Stamp(START + 30), read.stamp("b"));
    }

    @Test
    void R21_reachesBackToTheEndOfAGapThatComesWhileItIsRead() {
        log(Entry.Kind.TOUCH, "a");
        log(Entry.Kind.TOUCH, "b");
        log(Entry.Kind.TOUCH, "c");
        Past past = past();
        past.read(log.subList(0, 2));
        past.read(log.subList(3, 4));
        PublishedGroups read = past.merged(published.picture());
        assertEquals(new Stamp(START + 39), read.horizon());
        assertEquals(1, read.size());
    }

    @Test
    void R21_reachesBackToWhatHasMovedEverything() {
        log(Entry.Kind.TOUCH, "a");
        log(Entry.Kind.TOUCH_ALL);
        assertEquals(new Stamp(START + 30), read(past()).horizon());
        log(Entry.Kind.TOUCH, "b", GroupIndex.APP);
        log(Entry.Kind.TOUCH, "c");
        PublishedGroups read = read(past());
        assertEquals(new Stamp(START + 40), read.horizon());
        assertEquals(new Stamp(START + 50), read.stamp("c"));
        assertEquals(1, read.size());
    }

    @Test
    void R21_listsWhatIsTouchedWhileItIsRead() {
        log(Entry.Kind.TOUCH, "a");
        Past past = past();
        published.touched(List.of("b"), 2_001);
        PublishedGroups before = published.picture();
        past.read(log);
        PublishedGroups merged = past.merged(before);
        published.touched(List.of("a"), 2_002);
        published.replace(before, merged);
        PublishedGroups now = published.picture();
        assertEquals(new Stamp(START), now.horizon());
        assertEquals(new Stamp(2_002), now.stamp("a"));
        assertEquals(new Stamp(2_001), now.stamp("b"));
    }

    @Test
    void R21_isNotListedIfEverythingHasMovedSince() {
        log(Entry.Kind.TOUCH, "a");
        Past past = past();
        PublishedGroups before = published.picture();
        past.read(log);
        published.restart(7, 2_001);
        assertFalse(past.isOf(published.picture()));
        published.replace(before, past.merged(before));
        assertEquals(new Stamp(2_001), published.picture().horizon());
    }

    @Test
    void R21_isLostIfTheLogHasNotWhatWasShown() {
        log(Entry.Kind.TOUCH, "a");
        Past none = past();
        none.read(List.of());
        assertTrue(none.isLost());
        Past later = past();
        later.read(List.of(new Entry(5, START + 50, Entry.Kind.TOUCH, "", List.of("a"))));
        assertTrue(later.isLost());
        Past ofAnotherServer = past(2, START + 21);
        ofAnotherServer.read(log);
        assertTrue(ofAnotherServer.isLost());
        Past anotherEpoch = past();
        anotherEpoch.read(List.of(new Entry(1, START + 5, Entry.Kind.EPOCH, "", List.of())));
        assertTrue(anotherEpoch.isLost());
        assertFalse(ofAnotherServer.isComplete() || anotherEpoch.isComplete() || later.isComplete());
    }

    @Test
    void R14_raisesItsHorizonForWhatIsTooMuch() {
        for (String group : List.of("a", "b", "c", "a", "d")) {
            log(Entry.Kind.TOUCH, group);
        }
        PublishedGroups read = read(past());
        assertEquals(3, read.size());
        assertNull(read.stamp("b"));
        assertEquals(new Stamp(START + 30), read.horizon());
        published.touched(List.of("b"), 2_001);
        PublishedGroups more = read(past());
        assertEquals(new Stamp(START + 40), more.horizon());
        assertEquals(3, more.size());
    }
}
