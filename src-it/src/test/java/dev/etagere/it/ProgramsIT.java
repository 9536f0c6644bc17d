package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class ProgramsIT {
    @Test
    void whatIsInstalledIsFound() {
        assertTrue(Files.isExecutable(Programs.require("sh")));
    }

    @Test
    void whatIsMissingSkipsTheTestAndSaysWhatIsMissing() {
        Throwable skipped = assertThrows(TestAbortedException.class, () -> Programs.require("no-such-program", false));
        assertTrue(skipped.getMessage().contains("no-such-program is not installed"), skipped.getMessage());
    }

    @Test
    void whatIsPromisedMustNotBeMissing() {
        Throwable failed = assertThrows(AssertionFailedError.class, () -> Programs.require("no-such-program", true));
        assertEquals("no-such-program is not installed", failed.getMessage());
    }
}
