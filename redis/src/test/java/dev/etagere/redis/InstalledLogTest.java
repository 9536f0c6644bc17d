package dev.etagere.redis;

import java.nio.file.Path;

class InstalledLogTest extends LogTests {
    @Override
    Path program() throws Exception {
        return Programs.installed();
    }
}
