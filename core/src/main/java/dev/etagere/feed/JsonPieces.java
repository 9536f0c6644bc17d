package dev.etagere.feed;

import dev.etagere.index.Stamp;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
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

    /** Writes stamps as {@link Stamp#toString()} does, and remembers the dates of some days. */
    private static final class StampText {
        private static final long NANOS = 1_000_000_000L;
        private static final int DAY = 86_400;
        private static final int DAYS = 64;

        private final long[] days = new long[DAYS];
        private final byte[][] dates = new byte[DAYS][];

        int write(Stamp stamp, byte[] to, int start) {
            long second = stamp.nanos() / NANOS;
            byte[] date = date(second / DAY);
            System.arraycopy(date, 0, to, start, date.length);
            int ofDay = (int) (second % DAY);
            int at = start + date.length;
            at = digits(ofDay / 3600, 2, 'T', to, at);
            at = digits(ofDay / 60 % 60, 2, ':', to, at);
            at = digits(ofDay % 60, 2, ':', to, at);
            at = digits((int) (stamp.nanos() % NANOS), 9, '.', to, at);
            to[at] = 'Z';
            return at + 1;
        }

        private static int digits(int number, int count, char before, byte[] to, int at) {
            to[at] = (byte) before;
            int left = number;
            for (int i = at + count; i > at; i--) {
                to[i] = (byte) ('0' + left % 10);
                left /= 10;
            }
            return at + count + 1;
        }

        private byte[] date(long day) {
            int slot = (int) (day % DAYS);
            byte[] known = dates[slot];
            if (known == null || days[slot] != day) {
                known = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
                dates[slot] = known;
                days[slot] = day;
            }
            return known;
        }
    }
}
