package dev.etagere.http;

import static dev.etagere.http.Conditions.CURRENT;
import static dev.etagere.http.Conditions.judged;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The condition *")
class PreconditionsByExistenceTest {

    private static String wildcards(String method, String conditions, Existence existence) {
        return Conditions.told(Preconditions.evaluateWildcards(method, Conditions.of(conditions), existence));
    }

    @ParameterizedTest(name = "{0} {1}, target {2}: {3}")
    @CsvSource({
        "PUT, If-None-Match: *, MISSING, performed",
        "PUT, If-None-Match: *, EXISTS, 412 by If-None-Match",
        "PUT, If-None-Match: *, UNKNOWN, undecided",
        "PUT, If-Match: *, EXISTS, performed",
        "PUT, If-Match: *, MISSING, 412 by If-Match",
        "PUT, If-Match: *, UNKNOWN, undecided",
        "GET, If-None-Match: *, EXISTS, 304 by *",
        "GET, If-None-Match: *, MISSING, performed",
        "GET, If-None-Match: *, UNKNOWN, undecided",
        "HEAD, If-None-Match: *, EXISTS, 304 by *",
        "GET, If-Match: *, EXISTS, performed",
        "GET, If-Match: *, MISSING, 412 by If-Match",
        "GET, If-Match: *, UNKNOWN, undecided"
    })
    void C010_asksWhetherTheTargetExists(String method, String conditions, Existence existence, String result) {
        assertEquals(result, judged(method, conditions, CURRENT, existence));
        assertEquals(result, judged(method, conditions, Validators.of(null, null), existence));
        assertEquals(result, wildcards(method, conditions, existence));
    }

    @Test
    void P29_whatIsMissingHasNoTagThoughItsPolicyHasOne() {
        assertEquals("performed", judged("PUT", "If-None-Match: \"v1\"", CURRENT, Existence.MISSING));
        assertEquals("performed", judged("GET", "If-None-Match: \"v1\"", CURRENT, Existence.MISSING));
        assertEquals("412 by If-Match", judged("PUT", "If-Match: \"v1\"", CURRENT, Existence.MISSING));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "GET | If-None-Match: \"v1\"                          | 304",
                "GET | If-None-Match: \"x\"                           | performed",
                "GET | If-Match: \"x\"                                | 412 by If-Match",
                "GET | If-Modified-Since: {L}                         | 304",
                "PUT | If-Match: \"v1\"                               | performed",
                "PUT | If-Match: \"x\"                                | 412 by If-Match",
                "PUT | If-Unmodified-Since: {L-1}                     | 412 by If-Unmodified-Since",
                "PUT | If-Unmodified-Since: {L}                       | performed",
                "PUT | If-None-Match: \"v1\"                          | 412 by If-None-Match"
            })
    void whatDoesNotAskForItIsDecidedWithoutKnowing(String method, String conditions, String result) {
        assertEquals(result, judged(method, conditions, CURRENT, Existence.UNKNOWN));
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "PUT | If-Match: *      & If-None-Match: \"v1\"      | 412 by If-None-Match",
                "PUT | If-Match: *      & If-None-Match: v1          | 412 by If-None-Match",
                "PUT | If-Match: *      & If-None-Match: \"x\"       | undecided",
                "PUT | If-Match: *      & If-None-Match: *           | undecided",
                "PUT | If-Match: \"v1\" & If-None-Match: *           | undecided",
                "PUT | If-Match: \"x\"  & If-None-Match: *           | 412 by If-Match",
                "PUT | If-Unmodified-Since: {L-1} & If-None-Match: * | 412 by If-Unmodified-Since",
                "GET | If-Match: *      & If-None-Match: \"v1\"      | undecided",
                "GET | If-Match: *      & If-Modified-Since: {L}     | undecided",
                "GET | If-Match: \"v1\" & If-None-Match: *           | undecided",
                "GET | If-Match: \"x\"  & If-None-Match: *           | 412 by If-Match"
            })
    @DisplayName("leaves it undecided unless another condition fails anyhow")
    void C010_leavesItUndecidedUnlessAnotherConditionFails(String method, String conditions, String result) {
        assertEquals(result, judged(method, conditions, CURRENT, Existence.UNKNOWN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If-Match: \"x\"",
                "If-Match: \"*\"",
                "If-Match: *, \"x\"",
                "If-Match: nonsense",
                "If-None-Match: \"v1\"",
                "If-None-Match: **",
                "If-Unmodified-Since: {L-1}",
                "If-Modified-Since: {L}"
            })
    void aloneItIsAllThatIsJudgedOfATargetWithoutValidators(String conditions) {
        for (Existence existence : Existence.values()) {
            assertEquals("performed", wildcards("PUT", conditions, existence));
            assertEquals("performed", wildcards("GET", conditions, existence));
        }
    }

    @ParameterizedTest(name = "{0}: missing {1}, exists {2}")
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "If-Match: *     & If-None-Match: *     | 412 by If-Match | 412 by If-None-Match",
                "If-Match: *     & If-None-Match: \"x\" | 412 by If-Match | performed",
                "If-Match: \"x\" & If-None-Match: *     | performed       | 412 by If-None-Match",
                "If-Match: \t* \t                       | 412 by If-Match | performed"
            })
    void C010_bothFieldsMayAskForIt(String conditions, String missing, String exists) {
        assertEquals(missing, wildcards("PUT", conditions, Existence.MISSING));
        assertEquals(exists, wildcards("PUT", conditions, Existence.EXISTS));
        assertEquals("undecided", wildcards("PUT", conditions, Existence.UNKNOWN));
    }
}
