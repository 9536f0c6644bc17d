package dev.etagere.index;

/**
 * SipHash-2-4 of a group name without allocating, which Guava's streaming hasher cannot do. Keyed, so that nobody can
 * choose names which collide in the slots. Group names are ASCII: one character is one byte.
 */
final class SipHash {
    private final long k0;
    private final long k1;

    SipHash(long k0, long k1) {
        this.k0 = k0;
        this.k1 = k1;
    }

    long k0() {
        return k0;
    }

    long k1() {
        return k1;
    }

    long hash(String name) {
        long v0 = k0 ^ 0x736f6d6570736575L;
        long v1 = k1 ^ 0x646f72616e646f6dL;
        long v2 = k0 ^ 0x6c7967656e657261L;
        long v3 = k1 ^ 0x7465646279746573L;
        int length = name.length();
        int whole = length & ~7;
        // Local variables, not an array: the whole state stays in registers.
        for (int at = 0; at <= length; at += 8) {
            long word = at < whole ? word(name, at, 8) : word(name, at, length - at) | (long) length << 56;
            boolean last = at >= whole;
            v3 ^= word;
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
            if (last) {
                break;
            }
        }
        v2 ^= 0xff;
        for (int round = 0; round < 4; round++) {
            v0 += v1;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v3;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static long word(String name, int from, int count) {
        long word = 0;
        for (int i = 0; i < count; i++) {
            word |= (name.charAt(from + i) & 0xffL) << (8 * i);
        }
        return word;
    }
}
