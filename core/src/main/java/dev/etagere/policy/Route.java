package dev.etagere.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is declared for the paths of one pattern: a policy for reading, touches for writing. Immutable. */
public final class Route {
    private final PathPattern pattern;
    private final @Nullable Policy policy;
    private final Map<String, Touches> touches;

    Route(PathPattern pattern, @Nullable Policy policy, Map<String, Touches> touches) {
        this.pattern = pattern;
        this.policy = policy;
        this.touches = Collections.unmodifiableMap(new LinkedHashMap<>(touches));
    }

    /** The paths that it is for. */
    public PathPattern pattern() {
        return pattern;
    }

    /** The policy of GET and HEAD; {@code null} if only writes are declared. */
    public @Nullable Policy policy() {
        return policy;
    }

    /** What a write method touches; {@code null} if the method is not declared. Methods are case-sensitive. */
    public @Nullable Touches touches(String method) {
        return touches.get(method);
    }

    /** The methods that are declared to write, in the order of the declaration. */
    public Set<String> writeMethods() {
        return touches.keySet();
    }

    /** Whether anything is declared for the method. */
    boolean declares(String method) {
        return isRead(method) ? policy != null : touches.containsKey(method);
    }

    static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Its pattern. */
    @Override
    public String toString() {
        return pattern.toString();
    }
}
