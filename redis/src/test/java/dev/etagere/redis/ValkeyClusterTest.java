package dev.etagere.redis;

import java.nio.file.Path;

class ValkeyClusterTest extends ClusterTests {
    @Override
    Path program() throws Exception {
        return Programs.valkey();
    }
}
