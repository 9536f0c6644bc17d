package dev.etagere.simulation;

import dev.etagere.ResponseHead;
import org.jspecify.annotations.Nullable;

/** The head of what a handler answers, without fields of its own; lets others run whenever it is looked at. */
final class Response implements ResponseHead {
    private final Runnable seam;
    private final int status;

    Response(Runnable seam, int status) {
        this.seam = seam;
        this.status = status;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable String field(String name) {
        seam.run();
        return null;
    }
}
