package dev.etagere.simulation;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The fields of a response that label it. */
final class Fields implements BiConsumer<String, String> {
    @Nullable
    String etag;

    @Nullable
    String lastModified;

    @Nullable
    String date;

    Fields clear() {
        etag = null;
        lastModified = null;
        date = null;
        return this;
    }

    @Override
    public void accept(String name, String value) {
        switch (name) {
            case "ETag" -> etag = value;
            case "Last-Modified" -> lastModified = value;
            case "Date" -> date = value;
            default -> {
                // It labels nothing.
            }
        }
    }
}
