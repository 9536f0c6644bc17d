package dev.etagere.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the README shows is what happens. Each line {@code $ command} of a block {@code console} is run by bash against
 * the jar, and the lines below it are compared with its output. Masked are dates, stamps, epochs and the version of the
 * server; {@code Last-Modified} is left out on both sides, as it is sent only once its second has passed; a tag shown
 * in the README stands for the one that was really sent, in all later commands too, and so does a cursor.
 */
class ReadmeIT {
    private static final Pattern TAG = Pattern.compile("\"[0-9a-v]{26}\"");
    private static final String DATE = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT";
    private static final String STAMP = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{9}Z";

    private static final Pattern CURSOR = Pattern.compile("[0-9a-f]{16}\\." + STAMP);

    private record Step(String command, List<String> shown) {}

    @Test
    void theTourIsTrue() throws Exception {
        needsCurl();
        RunningApp app = RunningApp.start();
        RunningApp storefront = RunningApp.startStorefront("--shop", app.address());
        try {
            Map<String, String> said = new LinkedHashMap<>();
            List<Step> steps = steps(Files.readString(Path.of("..", "README.md")));
            assertTrue(steps.size() >= 5, "the README has lost its tour");
            for (Step step : steps) {
                String command = step.command
                        .replace("localhost:8080", app.address().replace("http://", ""))
                        .replace("localhost:8081", storefront.address().replace("http://", ""));
                for (Map.Entry<String, String> one : said.entrySet()) {
                    command = command.replace(one.getKey(), one.getValue());
                }
                String output = bash(command).replace("\r", "").replace(app.address(), "http://localhost:8080");
                String shown = String.join("\n", step.shown);
                assertEquals(masked(shown), masked(output), step.command);
                learn(TAG, shown, output, said);
                learn(CURSOR, shown, output, said);
            }
        } finally {
            storefront.stop();
            app.stop();
        }
    }

    /** Skipped where it cannot run, by name; a build server has to have what it needs. */
    private static void needsCurl() throws Exception {
        boolean there =
                new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0;
        if (System.getenv("CI") != null) {
            assertTrue(there, "curl is missing");
        }
        assumeTrue(there, "curl is missing");
    }

    private static List<Step> steps(String readme) {
        List<Step> steps = new ArrayList<>();
        Matcher block = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL).matcher(readme);
        while (block.find()) {
            List<String> shown = new ArrayList<>();
            for (String line : block.group(1).stripTrailing().split("\n", -1)) {
                if (line.startsWith("$ ")) {
                    shown = new ArrayList<>();
                    steps.add(new Step(line.substring(2), shown));
                } else {
                    shown.add(line);
                }
            }
        }
        return steps;
    }

    private static String masked(String text) {
        String plain = text.replaceAll("(?m)^Last-Modified:.*\n", "")
                .replaceAll(DATE, "DATE")
                .replaceAll(STAMP, "STAMP")
                .replaceAll("[0-9a-f]{16}\\.STAMP", "CURSOR")
                .replaceAll("Jetty\\([^)]*\\)", "Jetty")
                .stripTrailing();
        return TAG.matcher(plain).replaceAll("\"TAG\"");
    }

    /** What is shown again later stands for what was sent at first: a cursor goes on, an unchanged tag does not. */
    private static void learn(Pattern what, String shown, String output, Map<String, String> said) {
        Matcher expected = what.matcher(shown);
        Matcher actual = what.matcher(output);
        while (expected.find() && actual.find()) {
            String before = said.putIfAbsent(expected.group(), actual.group());
            assertTrue(
                    before == null || what == CURSOR || before.equals(actual.group()),
                    () -> "two tags for " + expected.group());
        }
    }

    private static String bash(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", command)
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
