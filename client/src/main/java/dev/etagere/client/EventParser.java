package dev.etagere.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a stream of server-sent events (HTML Living Standard, section 9.2.6), in pieces of any size. */
final class EventParser {
    private static final int LONGEST_EVENT = 16 << 20;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private @Nullable String lastId;
    private boolean afterReturn;

    /** @param id that of the event, or of the last one that had any */
    record Event(String name, String data, @Nullable String id) {}

    /**
     * The events that are complete now.
     *
     * @throws IOException if one is too long to be meant
     */
    List<Event> read(ByteBuffer bytes) throws IOException {
        List<Event> events = new ArrayList<>();
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n' && afterReturn) {
                afterReturn = false;
            } else if (b == '\n' || b == '\r') {
                afterReturn = b == '\r';
                endOfLine(events);
            } else {
                afterReturn = false;
                line.write(b);
            }
            if (line.size() + data.length() > LONGEST_EVENT) {
                throw new IOException("the feed has sent an event of more than " + LONGEST_EVENT + " bytes");
            }
        }
        return events;
    }

    private void endOfLine(List<Event> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (!text.isEmpty()) {
            field(text);
            return;
        }
        if (data.length() > 0) {
            data.setLength(data.length() - 1); // the last line feed
            events.add(new Event(name, data.toString(), lastId));
        }
        name = "";
        data.setLength(0);
    }

    private void field(String text) {
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        int from = colon < 0 ? text.length() : colon + 1;
        String value = text.substring(text.startsWith(" ", from) ? from + 1 : from);
        switch (field) {
            case "event" -> name = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> lastId = value.indexOf(0) < 0 ? value : lastId;
            default -> {} // comments, retry, and what is to come
        }
    }
}
