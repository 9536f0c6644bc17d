package dev.etagere.redis;

import java.nio.file.Path;

class ValkeyLogTest extends LogTests {
    @Override
    Path program() throws Exception {
        return Programs.valkey();
    }
}
