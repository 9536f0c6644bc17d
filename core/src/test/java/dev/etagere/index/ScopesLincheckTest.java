package dev.etagere.index;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Change scopes that are opened, closed, left behind and expire while others read")
class ScopesLincheckTest {
    // Held, since the log manager would forget it.
    private static final Logger LOG = Logger.getLogger("dev.etagere.index");

    @BeforeAll
    static void silence() {
        LOG.setLevel(Level.OFF);
        // What is set up once is not what is to be explored.
        Promises first = new Promises();
        first.read();
        first.die();
        first.expire();
        first.confirmsNothingOld();
        first.write();
    }

    @AfterAll
    static void speak() {
        LOG.setLevel(null);
    }

    @Test
    void R10_letNoOldBodyBeConfirmedInAnyInterleaving() {
        Interleavings.manySwitches(True.class).check(Promises.class);
    }

    @Test
    void R10_letNoOldBodyBeConfirmedInARace() {
        Interleavings.race(True.class).check(Promises.class);
    }

    /** Data of one group, its writers, and a client who keeps what it has read last. */
    public static class Promises {
        private static final Duration LEASE = Duration.ofSeconds(1);
        private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

        private final AtomicLong ticker = new AtomicLong();
        private final GroupIndex index = new GroupIndex(
                EmbeddedLogs.fresh(new Sources(NOON, ticker::get, () -> 42), new LogSettings(16, 2, LEASE)), null);
        private final GroupVector vector = index.vector(List.of("a"));
        private final AtomicReference<Label> last = new AtomicReference<>();
        private final Object transaction = new Object();
        private volatile int data;

        private static final class Label {
            final Reading reading;
            final int body;

            Label(Reading reading, int body) {
                this.reading = reading;
                this.body = body;
            }
        }

        /** A change that gives up if its lease has run out, and is closed. */
        @Operation
        public void write() {
            ChangeScope scope = index.begin("a");
            commit(scope);
            scope.close();
        }

        /** The same by somebody who dies after the commit. */
        @Operation
        public void die() {
            commit(index.begin("a"));
        }

        private void commit(ChangeScope scope) {
            // The lease is looked at inside of the transaction, so it does not run out between that and the commit.
            synchronized (transaction) {
                try {
                    scope.ensureActive();
                } catch (IllegalStateException expired) {
                    return;
                }
                data = data + 1;
            }
        }

        /** All leases run out. */
        @Operation
        public void expire() {
            synchronized (transaction) {
                ticker.addAndGet(LEASE.toNanos());
            }
        }

        /** A handler: stamps, then data. */
        @Operation
        public void read() {
            Reading reading = vector.read(null);
            int body = data;
            if (reading != null) {
                last.set(new Label(reading, body));
            }
        }

        /** Whether nothing is confirmed that was older than the data when it was asked for. */
        @Operation
        public boolean confirmsNothingOld() {
            int since = data;
            Label label = last.get();
            return label == null || label.body >= since || vector.read(label.reading) != label.reading;
        }
    }

    /** What is true whatever happens before. */
    public static class True {
        public void write() {}

        public void die() {}

        public void expire() {}

        public void read() {}

        public boolean confirmsNothingOld() {
            return true;
        }
    }
}
