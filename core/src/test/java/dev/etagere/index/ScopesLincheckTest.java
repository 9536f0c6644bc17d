package dev.etagere.index;

import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Change scopes that are opened and closed while others read")
class ScopesLincheckTest {
    @BeforeAll
    static void warmUp() {
        // What is set up once is not what is to be explored.
        Promises first = new Promises();
        first.read();
        first.commit();
        first.confirmsNothingOld();
        first.close();
    }

    /** The client has a label and asks while the change is closed: only the order of the last steps protects him. */
    @Test
    void R10_letNoOldBodyBeConfirmedWhileTheyAreClosed() {
        Interleavings.manySwitches(True.class)
                .addCustomScenario(new ExecutionScenario(
                        actors("read", "commit"),
                        List.of(actors("close"), actors("confirmsNothingOld")),
                        List.of(),
                        null))
                .check(Promises.class);
    }

    private static List<Actor> actors(String... operations) {
        return Stream.of(operations)
                .map(name -> new Actor(method(name), List.of()))
                .toList();
    }

    private static Method method(String name) {
        try {
            return Promises.class.getMethod(name);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Data of one group, its writers, and a client who keeps what it has read last. */
    public static class Promises {
        private static final Duration LEASE = Duration.ofSeconds(1);
        private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

        private final GroupIndex index = new GroupIndex(
                EmbeddedLogs.fresh(new Sources(NOON, () -> 0, () -> 42), new LogSettings(16, 2, LEASE)), null);
        private final GroupVector vector = index.vector(List.of("a"));
        private final AtomicReference<Label> last = new AtomicReference<>();
        private volatile @Nullable ChangeScope scope;
        private final AtomicInteger data = new AtomicInteger();

        private static final class Label {
            final Reading reading;
            final int body;

            Label(Reading reading, int body) {
                this.reading = reading;
                this.body = body;
            }
        }

        @Operation
        public void commit() {
            scope = index.begin("a");
            data.getAndIncrement();
        }

        /** Ends the change that was begun last, if any. */
        @Operation
        public void close() {
            ChangeScope open = scope;
            if (open != null) {
                open.close();
            }
        }

        /** A handler: stamps, then data. */
        @Operation
        public void read() {
            Reading reading = vector.read(null);
            int body = data.get();
            if (reading != null) {
                last.set(new Label(reading, body));
            }
        }

        /** Whether nothing is confirmed that was older than the data when it was asked for. */
        @Operation
        public boolean confirmsNothingOld() {
            int since = data.get();
            Label label = last.get();
            return label == null || label.body >= since || vector.read(label.reading) != label.reading;
        }
    }

    /** What is true whatever happens before. */
    public static class True {
        public void commit() {}

        public void close() {}

        public void read() {}

        public boolean confirmsNothingOld() {
            return true;
        }
    }
}
