package dev.etagere.client;

import dev.etagere.index.GroupName;
import java.net.http.HttpHeaders;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The groups that a response names, in any spelling of the field: {@code Cache-Tag} of several CDNs,
 * {@code Surrogate-Key}, {@code xkey} of Varnish, {@code Cache-Groups} (RFC 9875).
 */
final class Tags {
    private static final List<String> LISTS = List.of("Cache-Tag", "Surrogate-Key", "xkey");

    private Tags() {}

    /** Empty if it names none, or one of them cannot be read: what is not all known decides nothing. */
    static Set<String> of(HttpHeaders headers) {
        Set<String> groups = new LinkedHashSet<>();
        for (String field : LISTS) {
            for (String line : headers.allValues(field)) {
                for (String name : line.split("[,\\s]+", -1)) {
                    if (!name.isEmpty() && !add(groups, name)) {
                        return Set.of();
                    }
                }
            }
        }
        for (String line : headers.allValues("Cache-Groups")) {
            for (String member : Members.split(line, ',')) {
                if (!add(groups, structured(member))) {
                    return Set.of();
                }
            }
        }
        return Set.copyOf(groups);
    }

    /** The String of a member of a structured List, without its parameters; {@code null} if it is none. */
    private static @Nullable String structured(String member) {
        List<String> parts = Members.split(member, ';');
        String item = parts.isEmpty() ? "" : parts.get(0);
        return item.length() > 2 && item.startsWith("\"") && item.endsWith("\"") ? Members.unquoted(item) : null;
    }

    private static boolean add(Set<String> groups, @Nullable String name) {
        if (name == null
                || name.length() > GroupName.MAX_LENGTH
                || !name.chars().allMatch(GroupName::allows)) {
            return false;
        }
        groups.add(name);
        return true;
    }
}
