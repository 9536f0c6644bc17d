package dev.etagere.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sorted tree")
class SortedTreeTest {

    @Test
    void holdsWhatASetOfTheLibraryHolds() {
        for (long seed = 1; seed <= 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TreeSet<Integer> expected = new TreeSet<>();
            SortedTree<Integer> tree = SortedTree.empty(Comparator.naturalOrder());
            int range = 1 + random.nextInt(300);
            for (int step = 0; step < 400; step++) {
                int element = random.nextInt(range);
                if (random.nextInt(3) == 0) {
                    expected.remove(element);
                    tree = tree.without(element);
                } else {
                    expected.add(element);
                    tree = tree.with(element);
                }
                int bound = random.nextInt(range);
                String where = "seed " + seed + ", step " + step;
                assertEquals(expected.size(), tree.size(), where);
                assertEquals(expected.contains(bound), tree.find(bound) != null, where);
                assertEquals(List.copyOf(expected.tailSet(bound, false)), list(tree.after(bound)), where);
            }
            assertEquals(List.copyOf(expected), list(tree.ascending()), "seed " + seed);
            assertEquals(List.copyOf(expected.descendingSet()), list(tree.descending()), "seed " + seed);
            assertEquals(expected.isEmpty() ? null : expected.first(), tree.first(), "seed " + seed);
            assertEquals(expected.isEmpty() ? null : expected.last(), tree.last(), "seed " + seed);
        }
    }

    @Test
    void isTheSameWhicheverWayItWasMade() {
        List<Integer> sorted = new ArrayList<>();
        SortedTree<Integer> grown = SortedTree.empty(Comparator.naturalOrder());
        for (int i = 0; i < 1000; i++) {
            sorted.add(i);
            grown = grown.with(i);
        }
        SortedTree<Integer> built = SortedTree.ofSorted(Comparator.naturalOrder(), sorted);
        assertEquals(list(built.ascending()), list(grown.ascending()));
        assertEquals(1000, built.size());
    }

    @Test
    void isLeftAloneByThoseMadeOfIt() {
        SortedTree<Integer> before = SortedTree.ofSorted(Comparator.naturalOrder(), List.of(1, 2, 3));
        before.with(4).without(1);
        assertEquals(List.of(1, 2, 3), list(before.ascending()));
    }

    @Test
    void staysLowThoughEverythingComesInOrderAndGoesInOrder() {
        int[] comparisons = {0};
        SortedTree<Integer> counted = SortedTree.empty((a, b) -> {
            comparisons[0]++;
            return Integer.compare(a, b);
        });
        for (int i = 0; i < 100_000; i++) {
            counted = counted.with(i);
            if (i >= 10_000) {
                counted = counted.without(i - 10_000);
            }
        }
        assertEquals(10_000, counted.size());
        comparisons[0] = 0;
        counted.find(95_000);
        assertTrue(comparisons[0] <= 34, () -> "it takes " + comparisons[0] + " comparisons to find one of 10,000");
    }

    private static <E> List<E> list(Iterator<E> elements) {
        List<E> list = new ArrayList<>();
        elements.forEachRemaining(list::add);
        return list;
    }
}
