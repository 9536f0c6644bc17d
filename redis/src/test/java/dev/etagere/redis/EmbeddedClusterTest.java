package dev.etagere.redis;

import java.nio.file.Path;

class EmbeddedClusterTest extends ClusterTests {
    @Override
    Path program() throws Exception {
        return Programs.embedded();
    }
}
