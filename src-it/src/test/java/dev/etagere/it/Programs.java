package dev.etagere.it;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs that a test needs besides the JVM. */
final class Programs {
    private Programs() {}

    /** The program. Without it the test is skipped under its name, but never where {@code CI=true} promises it. */
    static Path require(String name) {
        return require(name, "true".equals(System.getenv("CI")));
    }

    static Path require(String name, boolean promised) {
        List<String> places =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)));
        places.add("/usr/sbin");
        for (String place : places) {
            Path program = Path.of(place, name);
            if (!place.isEmpty() && Files.isExecutable(program)) {
                return program;
            }
        }
        String message = name + " is not installed";
        return promised ? fail(message) : abort(message);
    }
}
