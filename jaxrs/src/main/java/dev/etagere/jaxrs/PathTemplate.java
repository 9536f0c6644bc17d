package dev.etagere.jaxrs;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * A JAX-RS path without the regular expressions in it, which may hold braces of their own.
 *
 * @param text {@code /products/{id}}
 * @param parameters the names in it
 */
record PathTemplate(String text, Set<String> parameters) {

    static PathTemplate of(String... paths) {
        Set<String> names = new LinkedHashSet<>();
        StringJoiner joined = new StringJoiner("/", "/", "");
        for (String path : paths) {
            String plain = withoutExpressions(path, names).replaceAll("^/+|/+$", "");
            if (!plain.isEmpty()) {
                joined.add(plain);
            }
        }
        return new PathTemplate(joined.toString(), Set.copyOf(names));
    }

    private static String withoutExpressions(String path, Set<String> names) {
        StringBuilder plain = new StringBuilder(path.length());
        int at = 0;
        while (at < path.length()) {
            char c = path.charAt(at);
            if (c == '{') {
                int end = closing(path, at);
                String name =
                        path.substring(at + 1, end).replaceFirst(":(?s:.*)", "").strip();
                names.add(name);
                plain.append('{').append(name).append('}');
                at = end + 1;
            } else {
                plain.append(c);
                at++;
            }
        }
        return plain.toString();
    }

    /** The brace that closes the one at {@code open}, or the last character. */
    private static int closing(String path, int open) {
        int depth = 0;
        for (int i = open; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i;
            }
        }
        return path.length() - 1;
    }

    @Override
    public String toString() {
        return text;
    }
}
