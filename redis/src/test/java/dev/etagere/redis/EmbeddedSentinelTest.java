package dev.etagere.redis;

import java.nio.file.Path;

class EmbeddedSentinelTest extends SentinelTests {
    @Override
    Path program() throws Exception {
        return Programs.embedded();
    }
}
