package dev.etagere;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request without a server, for the tests of other modules, too. */
public final class TestRequest implements RequestHead {
    private final String method;
    private final String path;
    private final @Nullable String query;
    private final Map<String, String> fields = new TreeMap<>();
    private @Nullable String principal;
    private long startMark = Long.MAX_VALUE;

    private TestRequest(String method, String target) {
        int question = target.indexOf('?');
        this.method = method;
        this.path = question < 0 ? target : target.substring(0, question);
        this.query = question < 0 ? null : target.substring(question + 1);
    }

    public static TestRequest get(String target) {
        return new TestRequest("GET", target);
    }

    public static TestRequest of(String method, String target) {
        return new TestRequest(method, target);
    }

    public TestRequest with(String name, @Nullable String value) {
        if (value != null) {
            fields.put(name.toLowerCase(Locale.ROOT), value);
        }
        return this;
    }

    TestRequest as(String name) {
        principal = name;
        return this;
    }

    TestRequest startedAt(long asOf) {
        startMark = asOf;
        return this;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public @Nullable String field(String name) {
        return fields.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String principal() {
        return principal;
    }

    @Override
    public long startMark() {
        return startMark;
    }
}
