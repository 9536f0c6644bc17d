package dev.etagere.feed;

import dev.etagere.index.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A JSON object with a member for each group, in pieces that are made when they are asked for. */
final class JsonPieces implements Iterator<byte[]> {
    // A name, a stamp and what stands around them, or the end.
    private static final int LONGEST = 300;

    private final Iterator<Member> members;
    private final int size;
    private final StampText stamps = new StampText();
    private byte[] bytes;
    private int length;
    private boolean first = true;
    private boolean finished;

    /**
     * Neither needs escaping: quotes, backslashes and controls are percent-encoded in the name of a group.
     *
     * @param stamp {@code null} if it is unknown
     */
    record Member(String name, @Nullable Stamp stamp) {}

    JsonPieces(String head, Iterator<Member> members, int size) {
        this.members = members;
        this.size = size;
        this.bytes = new byte[size + head.length() + LONGEST];
        append(head);
    }

    @Override
    public boolean hasNext() {
        return !finished;
    }

    @Override
    public byte[] next() {
        if (finished) {
            throw new NoSuchElementException();
        }
        while (length < size && members.hasNext()) {
            append(members.next());
        }
        if (!members.hasNext()) {
            append("}}");
            finished = true;
        }
        byte[] piece = Arrays.copyOf(bytes, length);
        length = 0;
        return piece;
    }

    private void append(Member member) {
        append(first ? "\"" : ",\"");
        append(member.name);
        append("\":\"");
        if (member.stamp == null) {
            append("unknown");
        } else {
            length = stamps.write(member.stamp, bytes, length);
        }
        append("\"");
        first = false;
    }

    @SuppressWarnings("deprecation") // Exactly what is wanted of ASCII: its low bytes.
    private void append(String ascii) {
        int end = length + ascii.length();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, end + LONGEST);
        }
        ascii.getBytes(0, ascii.length(), bytes, length);
        length = end;
    }

    /** Writes stamps, and looks up the date once a second only. */
    private static final class StampText {
        private static final long NANOS = 1_000_000_000L;
        private static final int DIGITS = 9;

        private long second = -1;
        private byte[] prefix = new byte[0];

        int write(Stamp stamp, byte[] to, int at) {
            if (stamp.nanos() / NANOS != second) {
                String text = stamp.toString();
                second = stamp.nanos() / NANOS;
                prefix = text.substring(0, text.length() - DIGITS - 1).getBytes(StandardCharsets.US_ASCII);
            }
            System.arraycopy(prefix, 0, to, at, prefix.length);
            int end = at + prefix.length + DIGITS;
            long left = stamp.nanos() % NANOS;
            for (int i = end - 1; i >= end - DIGITS; i--) {
                to[i] = (byte) ('0' + left % 10);
                left /= 10;
            }
            to[end] = 'Z';
            return end + 1;
        }
    }
}
