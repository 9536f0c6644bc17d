package dev.etagere.http;

/** Problem details (RFC 9457): what is wrong, for whoever has sent the request. */
public final class ProblemDetails {
    /** Their media type. */
    public static final String TYPE = "application/problem+json";

    private static final int LONGEST_DETAIL = 500;

    private ProblemDetails() {}

    /**
     * The content, in ASCII.
     *
     * @param title the reason phrase of the status
     * @param detail a sentence of any characters, of which the first 500 are told
     */
    public static String json(int status, String title, String detail) {
        return "{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}".formatted(title, status, escaped(detail));
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < Math.min(text.length(), LONGEST_DETAIL); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c > '~') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
