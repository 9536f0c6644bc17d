package dev.etagere.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Cache directives")
class CacheDirectivesTest {

    private static CacheDirectives parse(String text) {
        return CacheDirectives.parse(text);
    }

    @Nested
    @DisplayName("for one caller alone")
    class ForOneCaller {

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '`',
                delimiter = '|',
                value = {
                    "public, max-age=30, s-maxage=300               | private, max-age=30",
                    "no-cache                                       | private, no-cache",
                    "max-age=30                                     | private, max-age=30",
                    "s-maxage=300                                   | private",
                    "public, s-maxage=300, immutable                | private",
                    "s-maxage=300, immutable, max-age=0             | private, max-age=0",
                    "s-maxage=300, immutable, max-age=3             | private, immutable, max-age=3",
                    "public, must-revalidate, proxy-revalidate      | private, must-revalidate",
                    "max-age=3, private=\"X-Who\", x                | private, max-age=3, x",
                    "public, no-cache=\"Set-Cookie\"                | private, no-cache=\"Set-Cookie\"",
                    "public, max-age=31536000, immutable            | private, max-age=31536000, immutable"
                })
        void C072_nothingIsLeftForSharedCaches(String shared, String narrowed) {
            CacheDirectives directives = parse(shared).toPrivate();
            assertEquals(narrowed, directives.toString());
            assertTrue(directives.isPrivate());
            assertFalse(directives.shared());
        }

        @ParameterizedTest
        @ValueSource(strings = {"private", "private, max-age=3", "no-store", "no-store, private=\"X-Who\""})
        void C073_whatNobodyElseMayHaveStaysAsItIs(String text) {
            CacheDirectives directives = parse(text);
            assertSame(directives, directives.toPrivate());
        }
    }
}
