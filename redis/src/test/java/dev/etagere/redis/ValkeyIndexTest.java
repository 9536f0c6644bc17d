package dev.etagere.redis;

import java.nio.file.Path;

class ValkeyIndexTest extends IndexTests {
    @Override
    Path program() throws Exception {
        return Programs.valkey();
    }
}
