package dev.etagere.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks every rule of the code on purpose, and sees that a test with the number of that rule turns red. */
@DisplayName("Every rule")
class RuleMutantsTest {
    private static final NumberedTests TESTS = new NumberedTests();
    private static int mutants;
    private static int killed;

    static Set<String> rules() {
        return Rules.SENTENCES.keySet();
    }

    static List<Mutant> mutants() {
        return Mutants.ALL;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void hasTestsThatHold(String rule) {
        assertTrue(TESTS.count(rule) > 0, rule);
        assertEquals(List.of(), TESTS.failures(rule, Classes.unmutated()));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isMissedWhereItIsBroken(Mutant mutant) throws IOException {
        mutants++;
        List<String> failures = TESTS.failures(mutant.rule(), Classes.with(mutant));
        assertFalse(failures.isEmpty(), () -> mutant + " is noticed by no test named " + mutant.rule() + "_…");
        killed++;
    }

    @Test
    void hasAMutant() {
        assertEquals(rules(), Mutants.ALL.stream().map(Mutant::rule).collect(Collectors.toCollection(TreeSet::new)));
    }

    @AfterAll
    static void count() {
        System.out.println(mutants + " mutants, " + killed + " killed");
    }
}
