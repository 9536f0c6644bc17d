package dev.etagere.redis;

import java.nio.file.Path;

class InstalledClusterTest extends ClusterTests {
    @Override
    Path program() throws Exception {
        return Programs.installed();
    }
}
