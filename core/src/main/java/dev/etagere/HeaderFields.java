package dev.etagere;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Field lines to be set on a response, each replacing what is there under its name. Immutable. */
public final class HeaderFields {
    static final HeaderFields NONE = new HeaderFields(new String[0]);

    // Name, value, name, value.
    private final String[] lines;

    private HeaderFields(String[] lines) {
        this.lines = lines;
    }

    /** Calls with name and value of each line, in the order in which they should be sent. */
    public void forEach(BiConsumer<? super String, ? super String> line) {
        for (int i = 0; i < lines.length; i += 2) {
            line.accept(lines[i], lines[i + 1]);
        }
    }

    /** Whether there is nothing to set. */
    public boolean isEmpty() {
        return lines.length == 0;
    }

    /** The value under that name, as it was given here; {@code null} if it is not set. */
    @Nullable
    String get(String name) {
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equals(name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    /** These and one more; or these, if there is no value. */
    HeaderFields with(String name, @Nullable String value) {
        if (value == null) {
            return this;
        }
        String[] more = Arrays.copyOf(lines, lines.length + 2);
        more[lines.length] = name;
        more[lines.length + 1] = value;
        return new HeaderFields(more);
    }

    /** These with another value under a name that is there. */
    HeaderFields replacing(String name, String value) {
        String[] others = lines.clone();
        for (int i = 0; i < others.length; i += 2) {
            if (others[i].equals(name)) {
                others[i + 1] = value;
            }
        }
        return new HeaderFields(others);
    }

    HeaderFields with(HeaderFields others) {
        String[] more = Arrays.copyOf(lines, lines.length + others.lines.length);
        System.arraycopy(others.lines, 0, more, lines.length, others.lines.length);
        return new HeaderFields(more);
    }
}
