package dev.etagere.policy;

import dev.etagere.index.GroupName;
import java.util.ArrayList;
import java.util.List;

/** Reads one {@link GroupTemplate}, from left to right. Used once. */
final class GroupTemplateParser {
    static final String QUERY = "query.";
    private static final String PLACEHOLDERS = "{name} for a path parameter, {query.name} or {principal}";

    private final String source;
    private final List<GroupTemplate.Part> parts = new ArrayList<>();
    private int at;

    GroupTemplateParser(String source) {
        this.source = source;
    }

    GroupTemplate parse() {
        if (source.isEmpty()) {
            throw wrong("is empty", "write a name such as 'products' or 'product:{id}'");
        }
        if (source.charAt(0) == '@') {
            throw wrong("begins with '@', which is reserved", "begin with another character");
        }
        while (at < source.length()) {
            parts.add(source.charAt(at) == '{' ? placeholder() : literal());
        }
        checkLiterals();
        return new GroupTemplate(source, parts);
    }

    private GroupTemplate.Part literal() {
        int start = at;
        while (at < source.length() && source.charAt(at) != '{') {
            checkLiteral(source.charAt(at));
            at++;
        }
        return new GroupTemplate.Part(GroupTemplate.Kind.LITERAL, source.substring(start, at));
    }

    private void checkLiteral(char c) {
        if (c == '}') {
            throw wrong("has a '}' without '{' at index " + at, "write placeholders as " + PLACEHOLDERS);
        }
        if (!GroupName.allows(c)) {
            String cure = c == ',' || Character.isWhitespace(c)
                    ? "declare each group on its own"
                    : "write '" + GroupName.value(source.substring(at, source.offsetByCodePoints(at, 1))) + "'";
            throw wrong(
                    "holds U+%04X at index %d, and a group name is made of %s"
                            .formatted((int) c, at, GroupName.CHARACTERS),
                    cure);
        }
    }

    private GroupTemplate.Part placeholder() {
        int end = source.indexOf('}', at);
        if (end < 0) {
            throw wrong("does not close the '{' at index " + at, "write placeholders as " + PLACEHOLDERS);
        }
        String name = source.substring(at + 1, end);
        at = end + 1;
        if (name.equals("principal")) {
            return new GroupTemplate.Part(GroupTemplate.Kind.PRINCIPAL, name);
        }
        return name.startsWith(QUERY) ? query(name.substring(QUERY.length())) : path(name);
    }

    private GroupTemplate.Part query(String name) {
        if (name.isEmpty()) {
            throw wrong("has a {query.} without a name", "write {query.name}");
        }
        return new GroupTemplate.Part(GroupTemplate.Kind.QUERY, name);
    }

    private GroupTemplate.Part path(String name) {
        if (name.isEmpty()) {
            throw wrong("has an empty placeholder", "write " + PLACEHOLDERS);
        }
        if (!PathPattern.isParameterName(name)) {
            throw wrong(
                    "has the placeholder {%s}, which is no name of a path parameter".formatted(name),
                    "write " + PLACEHOLDERS + ", without a regular expression");
        }
        return new GroupTemplate.Part(GroupTemplate.Kind.PATH, name);
    }

    private void checkLiterals() {
        int length = parts.stream()
                .filter(part -> part.kind() == GroupTemplate.Kind.LITERAL)
                .mapToInt(part -> part.text().length())
                .sum();
        if (length == 0) {
            // "{id}" alone would let a path name any group there is.
            throw wrong(
                    "has no text of its own, so that a request could name any group", "write 'item:" + source + "'");
        }
        if (length > GroupName.MAX_LENGTH) {
            throw wrong("has " + length + " characters of text", "use at most " + GroupName.MAX_LENGTH);
        }
    }

    private IllegalArgumentException wrong(String what, String cure) {
        return new IllegalArgumentException("group '" + source + "' " + what + "; " + cure);
    }
}
