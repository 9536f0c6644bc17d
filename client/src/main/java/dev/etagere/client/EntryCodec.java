package dev.etagere.client;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Stored responses as bytes, each with the full hash of its key: the store looks up by a part of it only. */
final class EntryCodec {
    private static final byte FORM = 1;

    private EntryCodec() {}

    /** {@code null} if it has a field that is longer than 65,535 bytes: such a response is not stored. */
    static byte @Nullable [] write(Key key, Entry entry) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(entry.body().remaining() + 1024);
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(FORM);
            out.write(key.digest());
            out.writeUTF(entry.uri().toString());
            out.writeShort(entry.status());
            out.writeBoolean(entry.version() == HttpClient.Version.HTTP_2);
            out.writeLong(entry.requestedAt());
            out.writeLong(entry.receivedAt());
            out.writeBoolean(entry.isSuspect());
            writeFields(out, entry.headers().map());
            ByteBuffer body = entry.body();
            byte[] content = new byte[body.remaining()];
            body.get(content);
            out.write(content);
            return bytes.toByteArray();
        } catch (IOException e) {
            return null;
        }
    }

    private static void writeFields(DataOutputStream out, Map<String, List<String>> fields) throws IOException {
        out.writeShort(fields.values().stream().mapToInt(List::size).sum());
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            for (String value : field.getValue()) {
                out.writeUTF(field.getKey());
                out.writeUTF(value);
            }
        }
    }

    /** {@code null} if it is another form or belongs to another key. */
    static @Nullable Entry read(Key key, byte[] bytes) {
        ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
        try {
            DataInputStream in = new DataInputStream(stream);
            if (in.readByte() != FORM || !Arrays.equals(in.readNBytes(key.digest().length), key.digest())) {
                return null;
            }
            return read(in, bytes, stream);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Whichever key it has: for going through them all. {@code null} if it is no response. */
    static @Nullable Entry read(byte[] bytes) {
        ByteArrayInputStream stream = new ByteArrayInputStream(bytes);
        try {
            DataInputStream in = new DataInputStream(stream);
            if (in.readByte() != FORM) {
                return null;
            }
            in.skipNBytes(Key.LENGTH);
            return read(in, bytes, stream);
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static Entry read(DataInputStream in, byte[] bytes, ByteArrayInputStream stream) throws IOException {
        URI uri = URI.create(in.readUTF());
        int status = in.readShort();
        HttpClient.Version version = in.readBoolean() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
        long requestedAt = in.readLong();
        long receivedAt = in.readLong();
        boolean suspect = in.readBoolean();
        Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int left = in.readShort(); left > 0; left--) {
            fields.computeIfAbsent(in.readUTF(), name -> new ArrayList<>(1)).add(in.readUTF());
        }
        HttpHeaders headers = HttpHeaders.of(fields, (name, value) -> true);
        int length = stream.available();
        ByteBuffer body = ByteBuffer.wrap(bytes, bytes.length - length, length).slice();
        return new Entry(uri, status, version, headers, body, requestedAt, receivedAt, suspect);
    }
}
