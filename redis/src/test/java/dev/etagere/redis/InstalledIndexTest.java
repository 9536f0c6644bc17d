package dev.etagere.redis;

import java.nio.file.Path;

class InstalledIndexTest extends IndexTests {
    @Override
    Path program() throws Exception {
        return Programs.installed();
    }
}
