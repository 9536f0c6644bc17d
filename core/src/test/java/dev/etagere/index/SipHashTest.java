package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SipHashTest {

    @Test
    void agreesWithGuavaOnEveryLength() {
        SplittableRandom random = new SplittableRandom(7);
        for (int length = 0; length < 220; length++) {
            long k0 = random.nextLong();
            long k1 = random.nextLong();
            String name = name(random, length);
            assertEquals(
                    Hashing.sipHash24(k0, k1)
                            .hashString(name, StandardCharsets.US_ASCII)
                            .asLong(),
                    new SipHash(k0, k1).hash(name),
                    "seed 7, name " + name);
        }
    }

    private static String name(SplittableRandom random, int length) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < length; i++) {
            name.append((char) random.nextInt(0x21, 0x7f));
        }
        return name.toString();
    }
}
