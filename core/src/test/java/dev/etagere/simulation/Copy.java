package dev.etagere.simulation;

import org.jspecify.annotations.Nullable;

/** A response as a client keeps it: a body and what it was labelled with. */
final class Copy {
    final Resource resource;
    final Body body;
    final @Nullable String etag;
    final @Nullable String lastModified;
    final @Nullable String date;
    final Past past;

    /** Whether the index promises anything about its dates. */
    boolean datesCount = true;

    private final boolean refreshed;

    Copy(Resource resource, Body body, Fields fields, Past past) {
        this(resource, body, fields, past, false);
    }

    private Copy(Resource resource, Body body, Fields fields, Past past, boolean refreshed) {
        this.resource = resource;
        this.body = body;
        this.etag = fields.etag;
        this.lastModified = fields.lastModified;
        this.date = fields.date;
        this.past = past;
        this.refreshed = refreshed;
    }

    /** The same body under the fields of a 304, as a cache that asks no questions keeps it (RFC 9111 section 4.3.4). */
    Copy refreshed(Fields by, Past then) {
        by.etag = by.etag == null ? etag : by.etag;
        by.lastModified = by.lastModified == null && datesCount ? lastModified : by.lastModified;
        return new Copy(resource, body, by, then, true);
    }

    /** Whether that label came with the body, so that no other revision can have made it. */
    boolean isOriginal(Echo echo) {
        return !refreshed && !echo.isDate();
    }

    @Override
    public String toString() {
        return "[" + body + " of " + resource.path + ", ETag " + etag + ", Last-Modified " + lastModified + ", Date "
                + date + "]";
    }
}
