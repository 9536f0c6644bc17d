package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every index does, whatever its log is kept in. */
public abstract class GroupIndexContract {
    private GroupIndex index;

    /** A new index, with nothing in it. */
    protected abstract GroupIndex open() throws Exception;

    @BeforeEach
    final void openIndex() throws Exception {
        index = open();
    }

    @AfterEach
    final void closeIndex() {
        index.close();
    }

    @Nested
    @DisplayName("a touch")
    class ATouch {

        @Test
        void movesItsGroupsToOneStampAndNoOther() {
            Stamp before = index.stamp("other");
            Stamp stamp = index.touch("products", "product:42");
            assertEquals(stamp, index.stamp("products"));
            assertEquals(stamp, index.stamp("product:42"));
            assertEquals(before, index.stamp("other"));
            assertEquals(stamp, index.head());
        }

        @Test
        void R03_isUniqueAndHigherThanTheLastOne() {
            assertTrue(index.touch("a").compareTo(index.touch("a")) < 0);
        }

        @Test
        void R14_aGroupThatWasNeverTouchedReportsTheStartOfTheEpoch() {
            Reading reading =
                    Objects.requireNonNull(index.vector(List.of("never")).read(null));
            assertEquals(reading.epochStart(), index.stamp("never").nanos());
        }

        @Test
        void neverFailsForTheNameOfItsGroup() {
            index.touch("white space, comma\r\n", "x".repeat(5000));
            assertEquals(index.head(), index.stamp("white space, comma\r\n"));
        }

        @Test
        void needsANameThough() {
            assertThrows(IllegalArgumentException.class, () -> index.touch(""));
        }

        @Test
        void afterTheCloseWouldBeLostAndThrows() {
            index.close();
            assertThrows(IllegalStateException.class, () -> index.touch("a"));
        }

        @Test
        void ofEverythingMovesEveryGroup() {
            index.touch("a");
            Stamp all = index.touchAll();
            assertEquals(all, index.stamp("a"));
            assertEquals(all, index.stamp("never"));
        }
    }

    @Nested
    @DisplayName("a reading")
    class AReading {

        @Test
        void isTheSameObjectWhileNothingMoves() {
            GroupVector vector = index.vector(List.of("a", "b"));
            Reading first = vector.read(null);
            index.touch("c");
            assertSame(first, vector.read(first));
            index.touch("b");
            assertNotEquals(first, vector.read(first));
        }

        @Test
        void hasItsGroupsSortedAndOnce() {
            GroupVector vector = index.vector(List.of("b", "a", "b"));
            assertEquals(List.of("a", "b"), vector.groups());
            long b = index.touch("b").nanos();
            Reading reading = Objects.requireNonNull(vector.read(null));
            assertEquals(b, reading.stamp(1));
            assertEquals(b, reading.newest());
            assertEquals(1, reading.newestIndex());
        }
    }

    @Nested
    @DisplayName("a change scope")
    class AChangeScope {
        private GroupVector vector;

        @BeforeEach
        void resolve() {
            vector = index.vector(List.of("a"));
        }

        @Test
        void R10_keepsItsGroupsInFluxWhileItIsOpen() {
            ChangeScope scope = index.begin("a");
            assertNull(vector.read(null));
            assertTrue(index.inFlux("a"));
            assertFalse(index.inFlux("b"));
            scope.close();
            assertNotNull(vector.read(null));
        }

        @Test
        void R10_movesTheStampAtItsCloseOnly() {
            Stamp before = index.stamp("a");
            ChangeScope scope = index.begin("a");
            assertEquals(before, index.stamp("a"));
            scope.close();
            assertTrue(index.stamp("a").compareTo(before) > 0);
        }

        @Test
        void R10_fluxIsCountedSoThatTwoWritersMustBothBeGone() {
            ChangeScope one = index.begin("a");
            ChangeScope two = index.begin("a");
            one.close();
            assertTrue(index.inFlux("a"));
            two.close();
            assertFalse(index.inFlux("a"));
        }

