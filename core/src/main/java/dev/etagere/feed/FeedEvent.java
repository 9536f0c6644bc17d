package dev.etagere.feed;

import dev.etagere.index.PublishedGroup;
import dev.etagere.index.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something that is pushed to a subscriber. Immutable.
 *
 * @param kind what it tells
 * @param id where to go on after it
 * @param horizon how far back the list reaches
 * @param groups those that changed, oldest change first; none unless it is a change
 */
public record FeedEvent(Kind kind, Cursor id, Stamp horizon, List<PublishedGroup> groups) {

    /** Keeps a list of its own. */
    public FeedEvent {
        groups = List.copyOf(groups);
    }

    /** What an event tells. */
    public enum Kind {
        /** Groups have changed. */
        CHANGE("change"),
        /** Nothing is known of what came before: the listing has to be read again. */
        RESET("reset"),
        /** Everything up to here has been told. */
        HEARTBEAT("heartbeat");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** The event as a block of {@code text/event-stream}, in UTF-8. */
    public byte[] text() {
        StringBuilder text = new StringBuilder(128 + groups.size() * 64);
        text.append("id: ").append(id).append("\nevent: ").append(kind.word).append("\ndata: ");
        switch (kind) {
            case CHANGE -> {
                String separator = "{\"groups\":{";
                for (PublishedGroup group : groups) {
                    text.append(separator).append('"').append(group.name());
                    text.append("\":\"").append(group.stamp()).append('"');
                    separator = ",";
                }
                text.append("}}");
            }
            case RESET -> text.append("{\"horizon\":\"").append(horizon).append("\"}");
            case HEARTBEAT -> text.append("{}");
        }
        // A name holds no end of line, since that is percent-encoded in it.
        return text.append("\n\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
