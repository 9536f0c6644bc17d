package dev.etagere.filter;

import jakarta.servlet.ServletContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the deployment says: a context parameter {@code etagere.index}, else the system property of that name, else
 * {@code ETAGERE_INDEX} in the environment.
 */
record Settings(ServletContext context) {

    @Nullable
    String get(String name) {
        String key = "etagere." + name;
        String value = visible(context.getInitParameter(key));
        if (value == null) {
            value = visible(System.getProperty(key));
        }
        return value == null ? visible(System.getenv(key.replace('.', '_').toUpperCase(Locale.ROOT))) : value;
    }

    String get(String name, String otherwise) {
        String value = get(name);
        return value == null ? otherwise : value;
    }

    private static @Nullable String visible(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }
}
