package dev.etagere.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.etagere.index.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The listing, piece by piece")
class JsonPiecesTest {
    private static final long SEED = 11;

    private static String text(List<JsonPieces.Member> members, int size) {
        StringBuilder text = new StringBuilder();
        for (Iterator<byte[]> pieces = new JsonPieces("{", members.iterator(), size); pieces.hasNext(); ) {
            text.append(new String(pieces.next(), StandardCharsets.US_ASCII));
        }
        return text.toString();
    }

    @Test
    void hasStampsAsTheyWriteThemselves() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<JsonPieces.Member> members = new ArrayList<>();
        StringBuilder expected = new StringBuilder("{");
        for (int i = 0; i < 50_000; i++) {
            // Of any day, of some days again and again, and of the first and the last moment there is.
            long nanos = switch (i % 4) {
                case 0 -> random.nextLong(Long.MAX_VALUE);
                case 1 -> 1_795_341_600_000_000_000L + random.nextLong(3 * 86_400_000_000_000L);
                case 2 -> random.nextLong(70) * 86_400_000_000_000L - random.nextInt(2);
                default -> random.nextBoolean() ? Long.MAX_VALUE : 0;
            };
            Stamp stamp = new Stamp(Math.max(0, nanos));
            members.add(new JsonPieces.Member("g" + i, stamp));
            expected.append(i == 0 ? "\"g" : ",\"g")
                    .append(i)
                    .append("\":\"")
                    .append(stamp)
                    .append('"');
        }
        assertEquals(expected.append("}}").toString(), text(members, 1 << 12), "seed " + SEED);
    }

    @Test
    void saysOfAGroupWithoutAStampThatItIsUnknown() {
        assertEquals("{\"a\":\"unknown\"}}", text(List.of(new JsonPieces.Member("a", null)), 64));
    }
}
