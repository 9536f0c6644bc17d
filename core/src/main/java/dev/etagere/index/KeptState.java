package dev.etagere.index;

import com.google.common.hash.Hashing;
import com.google.common.hash.HashingInputStream;
import com.google.common.hash.HashingOutputStream;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything that an embedded log keeps across a clean stop. The stamps are in nanoseconds since 1970. */
record KeptState(
        Era era,
        Slots slots,
        long floor,
        long head,
        long high,
        @Nullable String revision,
        List<String> patterns,
        long horizon,
        Map<String, Long> published) {

    private static final int MAGIC = 0x45544147;
    private static final int VERSION = 1;

    static KeptState of(Replica replica, Published published, long high, @Nullable String revision) {
        return new KeptState(
                replica.era(),
                replica.slots(),
                replica.floor(),
                replica.head(),
                high,
                revision,
                published.picture().patterns(),
                published.horizon(),
                published.stamps());
    }

    void writeTo(OutputStream file) throws IOException {
        OutputStream whole = new BufferedOutputStream(file, 1 << 16);
        HashingOutputStream hashed = new HashingOutputStream(Hashing.sha256(), whole);
        DataOutputStream out = new DataOutputStream(hashed);
        out.writeInt(MAGIC);
        out.writeInt(VERSION);
        SipHash hash = slots.hash();
        for (long value : new long[] {era.epoch(), era.start(), hash.k0(), hash.k1(), floor, head, high, horizon}) {
            out.writeLong(value);
        }
        out.writeUTF(revision == null ? "" : revision);
        out.writeInt(slots.count());
        for (long slot : slots.copy()) {
            out.writeLong(slot);
        }
        out.writeInt(patterns.size());
        for (String pattern : patterns) {
            out.writeUTF(pattern);
        }
        out.writeInt(published.size());
        for (Map.Entry<String, Long> entry : published.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeLong(entry.getValue());
        }
        whole.write(hashed.hash().asBytes());
        whole.flush();
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws IOException if the file is damaged, cut short, of another version, or has another number of slots
     */
    static KeptState readFrom(InputStream file, int slots) throws IOException {
        InputStream whole = new BufferedInputStream(file, 1 << 16);
        HashingInputStream hashed = new HashingInputStream(Hashing.sha256(), whole);
        DataInputStream in = new DataInputStream(hashed);
        expect(in.readInt() == MAGIC, "it is no state of a group index");
        int version = in.readInt();
        expect(version == VERSION, "it has format " + version + ", this is format " + VERSION);
        long[] head = new long[8];
        for (int i = 0; i < head.length; i++) {
            head[i] = in.readLong();
        }
        String revision = in.readUTF();
        long[] stamps = readSlots(in, slots);
        List<String> patterns = readPatterns(in);
        Map<String, Long> published = readPublished(in);
        byte[] expected = hashed.hash().asBytes();
        expect(Arrays.equals(expected, whole.readNBytes(expected.length)), "its checksum is wrong");
        return new KeptState(
                new Era(head[0], head[1]),
                new Slots(new SipHash(head[2], head[3]), stamps),
                head[4],
                head[5],
                head[6],
                revision.isEmpty() ? null : revision,
                patterns,
                head[7],
                published);
    }

    private static long[] readSlots(DataInputStream in, int expected) throws IOException {
        int count = in.readInt();
        // Checked before the memory is taken: the count may be damaged.
        expect(count == expected, "it has " + count + " slots, " + expected + " are asked for");
        long[] slots = new long[count];
        for (int i = 0; i < count; i++) {
            slots[i] = in.readLong();
        }
        return slots;
    }

    private static List<String> readPatterns(DataInputStream in) throws IOException {
        List<String> patterns = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            patterns.add(in.readUTF());
        }
        return patterns;
    }

    private static Map<String, Long> readPublished(DataInputStream in) throws IOException {
        Map<String, Long> published = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            published.put(in.readUTF(), in.readLong());
        }
        return published;
    }

    private static void expect(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException(otherwise);
        }
    }
}
