package dev.etagere.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.etagere.index.GroupIndex;
import dev.etagere.index.GroupIndexContract;
import dev.etagere.index.IndexStatistics;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** An index on a real server does what every index does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class IndexTests extends GroupIndexContract {
    private RedisServer server;
    private int count;

    abstract Path program() throws Exception;

    @BeforeAll
    void startServer() throws Exception {
        server = new RedisServer(program());
    }

    @AfterAll
    void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    // These machines are slow at times; what the budget does is tried elsewhere.
    private String uri(String name) {
        return server.uri(name + "?budget=5000&staleness=5000&skew=0&slots=4096");
    }

    @Override
    protected GroupIndex open() {
        return GroupIndex.open(uri("index" + ++count));
    }

    @Test
    void oneUriIsOneIndexOfTheApplication() {
        try (GroupIndex one = GroupIndex.open(uri("same"));
                GroupIndex same = GroupIndex.open(uri("same") + "&published=10");
                GroupIndex other = GroupIndex.open(uri("other"))) {
            assertSame(one, same);
            assertNotSame(one, other);
        }
    }

    @Test
    void itsStatisticsTellWhatWasAsked() {
        try (GroupIndex index = GroupIndex.open(uri("told"))) {
            index.touch("a");
            IndexStatistics told = index.statistics();
            assertTrue(told.live());
            assertEquals(1, told.loads());
            assertEquals(1, told.calls().get("touch").count());
            assertEquals(0, told.calls().get("touch").failures());
        }
    }
}
