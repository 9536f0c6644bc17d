package dev.etagere.index;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted set. One that differs by an element shares all but one path with the one that it was made of, so
 * that a picture costs nothing to take and nobody has to wait for whoever still reads an older one. A weight-balanced
 * tree: of two neighbours none is more than three times as heavy as the other.
 */
final class SortedTree<E> {
    private static final int HEAVIER = 3;
    private static final int DOUBLE_AT = 2;

    private final Comparator<? super E> order;
    private final @Nullable Node<E> root;

    private record Node<E>(
            E element, @Nullable Node<E> left, @Nullable Node<E> right, int size) {}

    private SortedTree(Comparator<? super E> order, @Nullable Node<E> root) {
        this.order = order;
        this.root = root;
    }

    static <E> SortedTree<E> empty(Comparator<? super E> order) {
        return new SortedTree<>(order, null);
    }

    /** Of elements that are sorted already and differ. */
    static <E> SortedTree<E> ofSorted(Comparator<? super E> order, List<E> elements) {
        return new SortedTree<>(order, build(elements));
    }

    private static <E> @Nullable Node<E> build(List<E> sorted) {
        if (sorted.isEmpty()) {
            return null;
        }
        int middle = sorted.size() / 2;
        return node(
                sorted.get(middle), build(sorted.subList(0, middle)), build(sorted.subList(middle + 1, sorted.size())));
    }

    int size() {
        return size(root);
    }

    /** The set with this element, in place of one that compares as equal. */
    SortedTree<E> with(E element) {
        return new SortedTree<>(order, insert(root, element));
    }

    SortedTree<E> without(E element) {
        return new SortedTree<>(order, delete(root, element));
    }

    @Nullable
    E find(E like) {
        Node<E> at = root;
        while (at != null) {
            int side = order.compare(like, at.element);
            if (side == 0) {
                return at.element;
            }
            at = side < 0 ? at.left : at.right;
        }
        return null;
    }

    @Nullable
    E first() {
        return root == null ? null : firstOf(root);
    }

    @Nullable
    E last() {
        Iterator<E> backwards = descending();
        return backwards.hasNext() ? backwards.next() : null;
    }

    Iterator<E> ascending() {
        Walk<E> walk = new Walk<>(true);
        walk.descend(root);
        return walk;
    }

    Iterator<E> descending() {
        Walk<E> walk = new Walk<>(false);
        walk.descend(root);
        return walk;
    }

    /** What is greater than that. */
    Iterator<E> after(E bound) {
        Walk<E> walk = new Walk<>(true);
        Node<E> at = root;
        while (at != null) {
            if (order.compare(at.element, bound) > 0) {
                walk.path.push(at);
                at = at.left;
            } else {
                at = at.right;
            }
        }
        return walk;
    }

    /** Keeps the nodes whose turn is still to come: as many as the tree is high. */
    private static final class Walk<E> implements Iterator<E> {
        private final Deque<Node<E>> path = new ArrayDeque<>();
        private final boolean ascending;

        Walk(boolean ascending) {
            this.ascending = ascending;
        }

        void descend(@Nullable Node<E> from) {
            for (Node<E> at = from; at != null; at = ascending ? at.left : at.right) {
                path.push(at);
            }
        }

        @Override
        public boolean hasNext() {
            return !path.isEmpty();
        }

        @Override
        public E next() {
            Node<E> at = path.poll();
            if (at == null) {
                throw new NoSuchElementException();
            }
            descend(ascending ? at.right : at.left);
            return at.element;
        }
    }

    private Node<E> insert(@Nullable Node<E> at, E element) {
        if (at == null) {
            return new Node<>(element, null, null, 1);
        }
        int side = order.compare(element, at.element);
        if (side == 0) {
            return new Node<>(element, at.left, at.right, at.size);
        }
        return side < 0
                ? balanced(at.element, insert(at.left, element), at.right)
                : balanced(at.element, at.left, insert(at.right, element));
    }

    private @Nullable Node<E> delete(@Nullable Node<E> at, E element) {
        if (at == null) {
            return null;
        }
        int side = order.compare(element, at.element);
        if (side == 0) {
            return joined(at.left, at.right);
        }
        return side < 0
                ? balanced(at.element, delete(at.left, element), at.right)
                : balanced(at.element, at.left, delete(at.right, element));
    }

    private static <E> @Nullable Node<E> joined(@Nullable Node<E> left, @Nullable Node<E> right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        return balanced(firstOf(right), left, withoutFirst(right));
    }

    private static <E> @Nullable Node<E> withoutFirst(Node<E> at) {
        return at.left == null ? at.right : balanced(at.element, withoutFirst(at.left), at.right);
    }

    private static <E> E firstOf(Node<E> from) {
        Node<E> at = from;
        while (at.left != null) {
            at = at.left;
        }
        return at.element;
    }

    private static <E> Node<E> balanced(E element, @Nullable Node<E> left, @Nullable Node<E> right) {
        if (size(left) + size(right) > 1) {
            if (right != null && size(right) > HEAVIER * size(left)) {
                return turnedLeft(element, left, right);
            }
            if (left != null && size(left) > HEAVIER * size(right)) {
                return turnedRight(element, left, right);
            }
        }
        return node(element, left, right);
    }

    private static <E> Node<E> turnedLeft(E element, @Nullable Node<E> left, Node<E> right) {
        Node<E> inner = right.left;
        if (inner == null || inner.size < DOUBLE_AT * size(right.right)) {
            return node(right.element, node(element, left, inner), right.right);
        }
        return node(inner.element, node(element, left, inner.left), node(right.element, inner.right, right.right));
    }

    private static <E> Node<E> turnedRight(E element, Node<E> left, @Nullable Node<E> right) {
        Node<E> inner = left.right;
        if (inner == null || inner.size < DOUBLE_AT * size(left.left)) {
            return node(left.element, left.left, node(element, inner, right));
        }
        return node(inner.element, node(left.element, left.left, inner.left), node(element, inner.right, right));
    }

    private static <E> Node<E> node(E element, @Nullable Node<E> left, @Nullable Node<E> right) {
        return new Node<>(element, left, right, size(left) + size(right) + 1);
    }

    private static int size(@Nullable Node<?> node) {
        return node == null ? 0 : node.size;
    }
}
