package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

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