        @Test
        void R10_closesOnce() {
            ChangeScope scope = index.begin("a", "a");
            scope.close();
            Stamp stamp = index.stamp("a");
            scope.close();
            scope.discard();
            assertEquals(stamp, index.stamp("a"));
            assertFalse(index.inFlux("a"));
        }

        @Test
        void R10_movesTheStampsOnRollbackToo() {
            Stamp before = index.stamp("a");
            assertThrows(
                    IOException.class,
                    () -> index.change(
                            () -> {
                                throw new IOException("rolled back");
                            },
                            "a"));
            assertTrue(index.stamp("a").compareTo(before) > 0);
            assertFalse(index.inFlux("a"));
        }

        @Test
        void discardedLeavesTheStampsAndEndsTheFlux() {
            Stamp before = index.stamp("a");
            index.begin("a").discard();
            assertEquals(before, index.stamp("a"));
            assertFalse(index.inFlux("a"));
        }

        @Test
        void takesInMoreGroupsWhileItIsOpenAndTouchesThemAfterwards() {
            ChangeScope scope = index.begin("a");
            scope.add("b");
            assertTrue(index.inFlux("b"));
            scope.close();
            assertEquals(index.stamp("a"), index.stamp("b"));
            scope.add("c");
            assertEquals(index.head(), index.stamp("c"));
            assertFalse(index.inFlux("c"));
        }
    }

    @Nested
    @DisplayName("a listener")
    class AListener {

        @Test
        void hearsOfEveryStampInOrderWhenItIsVisible() {
            List<Stamp> heard = new ArrayList<>();
            Runnable end = index.listen((stamp, groups) -> {
                assertEquals(stamp, index.stamp("a"));
                heard.add(stamp);
            });
            List<Stamp> touched = new ArrayList<>(List.of(index.touch("a"), index.touch("a", "b"), index.touchAll()));
            index.begin("a").close();
            touched.add(index.head());
            end.run();
            index.touch("a");
            assertEquals(touched, heard);
        }

        @Test
        void thatFailsDoesNotUndoTheTouch() {
            index.listen((stamp, groups) -> {
                throw new IllegalStateException("broken");
            });
            assertEquals(index.touch("a"), index.stamp("a"));
        }
    }

    @Nested
    @DisplayName("the published list")
    class ThePublishedList {

        private static List<String> names(PublishedGroups published) {
            List<String> names = new ArrayList<>();
            published.all().forEach(group -> names.add(group.name()));
            return names;
        }

        @Test
        void namesWhatWasTouchedAndMatchesADeclaredPattern() {
            index.publish(Set.of("products", "product:*"));
            Stamp one = index.touch("products", "product:1", "secret", "products2");
            PublishedGroups published = index.published();
            assertEquals(List.of("product:1", "products"), names(published));
            assertEquals(one, published.stamp("product:1"));
            assertNull(published.stamp("secret"));
            assertEquals(one, published.head());
        }

        @Test
        void isTheSamePictureWhileNothingPublishedMoves() {
            index.publish(Set.of("a"));
            index.touch("a");
            PublishedGroups picture = atRest();
            index.touch("unpublished");
            assertSame(picture, index.published());
            index.touch("a");
            assertNotEquals(picture, index.published());
        }

        /** One of a shared log reads back what came before. */
        private PublishedGroups atRest() {
            PublishedGroups before;
            PublishedGroups now = index.published();
            do {
                before = now;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                now = index.published();
            } while (!now.horizon().equals(before.horizon()));
            return now;
        }

        @Test
        void R14_reachesBackToBeforeTheDeclarationOfItsPatternsOnlyIfItListsWhatWasTouchedThen() {
            Stamp before = index.touch("a");
            index.touch("b");
            index.publish(Set.of("a"));
            for (int i = 0; i < 20; i++) {
                PublishedGroups picture = index.published();
                assertTrue(picture.horizon().compareTo(before) > 0 || before.equals(picture.stamp("a")));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }

        @Test
        void R14_touchAllMovesWhatIsListedAndTheHorizon() {
            index.publish(Set.of("a"));
            index.touch("a");
            Stamp all = index.touchAll();
            assertEquals(all, index.published().stamp("a"));
            assertEquals(all, index.published().horizon());
        }
    }
}
