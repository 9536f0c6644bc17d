package dev.etagere.redis;

import java.nio.file.Path;

class EmbeddedFaultTest extends FaultTests {
    @Override
    Path program() throws Exception {
        return Programs.embedded();
    }
}
