package dev.etagere.client;

import java.util.ArrayList;
import java.util.List;

/** The members of a field value (RFC 9110 section 5.6.1). */
final class Members {

    private Members() {}

    /** Those between separators that stand outside of quotes; without blanks around them and without empty ones. */
    static List<String> split(String field, char separator) {
        List<String> members = new ArrayList<>();
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                add(members, field.substring(from, i));
                from = i + 1;
            }
        }
        add(members, field.substring(Math.min(from, field.length())));
        return members;
    }

    private static void add(List<String> members, String member) {
        String stripped = member.strip();
        if (!stripped.isEmpty()) {
            members.add(stripped);
        }
    }

    /** The content of a quoted string; anything else as it is. */
    static String unquoted(String text) {
        String stripped = text.strip();
        if (stripped.length() < 2 || stripped.charAt(0) != '"' || !stripped.endsWith("\"")) {
            return stripped;
        }
        StringBuilder content = new StringBuilder(stripped.length());
        for (int i = 1; i < stripped.length() - 1; i++) {
            if (stripped.charAt(i) == '\\' && i + 1 < stripped.length() - 1) {
                i++;
            }
            content.append(stripped.charAt(i));
        }
        return content.toString();
    }
}
