package dev.etagere.redis;

import dev.etagere.index.shared.Ack;
import dev.etagere.index.shared.LogKey;
import dev.etagere.index.shared.Look;
import dev.etagere.index.shared.OtherKeyException;
import dev.etagere.index.shared.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a script answers, read strictly: what is not understood is no answer.
 *
 * @param parts {@code ok}, epoch, stamp, number, and what the operation has to say
 */
record Reply(List<byte[]> parts) {
    private static final int OWN = 4;
    private static final int SLOT = 9;
    private static final int MILLIS = 6;

    /** @throws OtherKeyException if that is what it says */
    static Reply of(List<?> raw) {
        List<byte[]> parts = new ArrayList<>(raw.size());
        for (Object part : raw) {
            if (!(part instanceof byte[] bytes)) {
                throw new IllegalStateException("Redis answered something that is no text");
            }
            parts.add(bytes);
        }
        Reply reply = new Reply(parts);
        String status = parts.isEmpty() ? "" : reply.text(0);
        if (status.equals("key")) {
            throw new OtherKeyException();
        }
        if (!status.equals("ok") || parts.size() < OWN) {
            throw new IllegalStateException("Redis answered " + status + " with " + parts.size() + " parts");
        }
        return reply;
    }

    Ack ack() {
        return new Ack(Long.parseUnsignedLong(text(1), 16), stamp(2), number(3));
    }

    boolean yes() {
        String answer = own(0);
        if (!answer.equals("0") && !answer.equals("1")) {
            throw new IllegalStateException("Redis answered neither yes nor no: " + answer);
        }
        return answer.equals("1");
    }

    Look look(int groups) {
        List<Long> stamps = new ArrayList<>(groups);
        for (int i = 0; i < groups; i++) {
            stamps.add(stamp(OWN + 2 + i));
        }
        return new Look(ack(), stamp(OWN), stamps, own(1).equals("1"));
    }

    Snapshot snapshot() {
        LogKey key = key(own(0), Integer.parseInt(own(1)));
        List<Snapshot.OpenScope> scopes = new ArrayList<>();
        for (int i = OWN + 6; i < parts.size(); i += 2) {
            scopes.add(new Snapshot.OpenScope(text(i), names(text(i + 1))));
        }
        return new Snapshot(
                key,
                stamp(OWN + 2),
                stamp(OWN + 3),
                stamp(OWN + 4),
                ack(),
                slots(parts.get(OWN + 5), key.slots()),
                scopes);
    }

    static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split(" ", -1));
    }

    private static LogKey key(String hex, int slots) {
        return new LogKey(
                Long.parseUnsignedLong(hex, 0, 16, 16), Long.parseUnsignedLong(hex, 16, hex.length(), 16), slots);
    }

    private static long[] slots(byte[] bytes, int count) {
        if (bytes.length != count * SLOT) {
            throw new IllegalStateException(bytes.length + " bytes for " + count + " slots");
        }
        long[] slots = new long[count];
        for (int i = 0; i < count; i++) {
            int at = i * SLOT;
            slots[i] = Ids.stamp(number(bytes, at, MILLIS), number(bytes, at + MILLIS, SLOT - MILLIS));
        }
        return slots;
    }

    private static long number(byte[] bytes, int at, int length) {
        long number = 0;
        for (int i = at; i < at + length; i++) {
            number = (number << 8) | (bytes[i] & 0xff);
        }
        return number;
    }

    private String own(int index) {
        return text(OWN + index);
    }

    private String text(int index) {
        if (index >= parts.size()) {
            throw new IllegalStateException("Redis answered too little");
        }
        return new String(parts.get(index), StandardCharsets.UTF_8);
    }

    private long stamp(int index) {
        return Ids.stamp(text(index));
    }

    private long number(int index) {
        return Long.parseLong(text(index));
    }
}
