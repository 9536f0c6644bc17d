package dev.etagere;

import com.google.common.hash.HashCode;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.CharBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Hashes a body while it passes, for the audit. Buffers nothing. Used by one thread at a time.
 *
 * <p>Text may be hashed as characters or as bytes, as long as one handler does it always in the same way.
 */
public final class BodyHash {
    // 128 bits, fast, and of no use to an attacker: a collision would only hide a mistake of the application's own.
    private static final HashFunction FUNCTION = Hashing.murmur3_128();

    private Hasher hasher = FUNCTION.newHasher();
    private @Nullable HashCode result;

    BodyHash() {}

    /** Takes in one byte. */
    public void update(int octet) {
        hasher.putByte((byte) octet);
    }

    /** Takes in bytes. */
    public void update(byte[] bytes, int from, int count) {
        hasher.putBytes(bytes, from, count);
    }

    /** Takes in text. */
    public void update(char[] text, int from, int count) {
        hasher.putUnencodedChars(CharBuffer.wrap(text, from, count));
    }

    /** Forgets what was taken in: the response was reset. */
    public void reset() {
        hasher = FUNCTION.newHasher();
    }

    HashCode end() {
        HashCode ended = result;
        if (ended == null) {
            ended = hasher.hash();
            result = ended;
        }
        return ended;
    }

    /** What was taken in, if that was all; {@code null} until then. */
    @Nullable
    HashCode ended() {
        return result;
    }
}
