package dev.etagere.simulation;

import dev.etagere.RequestHead;
import org.jspecify.annotations.Nullable;

/** A request that lets others run whenever it is looked at. */
final class Request implements RequestHead {
    private final Runnable seam;
    private String method = "GET";
    private String path = "/";

    @Nullable
    String ifNoneMatch;

    @Nullable
    String ifModifiedSince;

    @Nullable
    String ifMatch;

    @Nullable
    String ifUnmodifiedSince;

    @Nullable
    String query;

    @Nullable
    String principal;

    long startMark = Long.MAX_VALUE;

    Request(Runnable seam) {
        this.seam = seam;
    }

    /** Makes it a request without conditions. */
    Request reset(String newMethod, String newPath) {
        method = newMethod;
        path = newPath;
        query = null;
        principal = null;
        ifNoneMatch = null;
        ifModifiedSince = null;
        ifMatch = null;
        ifUnmodifiedSince = null;
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
        seam.run();
        return switch (name) {
            case "If-None-Match" -> ifNoneMatch;
            case "If-Modified-Since" -> ifModifiedSince;
            case "If-Match" -> ifMatch;
            case "If-Unmodified-Since" -> ifUnmodifiedSince;
            default -> null;
        };
    }

    @Override
    public @Nullable String principal() {
        return principal;
    }

    @Override
    public long startMark() {
        return startMark;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(method).append(' ').append(path);
        append(text, "If-None-Match", ifNoneMatch);
        append(text, "If-Modified-Since", ifModifiedSince);
        append(text, "If-Match", ifMatch);
        append(text, "If-Unmodified-Since", ifUnmodifiedSince);
        return text.toString();
    }

    private static void append(StringBuilder text, String name, @Nullable String value) {
        if (value != null) {
            text.append(", ").append(name).append(": ").append(value);
        }
    }
}
