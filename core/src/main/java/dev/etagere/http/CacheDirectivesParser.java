package dev.etagere.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one declaration of cache directives, from left to right. Used once. */
final class CacheDirectivesParser {
    private final String text;
    private final Map<String, String> found = new LinkedHashMap<>();
    private int at;

    CacheDirectivesParser(String text) {
        this.text = text;
    }

    /** The directives by name in lower case; the argument as it is written, empty without one. */
    Map<String, String> parse() {
        if (text.isBlank()) {
            throw new IllegalArgumentException(
                    "says nothing; write 'no-cache' for an answer that is always revalidated");
        }
        do {
            member();
        } while (at++ < text.length());
        return found;
    }

    /** One directive, up to the comma behind it. */
    private void member() {
        at = Syntax.skipBlanks(text, at);
        int end = Syntax.tokenEnd(text, at);
        if (end == at) {
            throw noDirective();
        }
        String name = text.substring(at, end).toLowerCase(Locale.ROOT);
        at = end;
        String argument = at < text.length() && text.charAt(at) == '=' ? argument(name) : "";
        CacheDirectiveRules.checkOne(name, argument);
        if (found.putIfAbsent(name, argument) != null) {
            throw new IllegalArgumentException("'" + name + "' is there twice; leave one out");
        }
        at = Syntax.skipBlanks(text, at);
        if (at < text.length() && text.charAt(at) != ',') {
            throw new IllegalArgumentException("'%s' follows '%s' without a comma; separate directives by commas"
                    .formatted(text.substring(at).strip(), name));
        }
    }

    private IllegalArgumentException noDirective() {
        return at >= text.length() || text.charAt(at) == ','
                ? new IllegalArgumentException("'" + text + "' has an empty directive; leave out the comma")
                : new IllegalArgumentException(
                        "'%s' is no directive; write names separated by commas, such as 'public, max-age=30'"
                                .formatted(text.substring(at)));
    }

    private String argument(String name) {
        int from = at + 1;
        boolean quoted = from < text.length() && text.charAt(from) == '"';
        int end = quoted ? Syntax.quotedEnd(text, from) : Syntax.tokenEnd(text, from);
        if (end <= from) {
            throw new IllegalArgumentException(
                    "'%s=' has no argument that can be read; write a token or a quoted string, or leave out '='"
                            .formatted(name));
        }
        checkCharacters(name, from, end);
        at = end;
        return text.substring(from, end);
    }

    /** A quoted string that held the end of a line would go on as another field. */
    private void checkCharacters(String name, int from, int end) {
        for (int i = from; i < end; i++) {
            if (!Syntax.isFieldChar(text.charAt(i))) {
                throw new IllegalArgumentException(
                        "'%s=' holds U+%04X at index %d, which no field may hold; leave it out"
                                .formatted(name, (int) text.charAt(i), i));
            }
        }
    }
}
