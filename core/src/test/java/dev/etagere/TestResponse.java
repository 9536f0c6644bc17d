package dev.etagere;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A response without a server, for the tests of other modules, too. */
public final class TestResponse implements ResponseHead {
    private final int status;
    private final Map<String, String> fields = new TreeMap<>();
    private final Map<String, String> inFront = new TreeMap<>();

    private TestResponse(int status) {
        this.status = status;
    }

    public static TestResponse ok() {
        return new TestResponse(200);
    }

    static TestResponse of(int status) {
        return new TestResponse(status);
    }

    TestResponse with(String name, String value) {
        fields.put(name.toLowerCase(Locale.ROOT), value);
        return this;
    }

    /** What was there before the engine was asked. */
    TestResponse inFront(String name, String value) {
        inFront.put(name, value);
        return this;
    }

    @Override
    public @Nullable String fieldInFront(String name) {
        return inFront.get(name);
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
