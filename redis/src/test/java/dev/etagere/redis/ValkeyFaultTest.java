package dev.etagere.redis;

import java.nio.file.Path;

class ValkeyFaultTest extends FaultTests {
    @Override
    Path program() throws Exception {
        return Programs.valkey();
    }
}
