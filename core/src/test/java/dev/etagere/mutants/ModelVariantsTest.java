package dev.etagere.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.etagere.simulation.ModelVariants;
import dev.etagere.simulation.ModelVariants.Variant;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each variant of the model, under its name, on the code, in every order of its steps. What holds there holds here;
 * what fails there fails here, too: on the code as it is, where an application can do it, and on the code with a rule
 * broken where it cannot.
 */
@DisplayName("Each variant of the model")
class ModelVariantsTest {
    // Leases run out by the thousand here. Held, since the log manager would forget it.
    private final Logger log = Logger.getLogger("dev.etagere.index");

    @BeforeEach
    void silence() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        log.setLevel(null);
    }

    @TestFactory
    @DisplayName("core_model.py")
    Stream<DynamicTest> core() {
        return tests("CORE", ModelVariants.CORE);
    }

    @TestFactory
    @DisplayName("index_model.py")
    Stream<DynamicTest> index() {
        return tests("INDEX", ModelVariants.INDEX);
    }

    @TestFactory
    @DisplayName("learned_model.py")
    Stream<DynamicTest> learned() {
        return tests("LEARNED", ModelVariants.LEARNED);
    }

    @Test
    void isThere() {
        assertEquals(
                List.of(37, 25, 9),
                List.of(ModelVariants.CORE.size(), ModelVariants.INDEX.size(), ModelVariants.LEARNED.size()));
    }

    private static Stream<DynamicTest> tests(String model, List<Variant> variants) {
        return IntStream.range(0, variants.size())
                .mapToObj(i -> DynamicTest.dynamicTest(
                        variants.get(i).name(), () -> endsAsInTheModel(model, i, variants.get(i))));
    }

    private static void endsAsInTheModel(String model, int number, Variant variant) throws Exception {
        if (!variant.fails()) {
            assertNull(variant.lie());
        } else if (variant.rule() == null) {
            assertNotNull(variant.lie(), "the scenario has lost its teeth");
        } else {
            assertNull(variant.lie());
            assertNotNull(lieOf(model, number, mutant(variant)), "the scenario does not see the broken rule");
        }
    }

    private static Mutant mutant(Variant variant) {
        return Mutants.ALL.stream()
                .filter(mutant ->
                        mutant.rule().equals(variant.rule()) && mutant.broken().equals(variant.broken()))
                .findAny()
                .orElseThrow();
    }

    /** The same variant, all of it loaded anew with the mutant. */
    private static @Nullable Object lieOf(String model, int number, Mutant mutant)
            throws IOException, ReflectiveOperationException {
        Class<?> broken = Class.forName(ModelVariants.class.getName(), true, Classes.with(mutant));
        Object variant = ((List<?>) broken.getField(model).get(null)).get(number);
        return variant.getClass().getMethod("lie").invoke(variant);
    }
}
