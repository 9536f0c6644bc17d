package dev.etagere.redis;

import java.nio.file.Path;

class EmbeddedIndexTest extends IndexTests {
    @Override
    Path program() throws Exception {
        return Programs.embedded();
    }
}
