package dev.etagere.http;

import dev.etagere.http.PreconditionResult.Failed;
import dev.etagere.http.PreconditionResult.NotModified;
import dev.etagere.http.PreconditionResult.Undecided;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a request as a table writes them down, {@code If-Match: "v1" & If-Modified-Since: {L-1}}, and the
 * result as a word. Nothing else of the request may be asked for.
 */
final class Conditions implements FieldLookup {

    static final long NOW = 1_795_341_600; // Sun, 22 Nov 2026 10:00:00 GMT
    /** The date of the current representation: {@code L} in the tables. */
    static final long MODIFIED = NOW - 3600;

    static final Validators CURRENT = Validators.of(ETag.strong("v1"), MODIFIED);
    static final Validators WEAK = Validators.of(ETag.weak("v1"), MODIFIED);

    private static final Pattern DATE = Pattern.compile("\\{(L|now)([+-]\\d+)?}");

    private final Map<String, String> fields = new HashMap<>();

    static Conditions of(@Nullable String table) {
        Conditions conditions = new Conditions();
        for (String line : table == null ? new String[0] : table.split(" & ", -1)) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1).strip();
            conditions.with(
                    line.substring(0, colon).strip(), DATE.matcher(value).replaceAll(Conditions::date));
        }
        return conditions;
    }

    Conditions with(String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value);
        }
        return this;
    }

    private static String date(MatchResult found) {
        long from = found.group(1).equals("L") ? MODIFIED : NOW;
        return HttpDate.format(found.group(2) == null ? from : from + Long.parseLong(found.group(2)));
    }

    @Override
    public @Nullable String field(String name) {
        return switch (name) {
            case "If-Match", "If-None-Match", "If-Modified-Since", "If-Unmodified-Since" -> fields.get(name);
            default -> throw new AssertionError(name + " is no precondition");
        };
    }

    /** Of a request for what is {@link #CURRENT} and exists. */
    static String judged(String method, @Nullable String conditions) {
        return judged(method, conditions, CURRENT, Existence.EXISTS);
    }

    static String judged(String method, @Nullable String conditions, Validators current, Existence existence) {
        return told(Preconditions.evaluate(method, of(conditions), current, existence, NOW));
    }

    static String told(PreconditionResult result) {
        if (result instanceof NotModified hit) {
            return "304" + (hit.suffix() == null ? "" : " " + hit.suffix()) + (hit.byWildcard() ? " by *" : "");
        }
        if (result instanceof Failed failed) {
            return "412 by " + failed.field();
        }
        return result instanceof Undecided ? "undecided" : "performed";
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
