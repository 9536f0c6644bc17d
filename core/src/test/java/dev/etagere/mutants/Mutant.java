package dev.etagere.mutants;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A rule broken on purpose, in one source file. Immutable.
 *
 * @param rule such as {@code R09}
 * @param broken what it does instead, in one sentence
 * @param source the name of the file under {@code dev/etagere}, without its ending
 */
record Mutant(String rule, String broken, String source, List<Edit> edits) {

    record Edit(String snippet, String replacement) {}

    static Mutant of(String rule, String broken, String source) {
        return new Mutant(rule, broken, source, List.of());
    }

    /** The same with one more change; the snippet has to be there exactly once. */
    Mutant replacing(String snippet, String replacement) {
        List<Edit> more = new ArrayList<>(edits);
        more.add(new Edit(snippet, replacement));
        return new Mutant(rule, broken, source, List.copyOf(more));
    }

    String applyTo(String original) {
        String text = original;
        for (Edit edit : edits) {
            // Otherwise a change of the source would turn the mutant into something that nobody has thought of.
            int count = text.split(Pattern.quote(edit.snippet()), -1).length - 1;
            assertEquals(
                    1,
                    count,
                    () -> this + ": bring its snippet into line with the source, where it is to be"
                            + " found exactly once: " + edit.snippet());
            text = text.replace(edit.snippet(), edit.replacement());
        }
        return text;
    }

    @Override
    public String toString() {
        return rule + " " + source + ": " + broken;
    }
}
