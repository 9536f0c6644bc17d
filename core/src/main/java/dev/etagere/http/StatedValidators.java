package dev.etagere.http;

import org.jspecify.annotations.Nullable;

/** Validators that say what the response says. */
record StatedValidators(@Nullable ETag etag, @Nullable Long lastModified) implements Validators {

    @Override
    public boolean dated() {
        return lastModified != null;
    }

    @Override
    public boolean confirms(long since) {
        return lastModified != null && lastModified <= since;
    }

    @Override
    public boolean unmodifiedSince(long since) {
        return lastModified != null && lastModified <= since;
    }
}
