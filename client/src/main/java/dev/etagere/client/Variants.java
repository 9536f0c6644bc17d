package dev.etagere.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the stored responses of one URI vary by. Immutable.
 *
 * @param generation a random number in the key of each of them: without this record, none of them is found again
 * @param varies the distinct sets of names, the one seen last first
 */
record Variants(long generation, List<String> varies) {
    private static final byte FORM = 2;
    private static final int MOST = 8;

    /** The same with these names in front. */
    Variants with(String vary) {
        if (!varies.isEmpty() && varies.get(0).equals(vary)) {
            return this;
        }
        List<String> sorted = new ArrayList<>(varies);
        sorted.remove(vary);
        sorted.add(0, vary);
        return new Variants(generation, List.copyOf(sorted.subList(0, Math.min(MOST, sorted.size()))));
    }

    byte[] write(Key key) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(FORM);
            out.write(key.digest());
            out.writeLong(generation);
            out.writeByte(varies.size());
            for (String vary : varies) {
                out.writeUTF(vary);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static @Nullable Variants read(Key key, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            if (in.readByte() != FORM || !Arrays.equals(in.readNBytes(Key.LENGTH), key.digest())) {
                return null;
            }
            long generation = in.readLong();
            String[] varies = new String[in.readByte()];
            for (int i = 0; i < varies.length; i++) {
                varies[i] = in.readUTF();
            }
            return new Variants(generation, List.of(varies));
        } catch (IOException e) {
            return null;
        }
    }
}
