package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlotsTest {
    private final Slots slots = new Slots(new SipHash(1, 2), new long[16]);

    @Test
    void R14_neverReportsLessThanTheLastTouch() {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, Long> exact = new HashMap<>();
        for (long stamp = 1; stamp < 20_000; stamp++) {
            String group = "g:" + random.nextInt(100);
            slots.raise(slots.place(group), stamp);
            exact.put(group, stamp);
            String other = "g:" + random.nextInt(100);
            assertTrue(slots.read(slots.place(other)) >= exact.getOrDefault(other, 0L), "seed 3, stamp " + stamp);
        }
    }

    @Test
    void R14_mergesWithMaxWhateverTheOrderOfArrival() {
        long place = slots.place("a");
        slots.raise(place, 9);
        slots.raise(place, 5);
        assertEquals(9, slots.read(place));
    }

    @Test
    void groupsOfAWideTableRarelyMoveTogether() {
        Slots wide = new Slots(new SipHash(3, 4), new long[1 << 16]);
        for (int i = 0; i < 1000; i++) {
            wide.raise(wide.place("touched:" + i), i + 1);
        }
        int moved = 0;
        for (int i = 0; i < 1000; i++) {
            moved += wide.read(wide.place("untouched:" + i)) > 0 ? 1 : 0;
        }
        assertTrue(moved < 10, moved + " of 1000 moved");
    }

    @Test
    void theirNumberIsAPowerOfTwo() {
        assertThrows(IllegalArgumentException.class, () -> new Slots(new SipHash(1, 2), new long[15]));
    }
}
