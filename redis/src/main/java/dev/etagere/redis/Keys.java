package dev.etagere.redis;

import java.nio.charset.StandardCharsets;

/** The keys of an index: one hash tag, so that a cluster keeps them on one node. In the order of the prelude. */
final class Keys {
    private static final String[] SUFFIXES = {
        "log", "meta", "slots", "scopes", "due", "flux", "alone", "beside", "nodes"
    };

    private final byte[][] all;

    Keys(String index) {
        all = new byte[SUFFIXES.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = ("etagere:{" + index + "}:" + SUFFIXES[i]).getBytes(StandardCharsets.UTF_8);
        }
    }

    byte[][] all() {
        return all;
    }

    byte[] log() {
        return all[0];
    }
}
