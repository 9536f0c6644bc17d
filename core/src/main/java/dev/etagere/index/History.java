package dev.etagere.index;

import dev.etagere.index.shared.SharedLog;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Has a node that joins late, or has loaded the log anew, list what was changed before, as far as the log still has it:
 * so whoever comes to it from another node goes on from the cursor that he has (R21). In small steps, between which the
 * node follows the log as ever. Guarded by the lock of its node.
 */
final class History {
    private final LogNode node;
    private final SharedLog shared;
    private final Published published;
    private @Nullable Past past;

    History(LogNode node, SharedLog shared, Published published) {
        this.node = node;
        this.shared = shared;
        this.published = published;
    }

    /**
     * What is listed now has been so only since the last entry that the copy shows.
     *
     * @param start of the epoch
     */
    void begin(long start, LogCopy copy) {
        PublishedGroups picture = published.picture();
        past = picture.patterns().isEmpty()
                ? null
                : new Past(picture, start, copy.number(), copy.last(), published.bound());
    }

    private @Nullable Past past() {
        node.lock().lock();
        try {
            return past;
        } finally {
            node.lock().unlock();
        }
    }

    /** Whether there is more of it. */
    boolean isPending() {
        return past() != null;
    }

    /** Reads a little more; by the thread that follows the log, and without the lock. */
    void readOn() throws Exception {
        Past reading = past();
        if (reading == null) {
            return;
        }
        try {
            reading.read(shared.read(reading.position(), Duration.ZERO));
        } catch (Exception e) {
            if (reading.isGivenUp()) {
                end(reading, () -> {});
            }
            throw e;
        }
        PublishedGroups now = published.picture();
        if (reading.isLost() || !reading.isOf(now)) {
            end(reading, () -> {});
        } else if (reading.isComplete()) {
            PublishedGroups merged = reading.merged(now);
            end(reading, () -> published.replace(now, merged));
        }
    }

    @SuppressWarnings("ReferenceEquality") // Another one has begun meanwhile, or not.
    private void end(Past reading, Runnable last) {
        node.locked(() -> {
            if (past == reading) {
                last.run();
                past = null;
            }
        });
    }
}
