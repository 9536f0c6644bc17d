package dev.etagere.policy;

import dev.etagere.index.GroupName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name of a group with placeholders for what the request says: {@code products}, {@code product:{id}},
 * {@code search:{query.q}}, {@code user:{principal}}. Values are percent-encoded outside {@code A-Z a-z 0-9 . _ ~ -},
 * so that no value can pose as another group. Of two placeholders, a {@code :}, {@code /} or {@code @} between them
 * keeps the values apart; without one, {@code 1-2} and {@code 3} share the group of {@code 1} and {@code 2-3}, and move
 * together. Immutable, safe for use by several threads.
 */
public final class GroupTemplate {

    /** What a request offers to a template. */
    public interface Values {

        /** The decoded value of a path parameter, or {@code null} if there is none of that name. */
        @Nullable
        String path(String name);

        /** The first decoded value of a query parameter, or {@code null} if there is none of that name. */
        @Nullable
        String query(String name);

        /** The name of the authenticated caller, or {@code null} if nobody is. */
        @Nullable
        String principal();
    }

    enum Kind {
        LITERAL,
        PATH,
        QUERY,
        PRINCIPAL
    }

    /** A piece of a template: literal text, or a placeholder and the name in it. */
    record Part(Kind kind, String text) {

        /** A placeholder as it is written between its braces. */
        String written() {
            return kind == Kind.QUERY ? GroupTemplateParser.QUERY + text : text;
        }

        @Nullable
        String value(Values values) {
            return switch (kind) {
                case LITERAL -> text;
                case PATH -> values.path(text);
                case QUERY -> values.query(text);
                case PRINCIPAL -> values.principal();
            };
        }
    }

    private final String source;
    private final List<Part> parts;

    GroupTemplate(String source, List<Part> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads a template: literal characters out of {@code A-Z a-z 0-9 . _ ~ : / @ % -}, with {@code {name}} for a path
     * parameter, {@code {query.name}} for a query parameter and {@code {principal}} for the caller.
     *
     * @throws IllegalArgumentException if it is none; the message says what to write instead
     */
    public static GroupTemplate parse(String source) {
        return new GroupTemplateParser(source).parse();
    }

    /** The names of the path parameters it uses, in the order of their first use. */
    public Set<String> pathParameters() {
        return parts.stream()
                .filter(part -> part.kind == Kind.PATH)
                .map(Part::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Its placeholders, as they are written, that mean something else than a parameter of the path. */
    Set<String> otherPlaceholders() {
        return parts.stream()
                .filter(part -> part.kind == Kind.QUERY || part.kind == Kind.PRINCIPAL)
                .map(Part::written)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether it names the same group whatever the request. */
    public boolean constant() {
        return parts.size() == 1 && parts.get(0).kind == Kind.LITERAL;
    }

    /** Whether it contains {@code {principal}}. */
    public boolean usesPrincipal() {
        return uses(Kind.PRINCIPAL);
    }

    /** Whether it contains a {@code {query.name}}. */
    public boolean usesQuery() {
        return uses(Kind.QUERY);
    }

    private boolean uses(Kind kind) {
        return parts.stream().anyMatch(part -> part.kind == kind);
    }

    /**
     * The name of the group for one request. A query parameter that the request does not have reads as empty text; a
     * name that gets too long is folded as {@link GroupName#encode(String)} does.
     *
     * @return {@code null} if it needs a principal or a path parameter and there is none; no validator may be made then
     */
    public @Nullable String fill(Values values) {
        if (constant()) {
            return source;
        }
        StringBuilder name = new StringBuilder(source.length() + 16);
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            String value = part.value(values);
            if (value == null && part.kind != Kind.QUERY) {
                return null;
            }
            append(part, value, name);
        }
        return GroupName.encode(name.toString());
    }

    private static void append(Part part, @Nullable String value, StringBuilder name) {
        if (part.kind == Kind.LITERAL) {
            name.append(part.text);
        } else if (value != null) {
            name.append(GroupName.value(value));
        }
    }

    /** Whether both were read from the same text. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupTemplate that && source.equals(that.source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }

    /** The text it was read from. */
    @Override
    public String toString() {
        return source;
    }
}
