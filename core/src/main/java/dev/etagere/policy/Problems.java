package dev.etagere.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, so that all of them can be told at once. Not safe for use by several threads. */
final class Problems {
    private record Problem(Place place, String message) {}

    private final List<Problem> found = new ArrayList<>();

    /** Notes a mistake; the message says what is wrong and, behind a semicolon, what to write instead. */
    void add(Place place, String message) {
        found.add(new Problem(place, message));
    }

    void addAll(Problems others) {
        found.addAll(others.found);
    }

    /** Runs a parser; what it complains of becomes a problem, and the result {@code null}. */
    <T> @Nullable T attempt(Place place, String prefix, Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            add(place, prefix + e.getMessage());
            return null;
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** The messages, each with its place, in the order of lines. */
    List<String> messages() {
        return found.stream()
                .sorted(Comparator.comparingInt(problem -> problem.place.line()))
                .map(problem -> problem.place + ": " + problem.message)
                .toList();
    }

    void throwIfAny() {
        if (!isEmpty()) {
            throw new PolicyException(messages());
        }
    }
}
