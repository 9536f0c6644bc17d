package dev.etagere.redis;

import java.nio.file.Path;

class InstalledFaultTest extends FaultTests {
    @Override
    Path program() throws Exception {
        return Programs.installed();
    }
}
