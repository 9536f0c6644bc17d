package dev.etagere.index;

import dev.etagere.index.shared.SharedSettings;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.DisplayName;

@DisplayName("A node of a shared index")
class SharedIndexTest extends GroupIndexContract {

    @Override
    protected GroupIndex open() {
        SharedSettings settings =
                new SharedSettings(1 << 12, 100, Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(1));
        InstantSource clock = InstantSource.system();
        SharedTouchLog log = new SharedTouchLog(
                new MemoryLog(clock, settings).connect(), Sources.of(clock), Repeater.onAThreadOfItsOwn("heartbeat"));
        log.awaitLive();
        return new GroupIndex(log, null);
    }
}
