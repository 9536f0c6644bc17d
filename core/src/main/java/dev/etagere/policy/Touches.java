package dev.etagere.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is declared of a write: the groups that it changes. Immutable, safe for use by several threads. */
public final class Touches {
    private final Place place;
    private final List<GroupTemplate> groups;
    private final boolean preconditionRequired;

    private Touches(Place place, List<GroupTemplate> groups, boolean preconditionRequired) {
        this.place = place;
        this.groups = List.copyOf(groups);
        this.preconditionRequired = preconditionRequired;
    }

    /**
     * Checks and makes a declaration.
     *
     * @param place where it stands, as messages shall name it: {@code com.x.Products.put(String)}
     * @param pathParameters the parameters of the path; {@code null} if they are not known
     * @param groups the templates of the groups, at least one
     * @throws PolicyException with one message for each mistake
     */
    public static Touches of(String place, @Nullable Set<String> pathParameters, Collection<String> groups) {
        Problems problems = new Problems();
        Touches touches = read(Place.of(place), pathParameters, groups, problems);
        problems.throwIfAny();
        return touches;
    }

    /** Notes the mistakes instead of throwing; what it returns is of use only if there were none. */
    static Touches read(Place place, @Nullable Set<String> known, Collection<String> groups, Problems problems) {
        if (groups.isEmpty()) {
            problems.add(place, "Touches: names no group; write the groups that the write changes, such as 'products'");
        }
        List<GroupTemplate> read = new ArrayList<>();
        Templates.read("Touches: ", groups, place, problems, read);
        Templates.checkParameters("Touches: ", read, known, place, problems);
        return new Touches(place, read, false);
    }

    /**
     * The same for a write that has to state what its author has seen: one without {@code If-Match},
     * {@code If-None-Match} or a readable {@code If-Unmodified-Since} is answered 428 (Precondition Required, RFC 6585
     * section 3).
     */
    public Touches requiringPrecondition() {
        return new Touches(place, groups, true);
    }

    /** Whether the write has to state a precondition. */
    public boolean preconditionRequired() {
        return preconditionRequired;
    }

    /** What the write touches, in the order of the declaration. */
    public List<GroupTemplate> groups() {
        return groups;
    }

    /** Where it was declared, as messages name it: {@code cache-policies:7}. */
    public String place() {
        return place.text();
    }

    Place where() {
        return place;
    }

    /** The headers that declare it. */
    @Override
    public String toString() {
        return "Touches: " + Templates.join(groups) + (preconditionRequired ? "; Precondition: required" : "");
    }
}
