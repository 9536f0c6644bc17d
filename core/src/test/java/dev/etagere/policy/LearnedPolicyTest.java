package dev.etagere.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A policy whose groups are learned")
class LearnedPolicyTest {

    private static PolicyTable parse(String... headers) {
        return PolicyTable.parse("cache-policies", "/a\n" + String.join("\n", headers));
    }

    private static Policy policy(String... headers) {
        return Objects.requireNonNull(
                Objects.requireNonNull(parse(headers).find("GET", "/a")).route().policy());
    }

    private static String refused(String... headers) {
        List<String> problems =
                assertThrows(PolicyException.class, () -> parse(headers)).problems();
        assertEquals(1, problems.size(), problems::toString);
        return problems.get(0);
    }

    @Test
    void labelsThoughItDeclaresNoGroup() {
        assertTrue(policy("Learned-Groups: on").labels());
        assertTrue(policy("learned-groups: ON", "Groups: a").learned());
        assertFalse(policy("Learned-Groups: off").labels());
        assertFalse(policy("Groups: a").learned());
    }

    @Test
    void R23_isNeverStrong() {
        assertEquals(
                "cache-policies:3: ETag: strong is for writes to be judged by before they run, and learned groups are known only after; write 'ETag: weak', or declare all Groups",
                refused("Learned-Groups: on", "ETag: strong"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Cache-Control: no-store", "Cache-Control: max-age=9, immutable", "Vary: *", "ETag: application"
            })
    void contradictsWhatLeavesNothingToCompare(String header) {
        assertTrue(refused("Learned-Groups: on", header).startsWith("cache-policies:2: Learned-Groups: have no use"));
    }

    @Test
    void hasNoDateAndSaysSo() {
        assertEquals(
                List.of("cache-policies:3: Last-Modified: is not sent with learned groups; leave it out"),
                parse("Learned-Groups: on", "Last-Modified: exact").warnings());
    }

    @Test
    void isToldInOneOfTwoWords() {
        assertEquals(
                "cache-policies:2: Learned-Groups: 'yes' is unknown; write one of on, off",
                refused("Learned-Groups: yes"));
        assertEquals("cache-policies:2: Audit: 'no' is unknown; write one of on, off", refused("Audit: no"));
        assertFalse(policy("Audit: off").audit());
        assertTrue(policy("Groups: a").audit());
        assertTrue(policy("Audit: on").audit());
    }
}
