package dev.etagere.http;

import java.util.SplittableRandom;

/** Seeded random texts that look enough like fields to get past the first character. */
final class Texts {

    private Texts() {}

    /** Up to {@code pieces} of the pieces, now and then with any character between them. */
    static String random(SplittableRandom random, int pieces, String... alphabet) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(pieces + 1); i > 0; i--) {
            if (random.nextInt(16) == 0) {
                text.append((char) random.nextInt(0x180));
            } else {
                text.append(alphabet[random.nextInt(alphabet.length)]);
            }
        }
        return text.toString();
    }
}
