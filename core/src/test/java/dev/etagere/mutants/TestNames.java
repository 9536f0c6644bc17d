package dev.etagere.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names of all test methods of the project, read from its sources: other modules are not in this one's class path.
 */
final class TestNames {
    static final Path PROJECT = Classes.MODULE.resolve("..").normalize();

    private static final Pattern METHOD = Pattern.compile("\\bvoid ([RCP]\\d{2,3})_(\\w+)\\(");

    /**
     * @param number such as {@code R09}
     * @param name what follows it
     */
    record TestName(String module, String type, String number, String name) {}

    private TestNames() {}

    /** In the order of modules, classes and lines. */
    static List<TestName> all() throws IOException {
        List<TestName> names = new ArrayList<>();
        for (Path module : below(PROJECT, 1)) {
            Path tests = module.resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                for (Path file : below(tests, Integer.MAX_VALUE)) {
                    if (file.toString().endsWith(".java")) {
                        addAll(names, module.getFileName().toString(), file);
                    }
                }
            }
        }
        return names;
    }

    private static void addAll(List<TestName> names, String module, Path file) throws IOException {
        String type = file.getFileName().toString().replace(".java", "");
        Matcher method = METHOD.matcher(Files.readString(file));
        while (method.find()) {
            names.add(new TestName(module, type, method.group(1), method.group(2)));
        }
    }

    private static List<Path> below(Path directory, int depth) throws IOException {
        try (Stream<Path> paths = Files.walk(directory, depth)) {
            return paths.sorted().toList();
        }
    }
}
