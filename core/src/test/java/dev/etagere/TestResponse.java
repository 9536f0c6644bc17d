package dev.etagere;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A response without a server. */
final class TestResponse implements ResponseHead {
    private final int status;
    private final Map<String, String> fields = new TreeMap<>();

    private TestResponse(int status) {
        this.status = status;
    }

    static TestResponse ok() {
        return new TestResponse(200);
    }

    static TestResponse of(int status) {
        return new TestResponse(status);
    }

    TestResponse with(String name, String value) {
        fields.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String field(String name) {
        return fields.get(name.toLowerCase(Locale.ROOT));
    }
}
