package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Policy files with what is said about them: {@code =>} a mistake, {@code ~>} a warning, each with its line. */
final class Verdicts {

    private Verdicts() {}

    /** Checks each of the files, which are separated by blank lines. */
    static void say(String files) {
        assertAll(Stream.of(files.split("\n\n")).map(file -> () -> sayOf(file)));
    }

    private static void sayOf(String text) {
        String file = marked(text, "").collect(Collectors.joining("\n"));
        List<String> mistakes =
                marked(text, "=> ").map("cache-policies:"::concat).toList();
        List<String> warnings =
                marked(text, "~> ").map("cache-policies:"::concat).toList();
        if (mistakes.isEmpty()) {
            assertEquals(
                    lines(warnings),
                    lines(PolicyTable.parse("cache-policies", file).warnings()),
                    file);
        } else {
            PolicyException e =
                    assertThrows(PolicyException.class, () -> PolicyTable.parse("cache-policies", file), file);
            assertEquals(lines(mistakes), lines(e.problems()), file);
        }
    }

    private static Stream<String> marked(String text, String mark) {
        return text.lines()
                .filter(line -> mark.isEmpty() ? !line.matches("[=~]> .*") : line.startsWith(mark))
                .map(line -> line.substring(mark.length()));
    }

    private static String lines(List<String> messages) {
        return String.join("\n", messages);
    }
}
