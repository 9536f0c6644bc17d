package dev.etagere.policy;

/**
 * Where something was declared: {@code cache-policies:7}, or class and method.
 *
 * @param text how messages name it
 * @param line its line, by which messages are sorted; 0 outside of files
 */
record Place(String text, int line) {

    static Place of(String text) {
        return new Place(text, 0);
    }

    static Place line(String source, int line) {
        return new Place(source + ':' + line, line);
    }

    @Override
    public String toString() {
        return text;
    }
}
