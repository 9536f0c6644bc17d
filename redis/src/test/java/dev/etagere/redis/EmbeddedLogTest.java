package dev.etagere.redis;

import java.nio.file.Path;

class EmbeddedLogTest extends LogTests {
    @Override
    Path program() throws Exception {
        return Programs.embedded();
    }
}
