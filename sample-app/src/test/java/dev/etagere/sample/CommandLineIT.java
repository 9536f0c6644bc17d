package dev.etagere.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as a command, and what it keeps between two runs. */
class CommandLineIT {

    @TempDir
    Path directory;

    @Test
    void helpIsPrinted() throws Exception {
        RunningApp.Ended help = RunningApp.run("--help");
        assertEquals(0, help.status());
        assertEquals("", help.err());
        for (String option : new String[] {"--port", "--index", "--db", "--revision", "--help"}) {
            assertTrue(help.out().contains(option), help::out);
        }
    }

    @Test
    void aWrongOptionIsNamed() throws Exception {
        assertRefused(2, "--nonsense", "--nonsense");
        assertRefused(2, "--port", "--port");
        assertRefused(2, "70000", "--port", "70000");
        assertRefused(2, "--index", "--index", "--port");
    }

    @Test
    void whatCannotBeOpenedIsNamed() throws Exception {
        assertRefused(1, "jdbc:nonsense", "--port", "0", "--db", "jdbc:nonsense");
        assertRefused(1, "nonsense:", "--port", "0", "--index", "nonsense:");
    }

    private static void assertRefused(int status, String named, String... options) throws Exception {
        RunningApp.Ended refused = RunningApp.run(options);
        assertEquals(status, refused.status(), refused::err);
        assertTrue(refused.err().startsWith("sample-app: ") && refused.err().contains(named), refused::err);
        assertEquals(1, refused.err().lines().count(), refused::err);
    }

    @Test
    void R15_aCleanStopKeepsTheTagsAndAKillDoesNot() throws Exception {
        String[] options = {
            "--index", "embedded:" + directory.resolve("index"), "--db", "jdbc:h2:" + directory.resolve("shop")
        };
        RunningApp first = RunningApp.start(options);
        String tag = tag(first);
        RunningApp.Ended second = RunningApp.run(
                "--port", "0", "--index", "embedded:" + directory.resolve("index"), "--db", "jdbc:h2:mem:other");
        assertEquals(1, second.status());
        assertTrue(second.err().contains("in use by another process"), second::err);
        first.stop();

        RunningApp again = RunningApp.start(options);
        assertEquals(tag, tag(again));
        assertEquals(304, again.get("/products/1", "If-None-Match", tag).statusCode());
        again.kill();

        RunningApp recovered = RunningApp.start(options);
        assertNotEquals(tag, tag(recovered));
        recovered.stop();
    }

    @Test
    void R08_anotherRevisionMakesOtherTags() throws Exception {
        String[] options = {
            "--index",
            "embedded:" + directory.resolve("index"),
            "--db",
            "jdbc:h2:" + directory.resolve("shop"),
            "--revision",
            "1"
        };
        RunningApp first = RunningApp.start(options);
        String tag = tag(first);
        first.stop();
        options[5] = "2";
        RunningApp second = RunningApp.start(options);
        assertNotEquals(tag, tag(second));
        second.stop();
    }

    private static String tag(RunningApp app) throws Exception {
        return app.get("/products/1").headers().firstValue("ETag").orElseThrow();
    }
}
