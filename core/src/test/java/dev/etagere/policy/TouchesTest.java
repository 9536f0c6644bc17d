package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a write touches, declared in code,")
class TouchesTest {
    private static final String PLACE = "com.x.Products.put(String)";

    @Test
    void isWhatItWouldBeInAFile() {
        Touches touches = Touches.of(PLACE, Set.of("id"), List.of("products", "product:{id}"));
        PolicyTable table = PolicyTable.parse("f", "PUT /products/{id}\nTouches: products, product:{id}");
        assertEquals(String.valueOf(table.routes().get(0).touches("PUT")), touches.toString());
        assertEquals("[products, product:{id}]", touches.groups().toString());
        assertEquals(PLACE, touches.place());
    }

    @Test
    void C069_mayHaveToStateAPrecondition() {
        PolicyTable table = PolicyTable.parse("f", "PUT DELETE /a\nTouches: a\nPrecondition: Required");
        Touches touches = Objects.requireNonNull(table.routes().get(0).touches("DELETE"));
        assertTrue(touches.preconditionRequired());
        assertEquals("Touches: a; Precondition: required", touches.toString());
        assertFalse(Touches.of(PLACE, null, List.of("a")).preconditionRequired());
        assertFalse(Objects.requireNonNull(PolicyTable.parse("f", "PUT /a\nPrecondition: optional\nTouches: a")
                        .routes()
                        .get(0)
                        .touches("PUT"))
                .preconditionRequired());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /a\nTouches: a\nPrecondition: yes | f:3: Precondition: 'yes' is unknown; write one of required, optional",
                "PUT /a\nTouches: a\nPrecondition: required\nPrecondition: required | f:4: Precondition is there twice, first at f:3; write one line",
                "PUT /a\nPrecondition: required | f:1: the write touches nothing; write 'Touches:' below it with the groups that it changes",
                "/a\nPrecondition: required | f:2: Precondition: belongs to a write; declare it under the method, such as 'PUT /path'"
            })
    void C069_saysWhatIsWrongWithItsPrecondition(String fileAndMessage) {
        String[] parts = fileAndMessage.split(" \\| ", 2);
        assertEquals(
                List.of(parts[1]),
                assertThrows(PolicyException.class, () -> PolicyTable.parse("f", parts[0]))
                        .problems());
    }

    @Test
    void mayUseAnyParameterOfAPathThatIsNotKnown() {
        assertEquals("Touches: a:{x}", Touches.of(PLACE, null, List.of("a:{x}")).toString());
    }

    @Test
    void tellsAllItsMistakesWithItsPlace() {
        assertEquals(
                List.of(
                        PLACE + ": Touches: group '' is empty; write a name such as 'products' or 'product:{id}'",
                        PLACE + ": Touches: names 'products' twice; leave one out",
                        PLACE
                                + ": Touches: group 'product:{nr}' uses {nr}, which is no parameter of the path; write {id}"),
                problems(Set.of("id"), "", "products", "products", "product:{nr}"));
    }

    @Test
    void isRefusedIfItIsNothing() {
        assertEquals(
                List.of(PLACE
                        + ": Touches: names no group; write the groups that the write changes, such as 'products'"),
                problems(Set.of()));
    }

    private static List<String> problems(Set<String> parameters, String... groups) {
        return assertThrows(PolicyException.class, () -> Touches.of(PLACE, parameters, List.of(groups)))
                .problems();
    }
}
