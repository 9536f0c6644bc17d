package dev.etagere.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.api.DatabaseEventListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In which order it stops: whatever breaks the stop off, what is left behind has to be true. */
class StopOrderIT {
    private static final List<Boolean> CLEAN_BEFORE_CLOSING = new CopyOnWriteArrayList<>();
    private static volatile Path marker;

    @TempDir
    Path directory;

    /** Made by the database, which tells it when it is about to write what it still has in memory. */
    public static final class Witness implements DatabaseEventListener {

        public Witness() {}

        @Override
        public void closingDatabase() {
            CLEAN_BEFORE_CLOSING.add(Files.exists(marker));
        }
    }

    @Test
    void R15_theIndexSaysThatItWasACleanStopOnlyOnceTheDatabaseHasWritten() throws Exception {
        marker = directory.resolve("index").resolve("state");
        String database =
                "jdbc:h2:" + directory.resolve("shop") + ";DATABASE_EVENT_LISTENER='" + Witness.class.getName() + "'";
        Shop.start(new Options(0, "embedded:" + marker.getParent(), database, "1", false))
                .close();
        assertEquals(List.of(false), CLEAN_BEFORE_CLOSING);
        assertTrue(Files.exists(marker));
    }
}
