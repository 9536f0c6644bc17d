package dev.etagere.index.shared;

import java.util.List;

/**
 * Everything that a new node needs, at one moment.
 *
 * @param key the log's own, whatever was offered
 * @param start of the epoch, in nanoseconds since 1970
 * @param floor what every group reports at least
 * @param last the stamp of the last entry: where to go on reading
 * @param ack how far the log has got; its number is that of the last entry
 * @param slots as many stamps as the key says, in nanoseconds since 1970; owned by the receiver
 * @param scopes those that are open
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, not compared.
public record Snapshot(LogKey key, long start, long floor, long last, Ack ack, long[] slots, List<OpenScope> scopes) {

    /**
     * A scope that is open.
     *
     * @param id which one
     * @param groups that it holds
     */
    public record OpenScope(String id, List<String> groups) {
        public OpenScope {
            groups = List.copyOf(groups);
        }
    }

    public Snapshot {
        scopes = List.copyOf(scopes);
    }
}
