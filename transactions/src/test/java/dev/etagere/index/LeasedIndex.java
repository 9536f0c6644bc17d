package dev.etagere.index;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/** An index whose leases run out when a test says so. */
public final class LeasedIndex {
    private final AtomicLong ticker = new AtomicLong();
    private final GroupIndex index = new GroupIndex(
            EmbeddedLogs.fresh(Sources.of(InstantSource.system(), ticker::get), LogSettings.DEFAULT.withSlots(1 << 16)),
            null);

    public GroupIndex index() {
        return index;
    }

    /** Lets a lease run out that begins now. */
    public void outlast() {
        ticker.addAndGet(LogSettings.DEFAULT.lease().toNanos());
    }
}
