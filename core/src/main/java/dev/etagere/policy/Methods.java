package dev.etagere.policy;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which methods may be declared as writes. */
final class Methods {
    private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_-]*");
    private static final Set<String> NEVER = Set.of("OPTIONS", "TRACE", "CONNECT");

    private Methods() {}

    /** Why the method cannot be declared at all; {@code null} if it can. */
    static @Nullable String malformed(String method) {
        return FORM.matcher(method).matches()
                ? null
                : "'%s' is no method; write methods in capitals with blanks between them, such as 'PUT DELETE /path'"
                        .formatted(method);
    }

    /** Why the method cannot be declared as a write; {@code null} if it can. */
    static @Nullable String refusal(String method) {
        if (Route.isRead(method)) {
            return method + " does not write; declare its policy in a route of its own, without Touches";
        }
        return NEVER.contains(method)
                ? method + " changes nothing that could be touched; leave it out"
                : malformed(method);
    }
}
