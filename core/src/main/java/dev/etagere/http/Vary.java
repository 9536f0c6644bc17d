package dev.etagere.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The request fields that a response was selected by (RFC 9110 section 12.5.5). Immutable. */
public final class Vary {
    /** The one that names nothing. */
    public static final Vary NONE = new Vary(List.of());

    // Set by what stands around the handler; neither selects what the handler knows of the representation.
    private static final Set<String> OF_OTHERS = Set.of("origin", "accept-encoding");

    private final List<String> names;

    private Vary(List<String> names) {
        this.names = List.copyOf(names);
    }

    /**
     * Reads a declaration: {@code *} alone, or names separated by commas.
     *
     * @throws IllegalArgumentException if it is none or names a field twice; the message says what to write instead
     */
    public static Vary parse(String text) {
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (String member : text.split(",", -1)) {
            String name = member.strip();
            check(name, text);
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("'" + name + "' is named twice; leave one out");
            }
            names.add(name);
        }
        if (names.size() > 1 && names.contains("*")) {
            throw new IllegalArgumentException(
                    "'*' stands beside other names; write it alone, or name the fields only");
        }
        return new Vary(names);
    }

    private static void check(String name, String text) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("'" + text
                    + "' has an empty name; write names separated by single commas, such as 'Accept, Accept-Language'");
        }
        if (Syntax.tokenEnd(name, 0) < name.length()) {
            throw new IllegalArgumentException("'" + name
                    + "' is no field name; write names separated by commas, such as 'Accept, Accept-Language'");
        }
    }

    /** The names in the order and spelling of the declaration. */
    public List<String> names() {
        return names;
    }

    /** Whether no two requests can be told to be alike: {@code *}. */
    public boolean isStar() {
        return names.size() == 1 && names.get(0).equals("*");
    }

    /** Whether it names nothing. */
    public boolean isEmpty() {
        return names.isEmpty();
    }

    /**
     * The value for a response that already has one: these names, then the others, none of them twice.
     *
     * @param present what the response has, several field lines joined with {@code ", "}; {@code null} if nothing
     * @return {@code null} if no field is named at all
     */
    public @Nullable String mergedWith(@Nullable String present) {
        List<String> merged = new ArrayList<>(names);
        for (String name : members(present)) {
            if (!contains(merged, name)) {
                merged.add(name);
            }
        }
        if (merged.isEmpty()) {
            return null;
        }
        return contains(merged, "*") ? "*" : String.join(", ", merged);
    }

    /**
     * Whether a response that has the given value was selected by no other field than these. {@code Origin} and
     * {@code Accept-Encoding} do not count: what is around the handler adds them, and chooses by them.
     */
    public boolean coversAllOf(@Nullable String present) {
        return isStar()
                || members(present).stream()
                        .allMatch(name -> OF_OTHERS.contains(name.toLowerCase(Locale.ROOT)) || contains(names, name));
    }

    private static List<String> members(@Nullable String field) {
        List<String> members = new ArrayList<>();
        if (field != null) {
            for (String member : field.split(",", -1)) {
                if (!member.isBlank()) {
                    members.add(member.strip());
                }
            }
        }
        return members;
    }

    private static boolean contains(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** Whether both name the same fields in the same order and spelling. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Vary that && names.equals(that.names);
    }

    @Override
    public int hashCode() {
        return names.hashCode();
    }

    /** The declaration; empty if it names nothing. */
    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
