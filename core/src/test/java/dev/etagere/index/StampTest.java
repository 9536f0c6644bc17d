package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StampTest {

    @Test
    void printsAsAnOrdinaryTimestampWithNineDecimals() {
        assertEquals(
                "2026-11-22T10:00:00.123000007Z",
                at("2026-11-22T10:00:00.123Z", 7).toString());
        assertEquals(
                "2026-11-22T10:00:00.000000000Z", at("2026-11-22T10:00:00Z", 0).toString());
    }

    @Test
    void readsWhatItPrinted() {
        Stamp stamp = at("2026-11-22T10:00:00.123Z", 999_999);
        assertEquals(stamp, Stamp.parse(stamp.toString()));
    }

    @Test
    void ordersByTime() {
        assertTrue(at("2026-11-22T10:00:00Z", 1).compareTo(at("2026-11-22T10:00:00Z", 2)) < 0);
    }

    @Test
    void doesNotLieBefore1970() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Stamp(-1))
                .getMessage()
                .contains("before 1970"));
    }

    private static Stamp at(String instant, int count) {
        return new Stamp(Instant.parse(instant).toEpochMilli() * 1_000_000L + count);
    }
}
