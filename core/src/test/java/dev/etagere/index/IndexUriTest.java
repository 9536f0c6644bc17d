package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexUriTest {

    @Test
    void embeddedAloneIsAMemoryOfAMillionSlots() {
        assertEquals(new IndexUri(null, LogSettings.DEFAULT), IndexUri.parse("embedded:"));
    }

    @Test
    void aNameWithASlashIsADirectory() {
        assertEquals(
                Path.of("/var/lib/app"),
                IndexUri.parse("embedded:/var/lib/./app").directory());
        assertNull(IndexUri.parse("embedded:shop").directory());
    }

    @Test
    void slotsAreRoundedUpToAPowerOfTwo() {
        assertEquals(
                1024,
                IndexUri.parse("embedded:?slots=1000&published=5").settings().slots());
        assertEquals(1024, IndexUri.parse("embedded:?slots=1024").settings().slots());
        assertEquals(
                5, IndexUri.parse("embedded:?slots=1000&published=5").settings().published());
    }

    @ParameterizedTest
    @CsvSource({
        "mongo:x, put the jar that provides it",
        "embedded:?size=5, unknown setting",
        "embedded:?slots=-1, positive whole number",
        "embedded:?slots=, positive whole number",
        "embedded:?slots=4, must lie between",
        "embedded:?slots=999999999, must lie between",
    })
    void aMistakeIsAnsweredWithItsCure(String uri, String cure) {
        String message = assertThrows(IllegalArgumentException.class, () -> IndexUri.parse(uri))
                .getMessage();
        assertTrue(message.contains(cure), message);
        assertTrue(message.contains(uri), message);
    }

    @Test
    void R15_oneUriIsOneIndexUntilItsLastUserClosesIt(@TempDir Path directory) {
        String uri = "embedded:" + directory + "?slots=1024";
        GroupIndex one = GroupIndex.open(uri);
        GroupIndex two = GroupIndex.open("embedded:" + directory + "/./");
        assertSame(one, two);
        one.close();
        two.touch("a");
        two.close();
        assertThrows(IllegalStateException.class, () -> two.touch("a"));
        GroupIndex later = GroupIndex.open(uri);
        assertNotSame(one, later);
        later.close();
    }

    @Test
    void R15_namesAreIndexesOfTheirOwn() {
        GroupIndex one = GroupIndex.open("embedded:one?slots=1024");
        GroupIndex two = GroupIndex.open("embedded:two?slots=1024");
        assertNotSame(one, two);
        one.close();
        two.close();
    }
}
