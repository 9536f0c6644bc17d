package dev.etagere.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.etagere.mutants.TestNames.TestName;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which requirements of the specifications, numbered 1 to 103 there, have a test that bears their number. */
class ConformanceNumbersTest {
    // Of the endpoint for groups, after those of the responses themselves.
    private static final int LAST = 108;

    // Fields that nothing here sends: targeted cache control, cache groups, and what a request need not vary by.
    private static final Set<Integer> NOT_OURS = Set.of(79, 81, 82, 84);

    @Test
    void areToldWhereNoTestBearsThem() throws IOException {
        Set<String> tested = TestNames.all().stream()
                .map(TestName::number)
                .filter(number -> number.startsWith("C"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = numbers(103);
        missing.removeAll(tested);
        System.out.println(missing.size() + " numbers without a test: " + String.join(" ", missing));
        tested.removeAll(numbers(LAST));
        assertEquals(Set.of(), tested, "there is no such requirement");
    }

    private static Set<String> numbers(int last) {
        return IntStream.rangeClosed(1, last)
                .filter(number -> !NOT_OURS.contains(number))
                .mapToObj("C%03d"::formatted)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
