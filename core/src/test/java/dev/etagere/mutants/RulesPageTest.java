package dev.etagere.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.etagere.mutants.TestNames.TestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page that tells which tests show a rule, and what of it was broken to see that they do. */
class RulesPageTest {
    private static final Path PAGE = TestNames.PROJECT.resolve("docs/rules.md");
    private static final String COMMAND = "mvn -pl core test -Dtest=RulesPageTest -Dgolden=write";
    private static final String HEAD = """
            # The rules, their tests and their mutants

            A 304 that lies is the one thing that this library must never do. These are the rules that keep it honest. Each
            has tests that bear its number, and mutants: the rule broken on purpose in the source, one place at a time.
            `RuleMutantsTest` compiles each mutant, runs core's tests of that rule on it, and fails if all of them pass.

            Written by `%s`; a build fails if this page is out of date.

            | rule | tests | mutants: code that … |
            |---|---|---|
            """;

    private static final String FOOT = """

            ## What has no test because it cannot happen

            **R04, the end of a rollout.** `@app` moves when a revision is first seen. That an old revision goes on dating its
            answers beside a new one, so that `@app` has to move once more when it has gone, cannot happen to an embedded index:
            it belongs to one process, and a directory is locked by it, so the old revision has answered its last request
            before the new one is seen. An application that runs two engines of different revisions over one index in one
            process touches `@app` itself when the old one has gone; so does the simulator.
            """;

    @Test
    void isUpToDate() throws IOException {
        String page = page();
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, page);
        }
        assertEquals(
                Files.exists(PAGE) ? Files.readString(PAGE) : "",
                page,
                "docs/rules.md is out of date; write it anew with: " + COMMAND);
    }

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(HEAD.formatted(COMMAND));
        List<TestName> names = TestNames.all();
        Rules.SENTENCES.forEach((rule, sentence) -> page.append("| **%s** %s | %s | %s |\n"
                .formatted(
                        rule, sentence, String.join("<br>", tests(rule, names)), String.join("<br>", mutants(rule)))));
        return page.append(FOOT).toString();
    }

    /** Class by class, without the number that they all bear. */
    private static List<String> tests(String rule, List<TestName> names) {
        Map<String, List<String>> byClass = new LinkedHashMap<>();
        for (TestName test : names) {
            if (test.number().equals(rule)) {
                byClass.computeIfAbsent("%s `%s`: ".formatted(test.module(), test.type()), missing -> new ArrayList<>())
                        .add(test.name());
            }
        }
        return byClass.entrySet().stream()
                .map(entry -> entry.getKey() + String.join(", ", entry.getValue()))
                .toList();
    }

    private static List<String> mutants(String rule) {
        return Mutants.ALL.stream()
                .filter(mutant -> mutant.rule().equals(rule))
                .map(Mutant::broken)
                .toList();
    }
}
