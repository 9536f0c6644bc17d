package dev.etagere.filter;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups that a request to touch names: {@code {"groups":["products"]}}, or {@code group=products} as a form. */
final class TouchBody {
    private final String text;
    private int at;

    private TouchBody(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException if it cannot be read, with what to write instead */
    static List<String> parse(@Nullable String contentType, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (isJson(contentType)) {
            return new TouchBody(text).object();
        }
        if (type(contentType).equalsIgnoreCase("application/x-www-form-urlencoded")) {
            return form(text);
        }
        throw new IllegalArgumentException("send application/json or application/x-www-form-urlencoded");
    }

    static boolean isJson(@Nullable String contentType) {
        return type(contentType).equalsIgnoreCase("application/json");
    }

    private static String type(@Nullable String contentType) {
        return contentType == null ? "" : contentType.split(";", -1)[0].strip();
    }

    private static List<String> form(String text) {
        List<String> groups = new ArrayList<>();
        for (String parameter : text.strip().split("&", -1)) {
            if (!parameter.startsWith("group=")) {
                throw new IllegalArgumentException("write group=products, once for each group and nothing else");
            }
            groups.add(URLDecoder.decode(parameter.substring("group=".length()), StandardCharsets.UTF_8));
        }
        return groups;
    }

    private List<String> object() {
        expect('{');
        if (!string().equals("groups")) {
            throw wrong();
        }
        expect(':');
        List<String> groups = strings();
        expect('}');
        skipSpace();
        if (at < text.length()) {
            throw wrong();
        }
        return groups;
    }

    private List<String> strings() {
        List<String> strings = new ArrayList<>();
        expect('[');
        if (peek() == ']') {
            at++;
            return strings;
        }
        strings.add(string());
        while (peek() == ',') {
            at++;
            strings.add(string());
        }
        expect(']');
        return strings;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = take(); c != '"'; c = take()) {
            if (c < ' ') {
                throw wrong();
            }
            string.append(c == '\\' ? escaped() : c);
        }
        return string.toString();
    }

    private char escaped() {
        char c = take();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unit();
            default -> throw wrong();
        };
    }

    private char unit() {
        if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
            throw wrong();
        }
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong();
        }
        at++;
    }

    private char peek() {
        skipSpace();
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char take() {
        if (at >= text.length()) {
            throw wrong();
        }
        return text.charAt(at++);
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("write {\"groups\":[\"products\",\"product:42\"]}");
    }
}
